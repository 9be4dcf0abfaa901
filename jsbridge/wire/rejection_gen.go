// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the operations.
const (
	OperationRejectAbort   uint8 = 5
	OperationRejectApi     uint8 = 6
	OperationRejectNetwork uint8 = 7
	OperationRejectTimeout uint8 = 8
	OperationRejectUsage   uint8 = 9
	OperationRejectCrash   uint8 = 10
	OperationRejectFailed  uint8 = 19
	OperationRejectSchema  uint8 = 20
)

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
