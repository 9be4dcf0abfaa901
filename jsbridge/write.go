package jsbridge

import (
	"strconv"
	"strings"

	"sluice/core"
	"sluice/jsbridge/wire"
	"sluice/store"
	"sluice/store/jsontext"
)

// writeCommand reads and runs a command that changes what is stored. It reports whether the code is
// that of one.
func (b *Bridge) writeCommand(code uint8, r *wire.Reader, now core.Time) bool {
	switch code {
	case wire.CommandSetResponse:
		var m wire.SetResponseCommand
		m.Decode(r)
		b.call = core.CallID(m.Call)
		b.core.SetResponse(now, core.Written{
			Call: b.call, Client: core.ClientID(m.Client), Endpoint: core.EndpointID(m.Endpoint),
			Key: m.Key, Args: []byte(m.Args), Value: []byte(m.Body),
		})
	case wire.CommandSetError:
		var m wire.SetErrorCommand
		m.Decode(r)
		b.call = core.CallID(m.Call)
		b.core.SetError(now, core.Written{
			Call: b.call, Client: core.ClientID(m.Client), Endpoint: core.EndpointID(m.Endpoint), Key: m.Key, Soft: m.Flags&1 != 0, Aborted: m.Flags&2 != 0,
		})
	case wire.CommandResolve:
		var m wire.ResolveCommand
		m.Decode(r)
		b.call = core.CallID(m.Call)
		b.core.Resolve(now, core.Resolved{
			Written: core.Written{
				Call: b.call, Client: core.ClientID(m.Client), Endpoint: core.EndpointID(m.Endpoint),
				Key: m.Key, Args: []byte(m.Args), Value: []byte(m.Body), Soft: m.Flags&2 != 0, Aborted: m.Flags&4 != 0,
			},
			Request: core.CallID(m.Named), FetchedAt: core.Time(m.FetchedAt), Failed: m.Flags&1 != 0,
		})
	case wire.CommandKept:
		var m wire.KeptCommand
		m.Decode(r)
		b.tell(m.Client, keptText(b.core.Kept(now, core.ClientID(m.Client), store.Space(m.Space))))
	case wire.CommandDehydrate:
		var m wire.DehydrateCommand
		m.Decode(r)
		b.tell(m.Client, string(b.core.Dehydrate(core.ClientID(m.Client), []byte(m.Shell), b.keys)))
		b.keys = b.keys[:0]
	case wire.CommandHydrate:
		var m wire.HydrateCommand
		m.Decode(r)
		b.call = core.CallID(m.Call)
		b.core.Hydrate(now, core.ClientID(m.Client), b.call, []byte(m.Text))
	case wire.CommandSweep:
		var m wire.SweepCommand
		m.Decode(r)
		b.core.Sweep(now, core.Sweep{
			Client: core.ClientID(m.Client), Call: core.CallID(m.Call), Budget: int(m.Budget), Limits: b.limits(&m),
		})
	case wire.CommandBatch:
		var m wire.BatchCommand
		m.Decode(r)
		b.core.Batch(now, m.Begin == 1)
	case wire.CommandSet:
		var m wire.SetCommand
		m.Decode(r)
		b.call = core.CallID(m.Call)
		b.core.Set(now, core.Written{
			Call: b.call, Client: core.ClientID(m.Client), Schema: m.Schema, Args: []byte(m.Args), Value: []byte(m.Value),
		})
	case wire.CommandKey:
		var m wire.KeyCommand
		m.Decode(r)
		b.keys = append(b.keys, strings.Clone(m.Text))
	case wire.CommandExpire:
		var m wire.ExpireCommand
		m.Decode(r)
		x := core.Expiry{Call: core.CallID(m.Call), Client: core.ClientID(m.Client), Stale: m.Stale == 1}
		switch m.Which {
		case 0:
			x.Keys = append([]string{}, b.keys...)
		case 1:
			x.Pattern = m.Text
		default:
			x.Key = m.Text
		}
		b.keys = b.keys[:0]
		b.core.Expire(now, x)
	case wire.CommandKeys:
		var m wire.KeysCommand
		m.Decode(r)
		b.tell(m.Client, textsOf(b.core.Keys(core.ClientID(m.Client))))
	case wire.CommandReset:
		var m wire.ResetCommand
		m.Decode(r)
		b.core.Reset(now, core.ClientID(m.Client), core.CallID(m.Call))
	case wire.CommandAbortKey:
		var m wire.AbortKeyCommand
		m.Decode(r)
		b.core.AbortKey(now, core.ClientID(m.Client), core.CallID(m.Call), m.Key)
	default:
		return b.stateCommand(code, r, now)
	}
	return true
}

// tell answers with a text.
func (b *Bridge) tell(client uint32, text string) {
	b.out = (&wire.ToldOperation{Client: client, Text: text}).Append(b.out)
}

// textsOf writes a list of texts as JSON.
func textsOf(list []string) string {
	text := []byte{'['}
	for i, item := range list {
		if i > 0 {
			text = append(text, ',')
		}
		text = jsontext.Quote(text, []byte(item))
	}
	return string(append(text, ']'))
}

// keptText writes what the host keeps as JSON, see the command Kept.
func keptText(list []core.Kept) string {
	text := []byte{'['}
	for i, k := range list {
		if i > 0 {
			text = append(text, ',')
		}
		name := "v" + k.Key
		if k.Failed {
			name = "e" + k.Key
		}
		text = strconv.AppendUint(append(text, '['), uint64(k.Record), 10)
		text = append(jsontext.Quote(append(text, ','), []byte(name)), ']')
	}
	return string(append(text, ']'))
}
