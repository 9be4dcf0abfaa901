package jsbridge

import (
	"strconv"

	"sluice/core"
	"sluice/jsbridge/wire"
	"sluice/store"
	"sluice/store/jsontext"
)

// stateCommand reads and runs a command that is about states. It reports whether the code is that of one.
func (b *Bridge) stateCommand(code uint8, r *wire.Reader, now core.Time) bool {
	switch code {
	case wire.CommandState:
		var m wire.StateCommand
		m.Decode(r)
		s := b.core.State(now, core.ClientID(m.Client), m.View == 1)
		b.out = (&wire.StateOperation{
			Client: m.Client, Space: uint32(s.Space), Epoch: uint32(s.Epoch), LastReset: float64(s.LastReset), Optimistic: layersText(s.Layers),
		}).Append(b.out)
	case wire.CommandFree:
		var m wire.FreeCommand
		m.Decode(r)
		b.core.Free(core.ClientID(m.Client), store.Space(m.Space))
	case wire.CommandTable:
		var m wire.TableCommand
		m.Decode(r)
		b.tell(m.Client, string(b.core.Table(core.ClientID(m.Client), store.Space(m.Space), core.Member(m.Member), m.Names == 1, m.Name)))
	default:
		return false
	}
	return true
}

func layersText(list []core.Layer) string {
	text := []byte{'['}
	for i, l := range list {
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendUint(append(text, `{"requestId":`...), uint64(l.Call), 10)
		text = jsontext.Quote(append(text, `,"key":`...), []byte(l.Key))
		text = append(append(append(text, `,"fetchedAt":`...), number(float64(l.FetchedAt))...), '}')
	}
	return string(append(text, ']'))
}
