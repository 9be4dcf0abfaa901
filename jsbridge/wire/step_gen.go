// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandMeta    uint8 = 33
	CommandRan     uint8 = 36
	CommandArrived uint8 = 40
	CommandEnded   uint8 = 37
)

// MetaCommand is what else the next Call asks for. flags: 1 events are told as actions, 2 silent, 4 it is broken: Lost has the error, 8 cached, 16 dependent, 32 an error takes data away, 64 it is answered already, 128 it is an endpoint's, made without the store, 256 it is polled only while it is watched; cache and poll in seconds; origin, of one made without the store, as of Endpoint.
type MetaCommand struct {
	Steps    uint32
	Flags    uint32
	Cache    float64
	CacheKey string
	Capacity uint32
	Poll     float64
	Reserved uint32
	Origin   uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *MetaCommand) Decode(r *Reader) {
	m.Steps = r.U32()
	m.Flags = r.U32()
	m.Cache = r.F64()
	m.CacheKey = r.Text()
	m.Capacity = r.U32()
	m.Poll = r.F64()
	m.Reserved = r.U32()
	m.Origin = r.U32()
}

// Append appends code and fields.
func (m *MetaCommand) Append(b []byte) []byte {
	b = append(b, CommandMeta)
	b = AppendU32(b, m.Steps)
	b = AppendU32(b, m.Flags)
	b = AppendF64(b, m.Cache)
	b = AppendText(b, m.CacheKey)
	b = AppendU32(b, m.Capacity)
	b = AppendF64(b, m.Poll)
	b = AppendU32(b, m.Reserved)
	b = AppendU32(b, m.Origin)
	return b
}

// RanCommand is what came of a step: 0 done, 1 recovered, 2 threw, 3 it waits, 4 done, and what is to be sent is a list.
type RanCommand struct {
	Request uint32
	Step    uint8
	Verdict uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RanCommand) Decode(r *Reader) {
	m.Request = r.U32()
	m.Step = r.U8()
	m.Verdict = r.U8()
}

// Append appends code and fields.
func (m *RanCommand) Append(b []byte) []byte {
	b = append(b, CommandRan)
	b = AppendU32(b, m.Request)
	b = append(b, m.Step)
	b = append(b, m.Verdict)
	return b
}

// ArrivedCommand says that the network of an endpoint's request with steps is over; with failed 1 the host has an error.
type ArrivedCommand struct {
	Request uint32
	Failed  uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ArrivedCommand) Decode(r *Reader) {
	m.Request = r.U32()
	m.Failed = r.U8()
}

// Append appends code and fields.
func (m *ArrivedCommand) Append(b []byte) []byte {
	b = append(b, CommandArrived)
	b = AppendU32(b, m.Request)
	b = append(b, m.Failed)
	return b
}

// EndedCommand answers Ending.
type EndedCommand struct {
	Request uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *EndedCommand) Decode(r *Reader) {
	m.Request = r.U32()
}

// Append appends code and fields.
func (m *EndedCommand) Append(b []byte) []byte {
	b = append(b, CommandEnded)
	b = AppendU32(b, m.Request)
	return b
}

// The codes of the operations.
const (
	OperationRun     uint8 = 31
	OperationAction  uint8 = 32
	OperationEnding  uint8 = 33
	OperationOver    uint8 = 34
	OperationDeliver uint8 = 40
	OperationRetain  uint8 = 36
	OperationLet     uint8 = 37
)

// RunOperation runs a step of a request, whose functions a call carries; with aside 1 nobody waits for what comes of it. The present data is that of a record or, with based 1, of a value.
type RunOperation struct {
	Client  uint32
	Request uint32
	Call    uint32
	Record  uint32
	Step    uint8
	Aside   uint8
	Based   uint8
	Value   uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RunOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Request = r.U32()
	m.Call = r.U32()
	m.Record = r.U32()
	m.Step = r.U8()
	m.Aside = r.U8()
	m.Based = r.U8()
	m.Value = r.U32()
}

// Append appends code and fields.
func (m *RunOperation) Append(b []byte) []byte {
	b = append(b, OperationRun)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Record)
	b = append(b, m.Step)
	b = append(b, m.Aside)
	b = append(b, m.Based)
	b = AppendU32(b, m.Value)
	return b
}

// ActionOperation tells an event of a request as an action: 0 request, 1 success, 2 error, 3 abort. flags: 1 it was answered from a record, 2 it is a poll, 4 a function threw after a success.
type ActionOperation struct {
	Client  uint32
	Request uint32
	Call    uint32
	Record  uint32
	Event   uint8
	Flags   uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ActionOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Request = r.U32()
	m.Call = r.U32()
	m.Record = r.U32()
	m.Event = r.U8()
	m.Flags = r.U8()
}

// Append appends code and fields.
func (m *ActionOperation) Append(b []byte) []byte {
	b = append(b, OperationAction)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Record)
	b = append(b, m.Event)
	b = append(b, m.Flags)
	return b
}

// EndingOperation asks for one Ended of a request, as soon as what runs now is over.
type EndingOperation struct {
	Request uint32
	Call    uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *EndingOperation) Decode(r *Reader) {
	m.Request = r.U32()
	m.Call = r.U32()
}

// Append appends code and fields.
func (m *EndingOperation) Append(b []byte) []byte {
	b = append(b, OperationEnding)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Call)
	return b
}

// OverOperation lets what belongs to a request go.
type OverOperation struct {
	Request uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *OverOperation) Decode(r *Reader) {
	m.Request = r.U32()
}

// Append appends code and fields.
func (m *OverOperation) Append(b []byte) []byte {
	b = append(b, OperationOver)
	b = AppendU32(b, m.Request)
	return b
}

// DeliverOperation asks for the outcome of a request of an endpoint as its steps have left it.
type DeliverOperation struct {
	Request uint32
	Call    uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *DeliverOperation) Decode(r *Reader) {
	m.Request = r.U32()
	m.Call = r.U32()
}

// Append appends code and fields.
func (m *DeliverOperation) Append(b []byte) []byte {
	b = append(b, OperationDeliver)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Call)
	return b
}

// RetainOperation keeps what a call carries, beyond its end.
type RetainOperation struct {
	Call uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RetainOperation) Decode(r *Reader) {
	m.Call = r.U32()
}

// Append appends code and fields.
func (m *RetainOperation) Append(b []byte) []byte {
	b = append(b, OperationRetain)
	b = AppendU32(b, m.Call)
	return b
}

// LetOperation ends one Retain.
type LetOperation struct {
	Call uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *LetOperation) Decode(r *Reader) {
	m.Call = r.U32()
}

// Append appends code and fields.
func (m *LetOperation) Append(b []byte) []byte {
	b = append(b, OperationLet)
	b = AppendU32(b, m.Call)
	return b
}
