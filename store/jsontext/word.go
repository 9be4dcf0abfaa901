package jsontext

import "encoding/binary"

// Eight bytes are examined at once as a word; each of these has one value in all its bytes.
const (
	ones   = 0x0101010101010101
	highs  = 0x8080808080808080
	spaces = 0x2020202020202020
	quotes = 0x2222222222222222
	slants = 0x5c5c5c5c5c5c5c5c
)

// word is the eight bytes at b[i:], the first in its lowest bits. The compiler makes one load
// of it.
func word(b []byte, i int) uint64 {
	return binary.LittleEndian.Uint64(b[i:])
}

// marks has the highest bit set of each byte of w that a string cannot simply go on with:
// a quote, a backslash or a control character. A byte after the first such one may be marked
// wrongly.
func marks(w uint64) uint64 {
	return (((w ^ quotes) - ones) | ((w ^ slants) - ones) | (w - spaces)) &^ w & highs
}
