// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandSchemas  uint8 = 16
	CommandEndpoint uint8 = 17
	CommandFetch    uint8 = 18
	CommandFailed   uint8 = 19
	CommandSoften   uint8 = 79
	CommandPublish  uint8 = 22
)

// SchemasCommand defines schemas; text is a JSON array of nodes, see store.Define.
type SchemasCommand struct {
	Client uint32
	Text   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SchemasCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *SchemasCommand) Append(b []byte) []byte {
	b = append(b, CommandSchemas)
	b = AppendU32(b, m.Client)
	b = AppendText(b, m.Text)
	return b
}

// EndpointCommand makes an endpoint known. schema 0 is none; flags: 1 mutation, 2 soft, 4 optimistic; lengths in ms, NaN is the client's; update is the number of a function, 0 for none; steps as of Meta; origin: where its requests go, 0 unknown, 1 where calls by name do.
type EndpointCommand struct {
	Client      uint32
	Endpoint    uint32
	Schema      uint32
	Flags       uint8
	DataExpiry  float64
	ErrorExpiry float64
	Update      uint32
	Steps       uint32
	Origin      uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *EndpointCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Endpoint = r.U32()
	m.Schema = r.U32()
	m.Flags = r.U8()
	m.DataExpiry = r.F64()
	m.ErrorExpiry = r.F64()
	m.Update = r.U32()
	m.Steps = r.U32()
	m.Origin = r.U32()
}

// Append appends code and fields.
func (m *EndpointCommand) Append(b []byte) []byte {
	b = append(b, CommandEndpoint)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Endpoint)
	b = AppendU32(b, m.Schema)
	b = append(b, m.Flags)
	b = AppendF64(b, m.DataExpiry)
	b = AppendF64(b, m.ErrorExpiry)
	b = AppendU32(b, m.Update)
	b = AppendU32(b, m.Steps)
	b = AppendU32(b, m.Origin)
	return b
}

// FetchCommand is a call of Controller.fetch. args is the JSON text of the list of arguments; timeout: 0 none, negative the client's.
type FetchCommand struct {
	Client   uint32
	Call     uint32
	Endpoint uint32
	Key      string
	Args     string
	Started  float64
	Timeout  float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *FetchCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Endpoint = r.U32()
	m.Key = r.Text()
	m.Args = r.Text()
	m.Started = r.F64()
	m.Timeout = r.F64()
}

// Append appends code and fields.
func (m *FetchCommand) Append(b []byte) []byte {
	b = append(b, CommandFetch)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Endpoint)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Args)
	b = AppendF64(b, m.Started)
	b = AppendF64(b, m.Timeout)
	return b
}

// FailedCommand ends a request of an endpoint or a driver with an error that the host keeps. flags: 1 soft, 2 an AbortError, 4 it says that a login is needed, 8 no step is run for it.
type FailedCommand struct {
	Request uint32
	Flags   uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *FailedCommand) Decode(r *Reader) {
	m.Request = r.U32()
	m.Flags = r.U8()
}

// Append appends code and fields.
func (m *FailedCommand) Append(b []byte) []byte {
	b = append(b, CommandFailed)
	b = AppendU32(b, m.Request)
	b = append(b, m.Flags)
	return b
}

// SoftenCommand says that the error of the record of a key is soft.
type SoftenCommand struct {
	Client uint32
	Record uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SoftenCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Record = r.U32()
}

// Append appends code and fields.
func (m *SoftenCommand) Append(b []byte) []byte {
	b = append(b, CommandSoften)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Record)
	return b
}

// PublishCommand makes answers of mutations visible whose promises have been fulfilled.
type PublishCommand struct {
	Client uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *PublishCommand) Decode(r *Reader) {
	m.Client = r.U32()
}

// Append appends code and fields.
func (m *PublishCommand) Append(b []byte) []byte {
	b = append(b, CommandPublish)
	b = AppendU32(b, m.Client)
	return b
}

// The codes of the operations.
const (
	OperationKeep    uint8 = 24
	OperationHold    uint8 = 27
	OperationHeld    uint8 = 28
	OperationRefused uint8 = 74
	OperationSettled uint8 = 23
)

// KeepOperation makes what a call has set the data, or with error 1 the error, of a record.
type KeepOperation struct {
	Call   uint32
	Record uint32
	Error  uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *KeepOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Record = r.U32()
	m.Error = r.U8()
}

// Append appends code and fields.
func (m *KeepOperation) Append(b []byte) []byte {
	b = append(b, OperationKeep)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Record)
	b = append(b, m.Error)
	return b
}

// HoldOperation keeps the answer of a request for a record, behind others that are kept.
type HoldOperation struct {
	Request uint32
	Record  uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *HoldOperation) Decode(r *Reader) {
	m.Request = r.U32()
	m.Record = r.U32()
}

// Append appends code and fields.
func (m *HoldOperation) Append(b []byte) []byte {
	b = append(b, OperationHold)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	return b
}

// HeldOperation makes the first of what is kept for a record its data or, with drop 1, nothing.
type HeldOperation struct {
	Record uint32
	Drop   uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *HeldOperation) Decode(r *Reader) {
	m.Record = r.U32()
	m.Drop = r.U8()
}

// Append appends code and fields.
func (m *HeldOperation) Append(b []byte) []byte {
	b = append(b, OperationHeld)
	b = AppendU32(b, m.Record)
	b = append(b, m.Drop)
	return b
}

// RefusedOperation says that schemas, the text of Schemas, cannot be used; they were not added.
type RefusedOperation struct {
	Client  uint32
	Schemas string
	Message string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RefusedOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Schemas = r.Text()
	m.Message = r.Text()
}

// Append appends code and fields.
func (m *RefusedOperation) Append(b []byte) []byte {
	b = append(b, OperationRefused)
	b = AppendU32(b, m.Client)
	b = AppendText(b, m.Schemas)
	b = AppendText(b, m.Message)
	return b
}

// SettledOperation asks for one Publish as soon as the promises that were fulfilled have run.
type SettledOperation struct {
	Client uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SettledOperation) Decode(r *Reader) {
	m.Client = r.U32()
}

// Append appends code and fields.
func (m *SettledOperation) Append(b []byte) []byte {
	b = append(b, OperationSettled)
	b = AppendU32(b, m.Client)
	return b
}
