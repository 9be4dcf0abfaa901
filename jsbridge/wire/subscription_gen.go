// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandListen   uint8 = 86
	CommandUnlisten uint8 = 87
	CommandRefetch  uint8 = 93
)

// ListenCommand stores a subscription, or begins it anew. flags: 1 there is something to send for it, 2 what it missed before is not known, 4 it is there, and is begun anew only if it was refused.
type ListenCommand struct {
	Client       uint32
	Subscription uint32
	Flags        uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ListenCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Subscription = r.U32()
	m.Flags = r.U8()
}

// Append appends code and fields.
func (m *ListenCommand) Append(b []byte) []byte {
	b = append(b, CommandListen)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Subscription)
	b = append(b, m.Flags)
	return b
}

// UnlistenCommand ends a subscription.
type UnlistenCommand struct {
	Client       uint32
	Subscription uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *UnlistenCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Subscription = r.U32()
}

// Append appends code and fields.
func (m *UnlistenCommand) Append(b []byte) []byte {
	b = append(b, CommandUnlisten)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Subscription)
	return b
}

// RefetchCommand asks again for the data of the targets that is there.
type RefetchCommand struct {
	Client uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RefetchCommand) Decode(r *Reader) {
	m.Client = r.U32()
}

// Append appends code and fields.
func (m *RefetchCommand) Append(b []byte) []byte {
	b = append(b, CommandRefetch)
	b = AppendU32(b, m.Client)
	return b
}

// The codes of the operations.
const (
	OperationSay     uint8 = 84
	OperationHand    uint8 = 86
	OperationBegun   uint8 = 89
	OperationMissed  uint8 = 87
	OperationTrouble uint8 = 88
)

// SayOperation sends what belongs to a subscription, as it is (0) or in a frame that subscribes (1); after a position, if epoch is not "".
type SayOperation struct {
	Client       uint32
	Socket       uint32
	Subscription uint32
	How          uint8
	Sid          uint32
	Epoch        string
	After        float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SayOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Socket = r.U32()
	m.Subscription = r.U32()
	m.How = r.U8()
	m.Sid = r.U32()
	m.Epoch = r.Text()
	m.After = r.F64()
}

// Append appends code and fields.
func (m *SayOperation) Append(b []byte) []byte {
	b = append(b, OperationSay)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Socket)
	b = AppendU32(b, m.Subscription)
	b = append(b, m.How)
	b = AppendU32(b, m.Sid)
	b = AppendText(b, m.Epoch)
	b = AppendF64(b, m.After)
	return b
}

// HandOperation has a subscription handle an event.
type HandOperation struct {
	Client       uint32
	Subscription uint32
	Sid          uint32
	Id           float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *HandOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Subscription = r.U32()
	m.Sid = r.U32()
	m.Id = r.F64()
}

// Append appends code and fields.
func (m *HandOperation) Append(b []byte) []byte {
	b = append(b, OperationHand)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Subscription)
	b = AppendU32(b, m.Sid)
	b = AppendF64(b, m.Id)
	return b
}

// BegunOperation says that a subscription, which had no position, has one, in a stream with events before it.
type BegunOperation struct {
	Client       uint32
	Subscription uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *BegunOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Subscription = r.U32()
}

// Append appends code and fields.
func (m *BegunOperation) Append(b []byte) []byte {
	b = append(b, OperationBegun)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Subscription)
	return b
}

// MissedOperation says that a subscription has missed events.
type MissedOperation struct {
	Client       uint32
	Subscription uint32
	Reason       string
	From         float64
	To           float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *MissedOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Subscription = r.U32()
	m.Reason = r.Text()
	m.From = r.F64()
	m.To = r.F64()
}

// Append appends code and fields.
func (m *MissedOperation) Append(b []byte) []byte {
	b = append(b, OperationMissed)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Subscription)
	b = AppendText(b, m.Reason)
	b = AppendF64(b, m.From)
	b = AppendF64(b, m.To)
	return b
}

// TroubleOperation reports a fault, of a subscription if that is not 0.
type TroubleOperation struct {
	Client       uint32
	Subscription uint32
	Code         string
	Message      string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *TroubleOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Subscription = r.U32()
	m.Code = r.Text()
	m.Message = r.Text()
}

// Append appends code and fields.
func (m *TroubleOperation) Append(b []byte) []byte {
	b = append(b, OperationTrouble)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Subscription)
	b = AppendText(b, m.Code)
	b = AppendText(b, m.Message)
	return b
}
