// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandSubscribe   uint8 = 50
	CommandUnsubscribe uint8 = 51
)

// SubscribeCommand begins a subscription, whose number is another call's; endpoint and arguments for its requests are kept for that.
type SubscribeCommand struct {
	Client       uint32
	Call         uint32
	Subscription uint32
	Endpoint     uint32
	Key          string
	Args         string
	Frequency    float64
	Timeout      float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SubscribeCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Subscription = r.U32()
	m.Endpoint = r.U32()
	m.Key = r.Text()
	m.Args = r.Text()
	m.Frequency = r.F64()
	m.Timeout = r.F64()
}

// Append appends code and fields.
func (m *SubscribeCommand) Append(b []byte) []byte {
	b = append(b, CommandSubscribe)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Subscription)
	b = AppendU32(b, m.Endpoint)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Args)
	b = AppendF64(b, m.Frequency)
	b = AppendF64(b, m.Timeout)
	return b
}

// UnsubscribeCommand ends one.
type UnsubscribeCommand struct {
	Client       uint32
	Call         uint32
	Subscription uint32
	Key          string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *UnsubscribeCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Subscription = r.U32()
	m.Key = r.Text()
}

// Append appends code and fields.
func (m *UnsubscribeCommand) Append(b []byte) []byte {
	b = append(b, CommandUnsubscribe)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Subscription)
	b = AppendText(b, m.Key)
	return b
}
