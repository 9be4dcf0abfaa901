// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandSocket       uint8 = 80
	CommandDial         uint8 = 81
	CommandHangUp       uint8 = 82
	CommandSocketOpened uint8 = 83
	CommandSocketClosed uint8 = 84
	CommandHeard        uint8 = 85
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

// DialCommand makes a socket, in place of one that there is; with again 1, while it is told that one is closed.
type DialCommand struct {
	Client uint32
	Again  uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *DialCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Again = r.U8()
}

// Append appends code and fields.
func (m *DialCommand) Append(b []byte) []byte {
	b = append(b, CommandDial)
	b = AppendU32(b, m.Client)
	b = append(b, m.Again)
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

// The codes of the operations.
const (
	OperationDial       uint8 = 80
	OperationHangUp     uint8 = 81
	OperationConnection uint8 = 82
	OperationSocketStep uint8 = 83
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
