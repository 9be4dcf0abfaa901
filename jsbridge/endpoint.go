package jsbridge

import (
	"sluice/core"
	"sluice/jsbridge/wire"
	"sluice/store"
)

// endpointCommand reads and runs a command that concerns endpoints and their data. It reports
// whether the code is that of one.
func (b *Bridge) endpointCommand(code uint8, r *wire.Reader, now core.Time) bool {
	switch code {
	case wire.CommandSchemas:
		var m wire.SchemasCommand
		m.Decode(r)
		b.refuse(&m, b.core.DefineSchemas(now, core.ClientID(m.Client), []byte(m.Text)))
	case wire.CommandEndpoint:
		var m wire.EndpointCommand
		m.Decode(r)
		b.core.DefineEndpoint(now, core.ClientID(m.Client), core.EndpointID(m.Endpoint), core.Endpoint{
			Schema: m.Schema, Mutation: m.Flags&1 != 0, Soft: m.Flags&2 != 0,
			DataExpiry: m.DataExpiry, ErrorExpiry: m.ErrorExpiry, Update: store.Func(m.Update), Optimistic: m.Flags&4 != 0, Steps: core.Steps(m.Steps),
			Retry: b.takeRetry(), Origin: m.Origin,
		})
	case wire.CommandFetch:
		var m wire.FetchCommand
		m.Decode(r)
		b.call = core.CallID(m.Call)
		b.core.Fetch(now, core.Fetch{
			ID: b.call, Client: core.ClientID(m.Client), Endpoint: core.EndpointID(m.Endpoint),
			Key: m.Key, Args: []byte(m.Args), Started: core.Time(m.Started), Timeout: m.Timeout,
		})
	case wire.CommandFailed:
		var m wire.FailedCommand
		m.Decode(r)
		if m.Flags&4 != 0 {
			b.core.LoginNeeded(now, core.RequestID(m.Request))
		}
		b.core.Failed(now, core.RequestID(m.Request), core.Failure{Soft: m.Flags&1 != 0, Aborted: m.Flags&2 != 0, Final: m.Flags&8 != 0})
	case wire.CommandLook:
		var m wire.LookCommand
		m.Decode(r)
		b.core.Look(now, core.Look{
			Client: core.ClientID(m.Client), Token: core.CallID(m.Token), Schema: m.Schema,
			Key: m.Key, Args: []byte(m.Args),
		})
	case wire.CommandSee:
		b.see(r)
	case wire.CommandPK:
		b.pk(r)
	case wire.CommandShow:
		var m wire.ShowCommand
		m.Decode(r)
		b.core.Show(now, core.ClientID(m.Client), m.Root, m.More == 1)
	case wire.CommandSubscribe:
		var m wire.SubscribeCommand
		m.Decode(r)
		b.call = core.CallID(m.Call)
		b.core.Subscribe(now, b.call, core.Subscription{
			ID: core.CallID(m.Subscription), Client: core.ClientID(m.Client), Endpoint: core.EndpointID(m.Endpoint),
			Key: m.Key, Args: []byte(m.Args), Frequency: m.Frequency, Timeout: m.Timeout,
		})
	case wire.CommandUnsubscribe:
		var m wire.UnsubscribeCommand
		m.Decode(r)
		b.core.Unsubscribe(now, core.CallID(m.Call), core.ClientID(m.Client), m.Key, core.CallID(m.Subscription))
	case wire.CommandClientPage:
		var m wire.ClientPageCommand
		m.Decode(r)
		b.core.SetClientPage(now, core.ClientID(m.Client), core.Page{Hidden: core.Choice(m.Hidden), Offline: core.Choice(m.Offline)})
	case wire.CommandPublish:
		var m wire.PublishCommand
		m.Decode(r)
		b.core.Publish(now, core.ClientID(m.Client))
	case wire.CommandSoften:
		var m wire.SoftenCommand
		m.Decode(r)
		b.core.Soften(now, core.ClientID(m.Client), core.RecordID(m.Record))
	default:
		return b.writeCommand(code, r, now)
	}
	return true
}
