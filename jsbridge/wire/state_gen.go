// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandState     uint8 = 76
	CommandFree      uint8 = 77
	CommandTable     uint8 = 78
	CommandKept      uint8 = 73
	CommandDehydrate uint8 = 74
	CommandHydrate   uint8 = 75
)

// StateCommand gives the present state, with view 1 of the view, a number; answered by State.
type StateCommand struct {
	Client uint32
	View   uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *StateCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.View = r.U8()
}

// Append appends code and fields.
func (m *StateCommand) Append(b []byte) []byte {
	b = append(b, CommandState)
	b = AppendU32(b, m.Client)
	b = append(b, m.View)
	return b
}

// FreeCommand ends one use of a state.
type FreeCommand struct {
	Client uint32
	Space  uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *FreeCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Space = r.U32()
}

// Append appends code and fields.
func (m *FreeCommand) Append(b []byte) []byte {
	b = append(b, CommandFree)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Space)
	return b
}

// TableCommand asks for a table of a state or, with names 1, for the names of all; answered by Told. member: see store.Member.
type TableCommand struct {
	Client uint32
	Space  uint32
	Member uint8
	Names  uint8
	Name   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *TableCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Space = r.U32()
	m.Member = r.U8()
	m.Names = r.U8()
	m.Name = r.Text()
}

// Append appends code and fields.
func (m *TableCommand) Append(b []byte) []byte {
	b = append(b, CommandTable)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Space)
	b = append(b, m.Member)
	b = append(b, m.Names)
	b = AppendText(b, m.Name)
	return b
}

// KeptCommand asks for what the host keeps in a space; answered by Told: [[record, name] …], where the name of a value is v and its key, of an error e and that.
type KeptCommand struct {
	Client uint32
	Space  uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *KeptCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Space = r.U32()
}

// Append appends code and fields.
func (m *KeptCommand) Append(b []byte) []byte {
	b = append(b, CommandKept)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Space)
	return b
}

// DehydrateCommand asks for all that is stored as text; answered by Told. shell is JSON that goes along; values of the keys of Key are left out.
type DehydrateCommand struct {
	Client uint32
	Shell  string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *DehydrateCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Shell = r.Text()
}

// Append appends code and fields.
func (m *DehydrateCommand) Append(b []byte) []byte {
	b = append(b, CommandDehydrate)
	b = AppendU32(b, m.Client)
	b = AppendText(b, m.Shell)
	return b
}

// HydrateCommand adds what another client has dehydrated.
type HydrateCommand struct {
	Client uint32
	Call   uint32
	Text   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *HydrateCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *HydrateCommand) Append(b []byte) []byte {
	b = append(b, CommandHydrate)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendText(b, m.Text)
	return b
}

// The codes of the operations.
const (
	OperationTold     uint8 = 26
	OperationState    uint8 = 73
	OperationHydrated uint8 = 72
)

// ToldOperation answers with a text.
type ToldOperation struct {
	Client uint32
	Text   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ToldOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *ToldOperation) Append(b []byte) []byte {
	b = append(b, OperationTold)
	b = AppendU32(b, m.Client)
	b = AppendText(b, m.Text)
	return b
}

// StateOperation answers State. optimistic is JSON.
type StateOperation struct {
	Client     uint32
	Space      uint32
	Epoch      uint32
	LastReset  float64
	Optimistic string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *StateOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Space = r.U32()
	m.Epoch = r.U32()
	m.LastReset = r.F64()
	m.Optimistic = r.Text()
}

// Append appends code and fields.
func (m *StateOperation) Append(b []byte) []byte {
	b = append(b, OperationState)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Space)
	b = AppendU32(b, m.Epoch)
	b = AppendF64(b, m.LastReset)
	b = AppendText(b, m.Optimistic)
	return b
}

// HydratedOperation keeps values and errors of kept (as in Kept) that are members of shell, by their names.
type HydratedOperation struct {
	Client uint32
	Shell  string
	Kept   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *HydratedOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Shell = r.Text()
	m.Kept = r.Text()
}

// Append appends code and fields.
func (m *HydratedOperation) Append(b []byte) []byte {
	b = append(b, OperationHydrated)
	b = AppendU32(b, m.Client)
	b = AppendText(b, m.Shell)
	b = AppendText(b, m.Kept)
	return b
}
