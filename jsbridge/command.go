package jsbridge

import (
	"slices"
	"strings"

	"sluice/core"
	"sluice/jsbridge/wire"
)

// command reads one command and runs it. This is the table of all that JavaScript can ask.
func (b *Bridge) command(r *wire.Reader, now core.Time) {
	switch code := r.U8(); code {
	case wire.CommandOpen:
		var m wire.OpenCommand
		m.Decode(r)
		b.open(now, &m)
	case wire.CommandClose:
		var m wire.CloseCommand
		m.Decode(r)
		b.clients = slices.DeleteFunc(b.clients, func(id core.ClientID) bool { return id == core.ClientID(m.Client) })
		b.core.Close(now, core.ClientID(m.Client))
	case wire.CommandName:
		var m wire.NameCommand
		m.Decode(r)
		b.learn(&m)
	case wire.CommandCall:
		var m wire.CallCommand
		m.Decode(r)
		b.callNamed(now, &m)
	case wire.CommandAccount:
		var m wire.AccountCommand
		m.Decode(r)
		b.core.CallAccount(now, core.Account{
			ID: core.CallID(m.Call), Client: core.ClientID(m.Client), Register: m.Register == 1,
			Started: core.Time(m.Started), Timeout: m.Timeout,
		})
	case wire.CommandAbort:
		var m wire.AbortCommand
		m.Decode(r)
		b.core.Abort(now, core.CallID(m.Call))
	case wire.CommandTarget:
		var m wire.TargetCommand
		m.Decode(r)
		b.targets = append(b.targets, core.Target{Name: m.Name, Key: m.Key, Exact: m.Flags&1 != 0, AnyKey: m.Flags&2 != 0})
	case wire.CommandAbortRequests:
		var m wire.AbortRequestsCommand
		m.Decode(r)
		b.core.AbortRequests(now, core.ClientID(m.Client), b.takeTargets(m.All == 1))
	case wire.CommandWatch:
		var m wire.WatchCommand
		m.Decode(r)
		b.core.Watch(now, core.ClientID(m.Client), core.CallID(m.Token), core.Watched{
			Name: b.name(m.Name), Key: m.Key, Variant: m.Variant, Query: core.Choice(m.Query),
		})
	case wire.CommandRetain:
		var m wire.RetainCommand
		m.Decode(r)
		b.core.Retain(now, core.RecordID(m.Record))
	case wire.CommandRelease:
		var m wire.ReleaseCommand
		m.Decode(r)
		b.core.Release(now, core.RecordID(m.Record))
	case wire.CommandLeave:
		var m wire.LeaveCommand
		m.Decode(r)
		b.core.Leave(now, core.RecordID(m.Record))
	case wire.CommandProgress:
		var m wire.ProgressCommand
		m.Decode(r)
		b.core.Progress(now, core.RequestID(m.Request), m.Upload == 1, m.Percent)
	case wire.CommandFromTab:
		var m wire.FromTabCommand
		m.Decode(r)
		b.core.FromTab(now, core.ClientID(m.Client), core.SessionNote(m.Note), m.User)
	case wire.CommandWhenIdle:
		var m wire.WhenIdleCommand
		m.Decode(r)
		b.core.WhenIdle(now, core.ClientID(m.Client))
	default:
		if !b.stepCommand(code, r, now) && !b.endpointCommand(code, r, now) && !b.liveCommand(code, r, now) {
			panic(wire.ErrMalformed)
		}
	}
}

func (b *Bridge) open(now core.Time, m *wire.OpenCommand) {
	options := core.Options{Timeout: m.Timeout, Lengths: &core.Lengths{Data: m.DataExpiry, Error: m.ErrorExpiry}, Functions: &b.functions, Optimist: &b.functions, Values: &b.functions, Server: m.Server == 1, Texts: &b.functions, Concurrency: int(m.Concurrency)}
	if r := b.takeRetry(); r != nil {
		options.Retry = *r
	}
	switch m.AutoAbort {
	case 1:
		options.AutoAbort.Off = true
	case 2:
		options.AutoAbort.Words = []string{}
		if m.Words != "" {
			options.AutoAbort.Words = strings.Split(strings.Clone(m.Words), "\n")
		}
	}
	if m.Keys == 1 {
		options.Keys = keys{&b.functions, m.Client}
	}
	options.Socket, b.socket = b.socket, nil
	id := core.ClientID(m.Client)
	b.clients = append(b.clients, id)
	b.core.Open(now, id, options)
}

func (b *Bridge) callNamed(now core.Time, m *wire.CallCommand) {
	b.call = core.CallID(m.Call)
	name := b.name(m.Name)
	fault(b, name)
	b.core.Call(now, core.Call{
		ID: b.call, Client: core.ClientID(m.Client), Name: name, Key: m.Key, Variant: m.Variant,
		Query: core.Choice(m.Query), TakeLatest: core.Choice(m.TakeLatest), Upload: m.Progress&1 != 0, Download: m.Progress&2 != 0,
		Started: core.Time(m.Started), Timeout: m.Timeout, Meta: b.takeMeta(), Retry: b.takeRetry(),
	})
}

// learn keeps a name. Names are numbered from 1 in the order in which they come; number 0 is for
// one that is not worth keeping, and means the last such.
func (b *Bridge) learn(m *wire.NameCommand) {
	if m.Name == 0 {
		b.passing = strings.Clone(m.Text)
		return
	}
	if int(m.Name) != len(b.names)+1 {
		panic(wire.ErrMalformed)
	}
	b.names = append(b.names, strings.Clone(m.Text))
}

func (b *Bridge) name(number uint32) string {
	if number == 0 {
		return b.passing
	}
	if int(number) > len(b.names) {
		panic(wire.ErrMalformed)
	}
	return b.names[number-1]
}
