// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandSetResponse uint8 = 23
	CommandSetError    uint8 = 24
	CommandSet         uint8 = 25
	CommandResolve     uint8 = 70
	CommandKey         uint8 = 26
	CommandExpire      uint8 = 27
	CommandKeys        uint8 = 28
	CommandReset       uint8 = 29
	CommandAbortKey    uint8 = 30
)

// SetResponseCommand stores a response as if the endpoint had answered now. body is its JSON; without a schema the host keeps the value.
type SetResponseCommand struct {
	Client   uint32
	Call     uint32
	Endpoint uint32
	Key      string
	Args     string
	Body     string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SetResponseCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Endpoint = r.U32()
	m.Key = r.Text()
	m.Args = r.Text()
	m.Body = r.Text()
}

// Append appends code and fields.
func (m *SetResponseCommand) Append(b []byte) []byte {
	b = append(b, CommandSetResponse)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Endpoint)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Args)
	b = AppendText(b, m.Body)
	return b
}

// SetErrorCommand stores an error, which the host keeps, as if the endpoint had failed now. flags: 1 soft, 2 it is an AbortError, which leaves no trace.
type SetErrorCommand struct {
	Client   uint32
	Call     uint32
	Endpoint uint32
	Key      string
	Flags    uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SetErrorCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Endpoint = r.U32()
	m.Key = r.Text()
	m.Flags = r.U8()
}

// Append appends code and fields.
func (m *SetErrorCommand) Append(b []byte) []byte {
	b = append(b, CommandSetError)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Endpoint)
	b = AppendText(b, m.Key)
	b = append(b, m.Flags)
	return b
}

// SetCommand writes a value through a schema.
type SetCommand struct {
	Client uint32
	Call   uint32
	Schema uint32
	Args   string
	Value  string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SetCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Schema = r.U32()
	m.Args = r.Text()
	m.Value = r.Text()
}

// Append appends code and fields.
func (m *SetCommand) Append(b []byte) []byte {
	b = append(b, CommandSet)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Schema)
	b = AppendText(b, m.Args)
	b = AppendText(b, m.Value)
	return b
}

// ResolveCommand stores an answer from outside, as Fetch would. flags: 1 it is an error, which the host keeps, 2 soft, 4 an AbortError; named is a call whose request is meant, 0: one that was issued at fetchedAt.
type ResolveCommand struct {
	Client    uint32
	Call      uint32
	Endpoint  uint32
	Key       string
	Args      string
	Body      string
	FetchedAt float64
	Flags     uint8
	Named     uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ResolveCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Endpoint = r.U32()
	m.Key = r.Text()
	m.Args = r.Text()
	m.Body = r.Text()
	m.FetchedAt = r.F64()
	m.Flags = r.U8()
	m.Named = r.U32()
}

// Append appends code and fields.
func (m *ResolveCommand) Append(b []byte) []byte {
	b = append(b, CommandResolve)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Endpoint)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Args)
	b = AppendText(b, m.Body)
	b = AppendF64(b, m.FetchedAt)
	b = append(b, m.Flags)
	b = AppendU32(b, m.Named)
	return b
}

// KeyCommand adds to the keys of the next Expire.
type KeyCommand struct {
	Text string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *KeyCommand) Decode(r *Reader) {
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *KeyCommand) Append(b []byte) []byte {
	b = append(b, CommandKey)
	b = AppendText(b, m.Text)
	return b
}

// ExpireCommand invalidates keys or, with stale 1, makes them stale. which: 0 those of Key that are known, 1 those known that have the form of text, 2 text, known or not.
type ExpireCommand struct {
	Client uint32
	Call   uint32
	Stale  uint8
	Which  uint8
	Text   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ExpireCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Stale = r.U8()
	m.Which = r.U8()
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *ExpireCommand) Append(b []byte) []byte {
	b = append(b, CommandExpire)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = append(b, m.Stale)
	b = append(b, m.Which)
	b = AppendText(b, m.Text)
	return b
}

// KeysCommand asks for all keys; answered by Told, with a JSON array.
type KeysCommand struct {
	Client uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *KeysCommand) Decode(r *Reader) {
	m.Client = r.U32()
}

// Append appends code and fields.
func (m *KeysCommand) Append(b []byte) []byte {
	b = append(b, CommandKeys)
	b = AppendU32(b, m.Client)
	return b
}

// ResetCommand empties the store and ends what is in flight.
type ResetCommand struct {
	Client uint32
	Call   uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ResetCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
}

// Append appends code and fields.
func (m *ResetCommand) Append(b []byte) []byte {
	b = append(b, CommandReset)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	return b
}

// AbortKeyCommand ends what is in flight for a key as aborted.
type AbortKeyCommand struct {
	Client uint32
	Call   uint32
	Key    string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *AbortKeyCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Key = r.Text()
}

// Append appends code and fields.
func (m *AbortKeyCommand) Append(b []byte) []byte {
	b = append(b, CommandAbortKey)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendText(b, m.Key)
	return b
}
