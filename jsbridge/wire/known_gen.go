// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandForget      uint8 = 38
	CommandAdopt       uint8 = 42
	CommandNameRecords uint8 = 41
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

// The codes of the operations.
const (
	OperationHit   uint8 = 35
	OperationNamed uint8 = 41
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
