// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandUpdate uint8 = 34
	CommandNormal uint8 = 43
	CommandLocal  uint8 = 35
)

// UpdateCommand adds to the updates of the next Call or Local. has: 1 updateData, 2 optimistic, 4 revert, 8 local.
type UpdateCommand struct {
	Query string
	Has   uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *UpdateCommand) Decode(r *Reader) {
	m.Query = r.Text()
	m.Has = r.U8()
}

// Append appends code and fields.
func (m *UpdateCommand) Append(b []byte) []byte {
	b = append(b, CommandUpdate)
	b = AppendText(b, m.Query)
	b = append(b, m.Has)
	return b
}

// NormalCommand is what the next Call says of normalised data. answer 1: its answer is; texts are JSON, "" none.
type NormalCommand struct {
	Answer     uint8
	Local      string
	Optimistic string
	Reverted   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *NormalCommand) Decode(r *Reader) {
	m.Answer = r.U8()
	m.Local = r.Text()
	m.Optimistic = r.Text()
	m.Reverted = r.Text()
}

// Append appends code and fields.
func (m *NormalCommand) Append(b []byte) []byte {
	b = append(b, CommandNormal)
	b = append(b, m.Answer)
	b = AppendText(b, m.Local)
	b = AppendText(b, m.Optimistic)
	b = AppendText(b, m.Reverted)
	return b
}

// LocalCommand applies updates that no request belongs to, and merges objects (JSON, "" none).
type LocalCommand struct {
	Client  uint32
	Call    uint32
	Objects string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *LocalCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Objects = r.Text()
}

// Append appends code and fields.
func (m *LocalCommand) Append(b []byte) []byte {
	b = append(b, CommandLocal)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendText(b, m.Objects)
	return b
}

// The codes of the operations.
const (
	OperationShow     uint8 = 38
	OperationShowText uint8 = 42
	OperationObject   uint8 = 43
	OperationLetValue uint8 = 39
)

// ShowOperation makes a value (0: null) the data of a record.
type ShowOperation struct {
	Record uint32
	Value  uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ShowOperation) Decode(r *Reader) {
	m.Record = r.U32()
	m.Value = r.U32()
}

// Append appends code and fields.
func (m *ShowOperation) Append(b []byte) []byte {
	b = append(b, OperationShow)
	b = AppendU32(b, m.Record)
	b = AppendU32(b, m.Value)
	return b
}

// ShowTextOperation makes what JSON says the data of a record.
type ShowTextOperation struct {
	Record uint32
	Text   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ShowTextOperation) Decode(r *Reader) {
	m.Record = r.U32()
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *ShowTextOperation) Append(b []byte) []byte {
	b = append(b, OperationShowText)
	b = AppendU32(b, m.Record)
	b = AppendText(b, m.Text)
	return b
}

// ObjectOperation says what a normalised object is, "" that it is no more. key is JSON.
type ObjectOperation struct {
	Client uint32
	Key    string
	Text   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ObjectOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Key = r.Text()
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *ObjectOperation) Append(b []byte) []byte {
	b = append(b, OperationObject)
	b = AppendU32(b, m.Client)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Text)
	return b
}

// LetValueOperation lets a value go.
type LetValueOperation struct {
	Value uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *LetValueOperation) Decode(r *Reader) {
	m.Value = r.U32()
}

// Append appends code and fields.
func (m *LetValueOperation) Append(b []byte) []byte {
	b = append(b, OperationLetValue)
	b = AppendU32(b, m.Value)
	return b
}
