// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandWatch   uint8 = 9
	CommandRetain  uint8 = 10
	CommandRelease uint8 = 11
	CommandLeave   uint8 = 15
)

// WatchCommand asks for the record of a name; answered by Watched.
type WatchCommand struct {
	Client  uint32
	Token   uint32
	Name    uint32
	Key     string
	Variant string
	Query   uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *WatchCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Token = r.U32()
	m.Name = r.U32()
	m.Key = r.Text()
	m.Variant = r.Text()
	m.Query = r.U8()
}

// Append appends code and fields.
func (m *WatchCommand) Append(b []byte) []byte {
	b = append(b, CommandWatch)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Token)
	b = AppendU32(b, m.Name)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Variant)
	b = append(b, m.Query)
	return b
}

// RetainCommand counts one watcher more.
type RetainCommand struct {
	Record uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RetainCommand) Decode(r *Reader) {
	m.Record = r.U32()
}

// Append appends code and fields.
func (m *RetainCommand) Append(b []byte) []byte {
	b = append(b, CommandRetain)
	b = AppendU32(b, m.Record)
	return b
}

// ReleaseCommand counts one watcher less.
type ReleaseCommand struct {
	Record uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ReleaseCommand) Decode(r *Reader) {
	m.Record = r.U32()
}

// Append appends code and fields.
func (m *ReleaseCommand) Append(b []byte) []byte {
	b = append(b, CommandRelease)
	b = AppendU32(b, m.Record)
	return b
}

// LeaveCommand says that a hook has moved on to other data: what is pending for nobody else ends as superseded.
type LeaveCommand struct {
	Record uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *LeaveCommand) Decode(r *Reader) {
	m.Record = r.U32()
}

// Append appends code and fields.
func (m *LeaveCommand) Append(b []byte) []byte {
	b = append(b, CommandLeave)
	b = AppendU32(b, m.Record)
	return b
}

// The codes of the operations.
const (
	OperationRecord  uint8 = 11
	OperationGone    uint8 = 12
	OperationWatched uint8 = 13
)

// RecordOperation is what watchers of a record see now. flags: 1 pristine, 2 has data, 4 data becomes null, 8 error becomes null; progress -1 is null.
type RecordOperation struct {
	Record    uint32
	Pending   uint32
	Flags     uint8
	FetchedAt float64
	Download  float64
	Upload    float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RecordOperation) Decode(r *Reader) {
	m.Record = r.U32()
	m.Pending = r.U32()
	m.Flags = r.U8()
	m.FetchedAt = r.F64()
	m.Download = r.F64()
	m.Upload = r.F64()
}

// Append appends code and fields.
func (m *RecordOperation) Append(b []byte) []byte {
	b = append(b, OperationRecord)
	b = AppendU32(b, m.Record)
	b = AppendU32(b, m.Pending)
	b = append(b, m.Flags)
	b = AppendF64(b, m.FetchedAt)
	b = AppendF64(b, m.Download)
	b = AppendF64(b, m.Upload)
	return b
}

// GoneOperation says that a record is no more.
type GoneOperation struct {
	Record uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *GoneOperation) Decode(r *Reader) {
	m.Record = r.U32()
}

// Append appends code and fields.
func (m *GoneOperation) Append(b []byte) []byte {
	b = append(b, OperationGone)
	b = AppendU32(b, m.Record)
	return b
}

// WatchedOperation answers Watch.
type WatchedOperation struct {
	Token  uint32
	Record uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *WatchedOperation) Decode(r *Reader) {
	m.Token = r.U32()
	m.Record = r.U32()
}

// Append appends code and fields.
func (m *WatchedOperation) Append(b []byte) []byte {
	b = append(b, OperationWatched)
	b = AppendU32(b, m.Token)
	b = AppendU32(b, m.Record)
	return b
}
