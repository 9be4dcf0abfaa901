// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandArrival        uint8 = 88
	CommandPosition       uint8 = 89
	CommandBeat           uint8 = 90
	CommandSessionChanged uint8 = 91
	CommandFault          uint8 = 92
)

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

// The codes of the operations.
const (
	OperationSignal uint8 = 85
)

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
