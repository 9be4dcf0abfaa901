package wire

import (
	"encoding/binary"
	"errors"
	"math"
	"unsafe"
)

// ErrMalformed says that a stream ends within a message or has an unknown code: the two
// sides are of different versions.
var ErrMalformed = errors.New("wire: malformed stream")

// Reader reads fields from the start of a stream. After the first field that is not there it
// gives zero values only, and Err is set.
type Reader struct {
	rest []byte
	Err  error
}

// NewReader returns a reader of b, which it does not copy.
func NewReader(b []byte) Reader { return Reader{rest: b} }

// More reports whether there is another message.
func (r *Reader) More() bool { return r.Err == nil && len(r.rest) > 0 }

func (r *Reader) take(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.Err, r.rest = ErrMalformed, nil
		return nil
	}
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

// U8 reads one byte.
func (r *Reader) U8() uint8 {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

// U32 reads four bytes.
func (r *Reader) U32() uint32 {
	if b := r.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

// F64 reads eight bytes.
func (r *Reader) F64() float64 {
	if b := r.take(8); b != nil {
		return math.Float64frombits(binary.LittleEndian.Uint64(b))
	}
	return 0
}

// Text reads a text. It aliases the stream: clone what is to outlive it.
func (r *Reader) Text() string {
	n := r.U32()
	if uint64(n) > uint64(len(r.rest)) {
		r.Err, r.rest = ErrMalformed, nil
		return ""
	}
	if n == 0 {
		return ""
	}
	b := r.take(int(n))
	return unsafe.String(&b[0], len(b))
}

// AppendU32 appends four bytes.
func AppendU32(b []byte, v uint32) []byte { return binary.LittleEndian.AppendUint32(b, v) }

// AppendF64 appends eight bytes.
func AppendF64(b []byte, v float64) []byte {
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
}

// AppendText appends a text.
func AppendText(b []byte, v string) []byte { return append(AppendU32(b, uint32(len(v))), v...) }
