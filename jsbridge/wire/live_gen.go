// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandSocket         uint8 = 80
	CommandDial           uint8 = 81
	CommandHangUp         uint8 = 82
	CommandSocketOpened   uint8 = 83
	CommandSocketClosed   uint8 = 84
	CommandHeard          uint8 = 85
	CommandListen         uint8 = 86
	CommandUnlisten       uint8 = 87
	CommandArrival        uint8 = 88
	CommandPosition       uint8 = 89
	CommandBeat           uint8 = 90
	CommandSessionChanged uint8 = 91
	CommandFault          uint8 = 92
	CommandRefetch        uint8 = 93
)

// SocketCommand gives the next Open a socket. flags: 1 lazy, 2 its activation is confirmed by a message, 4 delivery is resumed, 8 only pings are heartbeats; lengths in ms, Infinity is never, heartbeat 0 for ever; factor 0: no backoff.
type SocketCommand struct {
	Flags     uint8
	Heartbeat float64
	Reconnect float64
	Factor    float64
	Max       float64
	Jitter    float64
	Pong      float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SocketCommand) Decode(r *Reader) {
	m.Flags = r.U8()
	m.Heartbeat = r.F64()
	m.Reconnect = r.F64()
	m.Factor = r.F64()
	m.Max = r.F64()
	m.Jitter = r.F64()
	m.Pong = r.F64()
}

// Append appends code and fields.
func (m *SocketCommand) Append(b []byte) []byte {
	b = append(b, CommandSocket)
	b = append(b, m.Flags)
	b = AppendF64(b, m.Heartbeat)
	b = AppendF64(b, m.Reconnect)
	b = AppendF64(b, m.Factor)
	b = AppendF64(b, m.Max)
	b = AppendF64(b, m.Jitter)
	b = AppendF64(b, m.Pong)
	return b
}

// DialCommand makes a socket, in place of one that there is.
type DialCommand struct {
	Client uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *DialCommand) Decode(r *Reader) {
	m.Client = r.U32()
}

// Append appends code and fields.
func (m *DialCommand) Append(b []byte) []byte {
	b = append(b, CommandDial)
	b = AppendU32(b, m.Client)
	return b
}

// HangUpCommand closes the socket with a code.
type HangUpCommand struct {
	Client uint32
	Code   uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *HangUpCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Code = r.U32()
}

// Append appends code and fields.
func (m *HangUpCommand) Append(b []byte) []byte {
	b = append(b, CommandHangUp)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Code)
	return b
}

// SocketOpenedCommand says that a socket is open, and with resumes 1 that its server speaks sluice.v1.
type SocketOpenedCommand struct {
	Client  uint32
	Socket  uint32
	Resumes uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SocketOpenedCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Socket = r.U32()
	m.Resumes = r.U8()
}

// Append appends code and fields.
func (m *SocketOpenedCommand) Append(b []byte) []byte {
	b = append(b, CommandSocketOpened)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Socket)
	b = append(b, m.Resumes)
	return b
}

// SocketClosedCommand says that a socket is closed.
type SocketClosedCommand struct {
	Client uint32
	Socket uint32
	Code   uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SocketClosedCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Socket = r.U32()
	m.Code = r.U32()
}

// Append appends code and fields.
func (m *SocketClosedCommand) Append(b []byte) []byte {
	b = append(b, CommandSocketClosed)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Socket)
	b = AppendU32(b, m.Code)
	return b
}

// HeardCommand says that a message has come. flags: 1 it confirms the activation, 2 it is a heartbeat; or 4: none has, but who is to know of the activation does.
type HeardCommand struct {
	Client uint32
	Socket uint32
	Flags  uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *HeardCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Socket = r.U32()
	m.Flags = r.U8()
}

// Append appends code and fields.
func (m *HeardCommand) Append(b []byte) []byte {
	b = append(b, CommandHeard)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Socket)
	b = append(b, m.Flags)
	return b
}

// ListenCommand stores a subscription, or begins it anew. flags: 1 there is something to send for it, 2 what it missed before is not known.
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

// ArrivalCommand is an event of a stream.
type ArrivalCommand struct {
	Client uint32
	Socket uint32
	Sid    uint32
	Id     float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ArrivalCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Socket = r.U32()
	m.Sid = r.U32()
	m.Id = r.F64()
}

// Append appends code and fields.
func (m *ArrivalCommand) Append(b []byte) []byte {
	b = append(b, CommandArrival)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Socket)
	b = AppendU32(b, m.Sid)
	b = AppendF64(b, m.Id)
	return b
}

// PositionCommand is the place of a stream: subscribed or, with gap 1, of one with a gap.
type PositionCommand struct {
	Client uint32
	Socket uint32
	Sid    uint32
	Gap    uint8
	Epoch  string
	Last   float64
	Reason string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *PositionCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Socket = r.U32()
	m.Sid = r.U32()
	m.Gap = r.U8()
	m.Epoch = r.Text()
	m.Last = r.F64()
	m.Reason = r.Text()
}

