// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandForget      uint8 = 38
	CommandAdopt       uint8 = 42
	CommandNameRecords uint8 = 41
	CommandWatch       uint8 = 9
	CommandRetain      uint8 = 10
	CommandRelease     uint8 = 11
	CommandLeave       uint8 = 15
)

// ForgetCommand takes away what is known of the targets or, with all 1, of all. what: 1 cached answers may not be given again, 2 polling stops, 4 data and all else, too; flags: 1 what is in flight ends, 2 also what may be given again.
type ForgetCommand struct {
	Client uint32
	All    uint8
	What   uint8
	Flags  uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ForgetCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.All = r.U8()
	m.What = r.U8()
	m.Flags = r.U8()
}

// Append appends code and fields.
func (m *ForgetCommand) Append(b []byte) []byte {
	b = append(b, CommandForget)
	b = AppendU32(b, m.Client)
	b = append(b, m.All)
	b = append(b, m.What)
	b = append(b, m.Flags)
	return b
}

// AdoptCommand takes what is known of a name; answered by Watched, with record 0 if something else is known. flags: 1 a query, 2 data, 4 an error, 8 its data is normalised; promised is how many calls are answered with that; text is the data of that, and of the session.
type AdoptCommand struct {
	Client   uint32
	Token    uint32
	Name     string
	Key      string
	Variant  string
	Flags    uint8
	Promised uint32
	Text     string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *AdoptCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Token = r.U32()
	m.Name = r.Text()
	m.Key = r.Text()
	m.Variant = r.Text()
	m.Flags = r.U8()
	m.Promised = r.U32()
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *AdoptCommand) Append(b []byte) []byte {
	b = append(b, CommandAdopt)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Token)
	b = AppendText(b, m.Name)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Variant)
	b = append(b, m.Flags)
	b = AppendU32(b, m.Promised)
	b = AppendText(b, m.Text)
	return b
}

// NameRecordsCommand asks to be told whose records are, from now on.
type NameRecordsCommand struct {
	Client uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *NameRecordsCommand) Decode(r *Reader) {
	m.Client = r.U32()
}

// Append appends code and fields.
func (m *NameRecordsCommand) Append(b []byte) []byte {
	b = append(b, CommandNameRecords)
	b = AppendU32(b, m.Client)
	return b
}

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
	OperationHit     uint8 = 35
	OperationNamed   uint8 = 41
	OperationRecord  uint8 = 11
	OperationGone    uint8 = 12
	OperationWatched uint8 = 13
)

// HitOperation fulfils a call with the data of a record (0: nothing) or, with failed 1, rejects it with its error.
type HitOperation struct {
	Call    uint32
	Record  uint32
	Request uint32
	Failed  uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *HitOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Record = r.U32()
	m.Request = r.U32()
	m.Failed = r.U8()
}

// Append appends code and fields.
func (m *HitOperation) Append(b []byte) []byte {
	b = append(b, OperationHit)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Record)
	b = AppendU32(b, m.Request)
	b = append(b, m.Failed)
	return b
}

// NamedOperation says whose record this is. flags: 1 a query, 2 its data may be given again, until then and for that key, 4 it counts for the capacity of its name, 8 its data is normalised; finished is how many requests have ended, on a server.
type NamedOperation struct {
	Client   uint32
	Record   uint32
	Name     string
	Key      string
	Variant  string
	Flags    uint8
	CacheKey string
	Until    float64
	Finished uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *NamedOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Record = r.U32()
	m.Name = r.Text()
	m.Key = r.Text()
	m.Variant = r.Text()
	m.Flags = r.U8()
	m.CacheKey = r.Text()
	m.Until = r.F64()
	m.Finished = r.U32()
}

// Append appends code and fields.
func (m *NamedOperation) Append(b []byte) []byte {
	b = append(b, OperationNamed)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Record)
	b = AppendText(b, m.Name)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Variant)
	b = append(b, m.Flags)
	b = AppendText(b, m.CacheKey)
	b = AppendF64(b, m.Until)
	b = AppendU32(b, m.Finished)
	return b
}

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
