// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandSweep uint8 = 72
)

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

// The codes of the operations.
const (
	OperationSwept uint8 = 71
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
