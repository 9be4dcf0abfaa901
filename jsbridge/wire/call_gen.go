// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandCall          uint8 = 4
	CommandAccount       uint8 = 5
	CommandJoin          uint8 = 39
	CommandAbort         uint8 = 6
	CommandTarget        uint8 = 7
	CommandAbortRequests uint8 = 8
	CommandRetry         uint8 = 45
)

// CallCommand is a call of apiRequest. query, takeLatest: 0 by rule, 1 yes, 2 no; progress: 1 upload + 2 download; timeout: 0 none, negative the client's.
type CallCommand struct {
	Client     uint32
	Call       uint32
	Name       uint32
	Key        string
	Variant    string
	Query      uint8
	TakeLatest uint8
	Progress   uint8
	Started    float64
	Timeout    float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *CallCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Name = r.U32()
	m.Key = r.Text()
	m.Variant = r.Text()
	m.Query = r.U8()
	m.TakeLatest = r.U8()
	m.Progress = r.U8()
	m.Started = r.F64()
	m.Timeout = r.F64()
}

// Append appends code and fields.
func (m *CallCommand) Append(b []byte) []byte {
	b = append(b, CommandCall)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Name)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Variant)
	b = append(b, m.Query)
	b = append(b, m.TakeLatest)
	b = append(b, m.Progress)
	b = AppendF64(b, m.Started)
	b = AppendF64(b, m.Timeout)
	return b
}

// AccountCommand is a call of client.login or, with register 1, client.register.
type AccountCommand struct {
	Client   uint32
	Call     uint32
	Register uint8
	Started  float64
	Timeout  float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *AccountCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Register = r.U8()
	m.Started = r.F64()
	m.Timeout = r.F64()
}

// Append appends code and fields.
func (m *AccountCommand) Append(b []byte) []byte {
	b = append(b, CommandAccount)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = append(b, m.Register)
	b = AppendF64(b, m.Started)
	b = AppendF64(b, m.Timeout)
	return b
}

// JoinCommand has a call wait for the newest request of the target.
type JoinCommand struct {
	Client uint32
	Call   uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *JoinCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
}

// Append appends code and fields.
func (m *JoinCommand) Append(b []byte) []byte {
	b = append(b, CommandJoin)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	return b
}

// AbortCommand ends one call as aborted.
type AbortCommand struct {
	Call uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *AbortCommand) Decode(r *Reader) {
	m.Call = r.U32()
}

// Append appends code and fields.
func (m *AbortCommand) Append(b []byte) []byte {
	b = append(b, CommandAbort)
	b = AppendU32(b, m.Call)
	return b
}

// TargetCommand adds to the targets of the next AbortRequests. flags: 1 exact, 2 any key.
type TargetCommand struct {
	Name  string
	Key   string
	Flags uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *TargetCommand) Decode(r *Reader) {
	m.Name = r.Text()
	m.Key = r.Text()
	m.Flags = r.U8()
}

// Append appends code and fields.
func (m *TargetCommand) Append(b []byte) []byte {
	b = append(b, CommandTarget)
	b = AppendText(b, m.Name)
	b = AppendText(b, m.Key)
	b = append(b, m.Flags)
	return b
}

// AbortRequestsCommand ends the pending requests of the targets or, with all 1, every one.
type AbortRequestsCommand struct {
	Client uint32
	All    uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *AbortRequestsCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.All = r.U8()
}

// Append appends code and fields.
func (m *AbortRequestsCommand) Append(b []byte) []byte {
	b = append(b, CommandAbortRequests)
	b = AppendU32(b, m.Client)
	b = append(b, m.All)
	return b
}

// RetryCommand says when what the next Open, Call or Endpoint is about is sent again. delay, max and jitter in ms.
type RetryCommand struct {
	Attempts uint32
	Delay    float64
	Factor   float64
	Max      float64
	Jitter   float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RetryCommand) Decode(r *Reader) {
	m.Attempts = r.U32()
	m.Delay = r.F64()
	m.Factor = r.F64()
	m.Max = r.F64()
	m.Jitter = r.F64()
}

// Append appends code and fields.
func (m *RetryCommand) Append(b []byte) []byte {
	b = append(b, CommandRetry)
	b = AppendU32(b, m.Attempts)
	b = AppendF64(b, m.Delay)
	b = AppendF64(b, m.Factor)
	b = AppendF64(b, m.Max)
	b = AppendF64(b, m.Jitter)
	return b
}

// The codes of the operations.
const (
	OperationResolve uint8 = 4
	OperationGive    uint8 = 70
	OperationDone    uint8 = 25
)

// ResolveOperation fulfils a call (0: none) with the answer of a request, which becomes the data of a record (0: none).
type ResolveOperation struct {
	Call    uint32
	Request uint32
	Record  uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ResolveOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Request = r.U32()
	m.Record = r.U32()
}

// Append appends code and fields.
func (m *ResolveOperation) Append(b []byte) []byte {
	b = append(b, OperationResolve)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	return b
}

// GiveOperation fulfils a call with what another has set.
type GiveOperation struct {
	Call uint32
	By   uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *GiveOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.By = r.U32()
}

// Append appends code and fields.
func (m *GiveOperation) Append(b []byte) []byte {
	b = append(b, OperationGive)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.By)
	return b
}

// DoneOperation fulfils a call with nothing.
type DoneOperation struct {
	Call uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *DoneOperation) Decode(r *Reader) {
	m.Call = r.U32()
}

// Append appends code and fields.
func (m *DoneOperation) Append(b []byte) []byte {
	b = append(b, OperationDone)
	b = AppendU32(b, m.Call)
	return b
}
