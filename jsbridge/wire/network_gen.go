// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandProgress uint8 = 12
	CommandAgain    uint8 = 46
)

// ProgressCommand notes the percentage of an upload (1) or download (0).
type ProgressCommand struct {
	Request uint32
	Upload  uint8
	Percent float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ProgressCommand) Decode(r *Reader) {
	m.Request = r.U32()
	m.Upload = r.U8()
	m.Percent = r.F64()
}

// Append appends code and fields.
func (m *ProgressCommand) Append(b []byte) []byte {
	b = append(b, CommandProgress)
	b = AppendU32(b, m.Request)
	b = append(b, m.Upload)
	b = AppendF64(b, m.Percent)
	return b
}

// AgainCommand says that a request has failed with an error of the host's that may pass; if it is to be sent again, that is answered by Fetch. retryAfter in s, 0 for none.
type AgainCommand struct {
	Request    uint32
	RetryAfter float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *AgainCommand) Decode(r *Reader) {
	m.Request = r.U32()
	m.RetryAfter = r.F64()
}

// Append appends code and fields.
func (m *AgainCommand) Append(b []byte) []byte {
	b = append(b, CommandAgain)
	b = AppendU32(b, m.Request)
	b = AppendF64(b, m.RetryAfter)
	return b
}

// The codes of the operations.
const (
	OperationFetch  uint8 = 1
	OperationAbort  uint8 = 2
	OperationForget uint8 = 3
)

// FetchOperation starts a request with data, headers and signal of a call (0: none). route: 0 {base}/{name}, 1 session, 2 login, 3 register, 4 logout; flags: 1 settle with the body also on success, 2 not yet: it is kept for a Fetch without, and what goes on of it ends.
type FetchOperation struct {
	Client  uint32
	Request uint32
	Call    uint32
	Route   uint8
	Flags   uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *FetchOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Request = r.U32()
	m.Call = r.U32()
	m.Route = r.U8()
	m.Flags = r.U8()
}

// Append appends code and fields.
func (m *FetchOperation) Append(b []byte) []byte {
	b = append(b, OperationFetch)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Call)
	b = append(b, m.Route)
	b = append(b, m.Flags)
	return b
}

// AbortOperation aborts the network of a request.
type AbortOperation struct {
	Request uint32
	Reason  uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *AbortOperation) Decode(r *Reader) {
	m.Request = r.U32()
	m.Reason = r.U8()
}

// Append appends code and fields.
func (m *AbortOperation) Append(b []byte) []byte {
	b = append(b, OperationAbort)
	b = AppendU32(b, m.Request)
	b = append(b, m.Reason)
	return b
}

// ForgetOperation lets the network of a request run on, unheard.
type ForgetOperation struct {
	Request uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ForgetOperation) Decode(r *Reader) {
	m.Request = r.U32()
}

// Append appends code and fields.
func (m *ForgetOperation) Append(b []byte) []byte {
	b = append(b, OperationForget)
	b = AppendU32(b, m.Request)
	return b
}
