// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandLook uint8 = 20
	CommandShow uint8 = 21
	CommandPK   uint8 = 32
	CommandSee  uint8 = 31
)

// LookCommand asks for what a key ("": none) shows through a schema (0: none); answered by Looked.
type LookCommand struct {
	Client uint32
	Token  uint32
	Schema uint32
	Key    string
	Args   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *LookCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Token = r.U32()
	m.Schema = r.U32()
	m.Key = r.Text()
	m.Args = r.Text()
}

// Append appends code and fields.
func (m *LookCommand) Append(b []byte) []byte {
	b = append(b, CommandLook)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Token)
	b = AppendU32(b, m.Schema)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Args)
	return b
}

// ShowCommand counts one more who is told what a root shows, or with more 0 one less.
type ShowCommand struct {
	Client uint32
	Root   uint32
	More   uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ShowCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Root = r.U32()
	m.More = r.U8()
}

// Append appends code and fields.
func (m *ShowCommand) Append(b []byte) []byte {
	b = append(b, CommandShow)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Root)
	b = append(b, m.More)
	return b
}

// PKCommand asks for the pk of a row, as See may be; answered by Told.
type PKCommand struct {
	Client uint32
	Schema uint32
	Row    uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *PKCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Schema = r.U32()
	m.Row = r.U32()
}

// Append appends code and fields.
func (m *PKCommand) Append(b []byte) []byte {
	b = append(b, CommandPK)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Schema)
	b = AppendU32(b, m.Row)
	return b
}

// SeeCommand asks for the same as Look in a space, also while a function of the user runs; answered by Seen.
type SeeCommand struct {
	Client uint32
	Space  uint32
	Schema uint32
	Key    string
	Args   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SeeCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Space = r.U32()
	m.Schema = r.U32()
	m.Key = r.Text()
	m.Args = r.Text()
}

// Append appends code and fields.
func (m *SeeCommand) Append(b []byte) []byte {
	b = append(b, CommandSee)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Space)
	b = AppendU32(b, m.Schema)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Args)
	return b
}

// The codes of the operations.
const (
	OperationResolveRoot uint8 = 18
	OperationLooked      uint8 = 21
	OperationView        uint8 = 22
	OperationSeen        uint8 = 29
)

// ResolveRootOperation fulfils a call with what a root shows.
type ResolveRootOperation struct {
	Call   uint32
	Client uint32
	Root   uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ResolveRootOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Client = r.U32()
	m.Root = r.U32()
}

// Append appends code and fields.
func (m *ResolveRootOperation) Append(b []byte) []byte {
	b = append(b, OperationResolveRoot)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Root)
	return b
}

// LookedOperation answers Look. record 0: there is no key.
type LookedOperation struct {
	Token  uint32
	Record uint32
	Root   uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *LookedOperation) Decode(r *Reader) {
	m.Token = r.U32()
	m.Record = r.U32()
	m.Root = r.U32()
}

// Append appends code and fields.
func (m *LookedOperation) Append(b []byte) []byte {
	b = append(b, OperationLooked)
	b = AppendU32(b, m.Token)
	b = AppendU32(b, m.Record)
	b = AppendU32(b, m.Root)
	return b
}

// ViewOperation is what a root shows beside its data. status as in the public interface; presence: 0 missing, 1 unusable, 2 usable; flags: 1 stale, 2 the key's error is shown.
type ViewOperation struct {
	Client    uint32
	Root      uint32
	Status    uint8
	Presence  uint8
	Flags     uint8
	ExpiresAt float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ViewOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Root = r.U32()
	m.Status = r.U8()
	m.Presence = r.U8()
	m.Flags = r.U8()
	m.ExpiresAt = r.F64()
}

// Append appends code and fields.
func (m *ViewOperation) Append(b []byte) []byte {
	b = append(b, OperationView)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Root)
	b = append(b, m.Status)
	b = append(b, m.Presence)
	b = append(b, m.Flags)
	b = AppendF64(b, m.ExpiresAt)
	return b
}

// SeenOperation answers See, as Looked and View do.
type SeenOperation struct {
	Client    uint32
	Root      uint32
	Record    uint32
	Status    uint8
	Presence  uint8
	Flags     uint8
	ExpiresAt float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SeenOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Root = r.U32()
	m.Record = r.U32()
	m.Status = r.U8()
	m.Presence = r.U8()
	m.Flags = r.U8()
	m.ExpiresAt = r.F64()
}

// Append appends code and fields.
func (m *SeenOperation) Append(b []byte) []byte {
	b = append(b, OperationSeen)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Root)
	b = AppendU32(b, m.Record)
	b = append(b, m.Status)
	b = append(b, m.Presence)
	b = append(b, m.Flags)
	b = AppendF64(b, m.ExpiresAt)
	return b
}
