// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandCall          uint8 = 4
	CommandJoin          uint8 = 39
	CommandRetry         uint8 = 45
	CommandAgain         uint8 = 46
	CommandAccount       uint8 = 5
	CommandAbort         uint8 = 6
	CommandTarget        uint8 = 7
	CommandAbortRequests uint8 = 8
	CommandProgress      uint8 = 12
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

// The codes of the operations.
const (
	OperationFetch         uint8 = 1
	OperationAbort         uint8 = 2
	OperationForget        uint8 = 3
	OperationResolve       uint8 = 4
	OperationRejectAbort   uint8 = 5
	OperationRejectApi     uint8 = 6
	OperationRejectNetwork uint8 = 7
	OperationRejectTimeout uint8 = 8
	OperationRejectUsage   uint8 = 9
	OperationRejectCrash   uint8 = 10
	OperationRejectFailed  uint8 = 19
	OperationRejectSchema  uint8 = 20
	OperationDone          uint8 = 25
	OperationGive          uint8 = 70
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

// RejectAbortOperation rejects a call with an AbortError.
type RejectAbortOperation struct {
	Call    uint32
	Request uint32
	Record  uint32
	Reason  uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RejectAbortOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Request = r.U32()
	m.Record = r.U32()
	m.Reason = r.U8()
}

// Append appends code and fields.
func (m *RejectAbortOperation) Append(b []byte) []byte {
	b = append(b, OperationRejectAbort)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	b = append(b, m.Reason)
	return b
}

// RejectApiOperation rejects a call with an ApiError; the body is with the host. params is a JSON object.
type RejectApiOperation struct {
	Call    uint32
	Request uint32
	Record  uint32
	Status  uint32
	Code    string
	Message string
	Params  string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RejectApiOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Request = r.U32()
	m.Record = r.U32()
	m.Status = r.U32()
	m.Code = r.Text()
	m.Message = r.Text()
	m.Params = r.Text()
}

// Append appends code and fields.
func (m *RejectApiOperation) Append(b []byte) []byte {
	b = append(b, OperationRejectApi)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	b = AppendU32(b, m.Status)
	b = AppendText(b, m.Code)
	b = AppendText(b, m.Message)
	b = AppendText(b, m.Params)
	return b
}

// RejectNetworkOperation rejects a call with a NetworkError, whose cause is with the host.
type RejectNetworkOperation struct {
	Call    uint32
	Request uint32
	Record  uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RejectNetworkOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Request = r.U32()
	m.Record = r.U32()
}

// Append appends code and fields.
func (m *RejectNetworkOperation) Append(b []byte) []byte {
	b = append(b, OperationRejectNetwork)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	return b
}

// RejectTimeoutOperation rejects a call with a TimeoutError.
type RejectTimeoutOperation struct {
	Call    uint32
	Request uint32
	Record  uint32
	Timeout float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RejectTimeoutOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Request = r.U32()
	m.Record = r.U32()
	m.Timeout = r.F64()
}

// Append appends code and fields.
func (m *RejectTimeoutOperation) Append(b []byte) []byte {
	b = append(b, OperationRejectTimeout)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	b = AppendF64(b, m.Timeout)
	return b
}

// RejectUsageOperation rejects a call with a UsageError.
type RejectUsageOperation struct {
	Call    uint32
	Request uint32
	Record  uint32
	Message string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RejectUsageOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Request = r.U32()
	m.Record = r.U32()
	m.Message = r.Text()
}

// Append appends code and fields.
func (m *RejectUsageOperation) Append(b []byte) []byte {
	b = append(b, OperationRejectUsage)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	b = AppendText(b, m.Message)
	return b
}

// RejectCrashOperation rejects a call with a CrashError.
type RejectCrashOperation struct {
	Call    uint32
	Request uint32
	Record  uint32
	Message string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RejectCrashOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Request = r.U32()
	m.Record = r.U32()
	m.Message = r.Text()
}

// Append appends code and fields.
func (m *RejectCrashOperation) Append(b []byte) []byte {
	b = append(b, OperationRejectCrash)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	b = AppendText(b, m.Message)
	return b
}

// RejectFailedOperation rejects a call with the error that the host keeps for a request or, what of these is not 0, a call or what a function has thrown.
type RejectFailedOperation struct {
	Call    uint32
	Request uint32
	Record  uint32
	By      uint32
	Thrown  uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RejectFailedOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Request = r.U32()
	m.Record = r.U32()
	m.By = r.U32()
	m.Thrown = r.U32()
}

// Append appends code and fields.
func (m *RejectFailedOperation) Append(b []byte) []byte {
	b = append(b, OperationRejectFailed)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	b = AppendU32(b, m.By)
	b = AppendU32(b, m.Thrown)
	return b
}

// RejectSchemaOperation rejects a call with a SchemaError.
type RejectSchemaOperation struct {
	Call    uint32
	Request uint32
	Record  uint32
	Path    string
	Message string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RejectSchemaOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Request = r.U32()
	m.Record = r.U32()
	m.Path = r.Text()
	m.Message = r.Text()
}

// Append appends code and fields.
func (m *RejectSchemaOperation) Append(b []byte) []byte {
	b = append(b, OperationRejectSchema)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	b = AppendText(b, m.Path)
	b = AppendText(b, m.Message)
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
