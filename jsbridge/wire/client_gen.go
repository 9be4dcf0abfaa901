// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandOpen       uint8 = 1
	CommandClose      uint8 = 2
	CommandName       uint8 = 3
	CommandFromTab    uint8 = 13
	CommandWhenIdle   uint8 = 14
	CommandBatch      uint8 = 71
	CommandClientPage uint8 = 52
)

// OpenCommand makes a client. autoAbort: 0 the keywords, 1 off, 2 words (one per line); timeout 0 is none; lengths of expiry in ms, NaN the default; server 1: answers are gathered for a page; keys 1: functions give normalised objects their keys; concurrency: requests at once for an origin, 0 any number.
type OpenCommand struct {
	Client      uint32
	AutoAbort   uint8
	Timeout     float64
	Words       string
	DataExpiry  float64
	ErrorExpiry float64
	Server      uint8
	Keys        uint8
	Concurrency uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *OpenCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.AutoAbort = r.U8()
	m.Timeout = r.F64()
	m.Words = r.Text()
	m.DataExpiry = r.F64()
	m.ErrorExpiry = r.F64()
	m.Server = r.U8()
	m.Keys = r.U8()
	m.Concurrency = r.U32()
}

// Append appends code and fields.
func (m *OpenCommand) Append(b []byte) []byte {
	b = append(b, CommandOpen)
	b = AppendU32(b, m.Client)
	b = append(b, m.AutoAbort)
	b = AppendF64(b, m.Timeout)
	b = AppendText(b, m.Words)
	b = AppendF64(b, m.DataExpiry)
	b = AppendF64(b, m.ErrorExpiry)
	b = append(b, m.Server)
	b = append(b, m.Keys)
	b = AppendU32(b, m.Concurrency)
	return b
}

// CloseCommand ends a client.
type CloseCommand struct {
	Client uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *CloseCommand) Decode(r *Reader) {
	m.Client = r.U32()
}

// Append appends code and fields.
func (m *CloseCommand) Append(b []byte) []byte {
	b = append(b, CommandClose)
	b = AppendU32(b, m.Client)
	return b
}

// NameCommand gives a name a number, by which later commands of this instance mean it: 1, 2 … in order, or 0 for one that is only passing.
type NameCommand struct {
	Name uint32
	Text string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *NameCommand) Decode(r *Reader) {
	m.Name = r.U32()
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *NameCommand) Append(b []byte) []byte {
	b = append(b, CommandName)
	b = AppendU32(b, m.Name)
	b = AppendText(b, m.Text)
	return b
}

// FromTabCommand is what another tab has told by Tabs.
type FromTabCommand struct {
	Client uint32
	Note   uint8
	User   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *FromTabCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Note = r.U8()
	m.User = r.Text()
}

// Append appends code and fields.
func (m *FromTabCommand) Append(b []byte) []byte {
	b = append(b, CommandFromTab)
	b = AppendU32(b, m.Client)
	b = append(b, m.Note)
	b = AppendText(b, m.User)
	return b
}

// WhenIdleCommand asks for one Idle.
type WhenIdleCommand struct {
	Client uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *WhenIdleCommand) Decode(r *Reader) {
	m.Client = r.U32()
}

// Append appends code and fields.
func (m *WhenIdleCommand) Append(b []byte) []byte {
	b = append(b, CommandWhenIdle)
	b = AppendU32(b, m.Client)
	return b
}

// BatchCommand begins a batch (1) or ends it (0): what is written in it becomes one commit.
type BatchCommand struct {
	Begin uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *BatchCommand) Decode(r *Reader) {
	m.Begin = r.U8()
}

// Append appends code and fields.
func (m *BatchCommand) Append(b []byte) []byte {
	b = append(b, CommandBatch)
	b = append(b, m.Begin)
	return b
}

// ClientPageCommand says to one client whether its page is hidden and whether it is offline: 0 as the page itself, 1 yes, 2 no.
type ClientPageCommand struct {
	Client  uint32
	Hidden  uint8
	Offline uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ClientPageCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Hidden = r.U8()
	m.Offline = r.U8()
}

// Append appends code and fields.
func (m *ClientPageCommand) Append(b []byte) []byte {
	b = append(b, CommandClientPage)
	b = AppendU32(b, m.Client)
	b = append(b, m.Hidden)
	b = append(b, m.Offline)
	return b
}

// The codes of the operations.
const (
	OperationTimer    uint8 = 14
	OperationNavigate uint8 = 15
	OperationTabs     uint8 = 16
	OperationIdle     uint8 = 17
	OperationReport   uint8 = 30
)

// TimerOperation asks for one tick at a time; it replaces the last one.
type TimerOperation struct {
	At float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *TimerOperation) Decode(r *Reader) {
	m.At = r.F64()
}

// Append appends code and fields.
func (m *TimerOperation) Append(b []byte) []byte {
	b = append(b, OperationTimer)
	b = AppendF64(b, m.At)
	return b
}

// NavigateOperation sends the page to the client's login address.
type NavigateOperation struct {
	Client uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *NavigateOperation) Decode(r *Reader) {
	m.Client = r.U32()
}

// Append appends code and fields.
func (m *NavigateOperation) Append(b []byte) []byte {
	b = append(b, OperationNavigate)
	b = AppendU32(b, m.Client)
	return b
}

// TabsOperation tells the other tabs. user is the JSON text of an id.
type TabsOperation struct {
	Client uint32
	Note   uint8
	User   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *TabsOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Note = r.U8()
	m.User = r.Text()
}

// Append appends code and fields.
func (m *TabsOperation) Append(b []byte) []byte {
	b = append(b, OperationTabs)
	b = AppendU32(b, m.Client)
	b = append(b, m.Note)
	b = AppendText(b, m.User)
	return b
}

// IdleOperation says that a client has nothing in flight.
type IdleOperation struct {
	Client uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *IdleOperation) Decode(r *Reader) {
	m.Client = r.U32()
}

// Append appends code and fields.
func (m *IdleOperation) Append(b []byte) []byte {
	b = append(b, OperationIdle)
	b = AppendU32(b, m.Client)
	return b
}

// ReportOperation reports what a function has thrown or, if that is 0, a SchemaError of a call.
type ReportOperation struct {
	Call    uint32
	Thrown  uint32
	Path    string
	Message string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ReportOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Thrown = r.U32()
	m.Path = r.Text()
	m.Message = r.Text()
}

// Append appends code and fields.
func (m *ReportOperation) Append(b []byte) []byte {
	b = append(b, OperationReport)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Thrown)
	b = AppendText(b, m.Path)
	b = AppendText(b, m.Message)
	return b
}