// Append appends code and fields.
func (m *PositionCommand) Append(b []byte) []byte {
	b = append(b, CommandPosition)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Socket)
	b = AppendU32(b, m.Sid)
	b = append(b, m.Gap)
	b = AppendText(b, m.Epoch)
	b = AppendF64(b, m.Last)
	b = AppendText(b, m.Reason)
	return b
}

// BeatCommand is a ping of the server's or, with pong 1, its answer to ours.
type BeatCommand struct {
	Client uint32
	Socket uint32
	Pong   uint8
	N      float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *BeatCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Socket = r.U32()
	m.Pong = r.U8()
	m.N = r.F64()
}

// Append appends code and fields.
func (m *BeatCommand) Append(b []byte) []byte {
	b = append(b, CommandBeat)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Socket)
	b = append(b, m.Pong)
	b = AppendF64(b, m.N)
	return b
}

// SessionChangedCommand says that the server has another state of the user session.
type SessionChangedCommand struct {
	Client uint32
	Socket uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SessionChangedCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Socket = r.U32()
}

// Append appends code and fields.
func (m *SessionChangedCommand) Append(b []byte) []byte {
	b = append(b, CommandSessionChanged)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Socket)
	return b
}

// FaultCommand is a frame that says what is wrong, with a subscription if sid is not 0; or one that is of no use. flags: 1 it may be asked for again.
type FaultCommand struct {
	Client  uint32
	Socket  uint32
	Sid     uint32
	Code    string
	Message string
	Flags   uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *FaultCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Socket = r.U32()
	m.Sid = r.U32()
	m.Code = r.Text()
	m.Message = r.Text()
	m.Flags = r.U8()
}

// Append appends code and fields.
func (m *FaultCommand) Append(b []byte) []byte {
	b = append(b, CommandFault)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Socket)
	b = AppendU32(b, m.Sid)
	b = AppendText(b, m.Code)
	b = AppendText(b, m.Message)
	b = append(b, m.Flags)
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
	OperationDial       uint8 = 80
	OperationHangUp     uint8 = 81
	OperationConnection uint8 = 82
	OperationSocketStep uint8 = 83
	OperationSay        uint8 = 84
	OperationSignal     uint8 = 85
	OperationHand       uint8 = 86
	OperationMissed     uint8 = 87
	OperationTrouble    uint8 = 88
)

// DialOperation makes a socket.
type DialOperation struct {
	Client uint32
	Socket uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *DialOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Socket = r.U32()
}

// Append appends code and fields.
func (m *DialOperation) Append(b []byte) []byte {
	b = append(b, OperationDial)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Socket)
	return b
}

// HangUpOperation closes a socket, of which nothing is to be heard any more.
type HangUpOperation struct {
	Client uint32
	Socket uint32
	Code   uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *HangUpOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Socket = r.U32()
	m.Code = r.U32()
}

// Append appends code and fields.
func (m *HangUpOperation) Append(b []byte) []byte {
	b = append(b, OperationHangUp)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Socket)
	b = AppendU32(b, m.Code)
	return b
}

// ConnectionOperation says that the connection is active (1) or not any more (0), with a code.
type ConnectionOperation struct {
	Client uint32
	Active uint8
	Code   uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ConnectionOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Active = r.U8()
	m.Code = r.U32()
}

// Append appends code and fields.
func (m *ConnectionOperation) Append(b []byte) []byte {
	b = append(b, OperationConnection)
	b = AppendU32(b, m.Client)
	b = append(b, m.Active)
	b = AppendU32(b, m.Code)
	return b
}

// SocketStepOperation calls the functions for a socket that is open or, with closed 1, closed.
type SocketStepOperation struct {
	Client uint32
	Socket uint32
	Closed uint8
	Code   uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SocketStepOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Socket = r.U32()
	m.Closed = r.U8()
	m.Code = r.U32()
}

// Append appends code and fields.
func (m *SocketStepOperation) Append(b []byte) []byte {
	b = append(b, OperationSocketStep)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Socket)
	b = append(b, m.Closed)
	b = AppendU32(b, m.Code)
	return b
}

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

// SignalOperation sends a frame: 0 unsubscribe, 1 ping, 2 pong.
type SignalOperation struct {
	Client uint32
	Socket uint32
	Kind   uint8
	N      float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SignalOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Socket = r.U32()
	m.Kind = r.U8()
	m.N = r.F64()
}

// Append appends code and fields.
func (m *SignalOperation) Append(b []byte) []byte {
	b = append(b, OperationSignal)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Socket)
	b = append(b, m.Kind)
	b = AppendF64(b, m.N)
	return b
}

// HandOperation has a subscription handle the event at hand.
type HandOperation struct {
	Client       uint32
	Subscription uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *HandOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Subscription = r.U32()
}

// Append appends code and fields.
func (m *HandOperation) Append(b []byte) []byte {
	b = append(b, OperationHand)
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
