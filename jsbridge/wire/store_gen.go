// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandSetResponse uint8 = 23
	CommandSetError    uint8 = 24
	CommandSet         uint8 = 25
	CommandKey         uint8 = 26
	CommandExpire      uint8 = 27
	CommandKeys        uint8 = 28
	CommandReset       uint8 = 29
	CommandAbortKey    uint8 = 30
	CommandResolve     uint8 = 70
	CommandSweep       uint8 = 72
	CommandState       uint8 = 76
	CommandFree        uint8 = 77
	CommandTable       uint8 = 78
	CommandKept        uint8 = 73
	CommandDehydrate   uint8 = 74
	CommandHydrate     uint8 = 75
)

// SetResponseCommand stores a response as if the endpoint had answered now. body is its JSON; without a schema the host keeps the value.
type SetResponseCommand struct {
	Client   uint32
	Call     uint32
	Endpoint uint32
	Key      string
	Args     string
	Body     string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SetResponseCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Endpoint = r.U32()
	m.Key = r.Text()
	m.Args = r.Text()
	m.Body = r.Text()
}

// Append appends code and fields.
func (m *SetResponseCommand) Append(b []byte) []byte {
	b = append(b, CommandSetResponse)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Endpoint)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Args)
	b = AppendText(b, m.Body)
	return b
}

// SetErrorCommand stores an error, which the host keeps, as if the endpoint had failed now. flags: 1 soft, 2 it is an AbortError, which leaves no trace.
type SetErrorCommand struct {
	Client   uint32
	Call     uint32
	Endpoint uint32
	Key      string
	Flags    uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SetErrorCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Endpoint = r.U32()
	m.Key = r.Text()
	m.Flags = r.U8()
}

// Append appends code and fields.
func (m *SetErrorCommand) Append(b []byte) []byte {
	b = append(b, CommandSetError)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Endpoint)
	b = AppendText(b, m.Key)
	b = append(b, m.Flags)
	return b
}

// SetCommand writes a value through a schema.
type SetCommand struct {
	Client uint32
	Call   uint32
	Schema uint32
	Args   string
	Value  string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SetCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Schema = r.U32()
	m.Args = r.Text()
	m.Value = r.Text()
}

// Append appends code and fields.
func (m *SetCommand) Append(b []byte) []byte {
	b = append(b, CommandSet)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Schema)
	b = AppendText(b, m.Args)
	b = AppendText(b, m.Value)
	return b
}

// KeyCommand adds to the keys of the next Expire.
type KeyCommand struct {
	Text string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *KeyCommand) Decode(r *Reader) {
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *KeyCommand) Append(b []byte) []byte {
	b = append(b, CommandKey)
	b = AppendText(b, m.Text)
	return b
}

// ExpireCommand invalidates keys or, with stale 1, makes them stale. which: 0 those of Key that are known, 1 those known that have the form of text, 2 text, known or not.
type ExpireCommand struct {
	Client uint32
	Call   uint32
	Stale  uint8
	Which  uint8
	Text   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ExpireCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Stale = r.U8()
	m.Which = r.U8()
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *ExpireCommand) Append(b []byte) []byte {
	b = append(b, CommandExpire)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = append(b, m.Stale)
	b = append(b, m.Which)
	b = AppendText(b, m.Text)
	return b
}

// KeysCommand asks for all keys; answered by Told, with a JSON array.
type KeysCommand struct {
	Client uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *KeysCommand) Decode(r *Reader) {
	m.Client = r.U32()
}

// Append appends code and fields.
func (m *KeysCommand) Append(b []byte) []byte {
	b = append(b, CommandKeys)
	b = AppendU32(b, m.Client)
	return b
}

// ResetCommand empties the store and ends what is in flight.
type ResetCommand struct {
	Client uint32
	Call   uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ResetCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
}

// Append appends code and fields.
func (m *ResetCommand) Append(b []byte) []byte {
	b = append(b, CommandReset)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	return b
}

// AbortKeyCommand ends what is in flight for a key as aborted.
type AbortKeyCommand struct {
	Client uint32
	Call   uint32
	Key    string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *AbortKeyCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Key = r.Text()
}

// Append appends code and fields.
func (m *AbortKeyCommand) Append(b []byte) []byte {
	b = append(b, CommandAbortKey)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendText(b, m.Key)
	return b
}

// ResolveCommand stores an answer from outside, as Fetch would. flags: 1 it is an error, which the host keeps, 2 soft, 4 an AbortError; named is a call whose request is meant, 0: one that was issued at fetchedAt.
type ResolveCommand struct {
	Client    uint32
	Call      uint32
	Endpoint  uint32
	Key       string
	Args      string
	Body      string
	FetchedAt float64
	Flags     uint8
	Named     uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ResolveCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Endpoint = r.U32()
	m.Key = r.Text()
	m.Args = r.Text()
	m.Body = r.Text()
	m.FetchedAt = r.F64()
	m.Flags = r.U8()
	m.Named = r.U32()
}

// Append appends code and fields.
func (m *ResolveCommand) Append(b []byte) []byte {
	b = append(b, CommandResolve)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Endpoint)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Args)
	b = AppendText(b, m.Body)
	b = AppendF64(b, m.FetchedAt)
	b = append(b, m.Flags)
	b = AppendU32(b, m.Named)
	return b
}

// SweepCommand lets keys and rows go that nobody reads; answered by Swept, and Done of call if that is not 0. budget: at about how many things to look, 0: at all; minimum in ms; expiresAt is the number of a function, 0 for none.
type SweepCommand struct {
	Client     uint32
	Call       uint32
	Budget     uint32
	Multiplier float64
	Minimum    float64
	ExpiresAt  uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SweepCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Budget = r.U32()
	m.Multiplier = r.F64()
	m.Minimum = r.F64()
	m.ExpiresAt = r.U32()
}

// Append appends code and fields.
func (m *SweepCommand) Append(b []byte) []byte {
	b = append(b, CommandSweep)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Budget)
	b = AppendF64(b, m.Multiplier)
	b = AppendF64(b, m.Minimum)
	b = AppendU32(b, m.ExpiresAt)
	return b
}

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
	OperationSwept    uint8 = 71
	OperationTold     uint8 = 26
	OperationState    uint8 = 73
	OperationHydrated uint8 = 72
)

// SweptOperation answers Sweep. flags: 1 it is done, 2 something is left.
type SweptOperation struct {
	Client uint32
	Flags  uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SweptOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Flags = r.U8()
}

// Append appends code and fields.
func (m *SweptOperation) Append(b []byte) []byte {
	b = append(b, OperationSwept)
	b = AppendU32(b, m.Client)
	b = append(b, m.Flags)
	return b
}

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
