package jsontext

import "math/bits"

// Text is examined eight bytes at once, as a word. Each of these has one value in all its bytes.
const (
	ones   = 0x0101010101010101
	highs  = 0x8080808080808080
	spaces = 0x2020202020202020
	quotes = 0x2222222222222222
	zeros  = 0x3030303030303030
	slants = 0x5c5c5c5c5c5c5c5c
	// What makes 0x80 and more of any byte from 10 to 127.
	tens = 0x7676767676767676
)

// word is the eight bytes at b[i:], the first in its lowest bits. The compiler makes one load of
// it, and leaves out the checks where it can see that 0 <= i and i <= len(b)-8.
func word(b []byte, i int) uint64 {
	return uint64(b[i]) | uint64(b[i+1])<<8 | uint64(b[i+2])<<16 | uint64(b[i+3])<<24 |
		uint64(b[i+4])<<32 | uint64(b[i+5])<<40 | uint64(b[i+6])<<48 | uint64(b[i+7])<<56
}

// marks has the highest bit set of each byte of w that a string cannot simply go on with: a
// quote, a backslash or a control character. Bytes after the first such one may be marked
// without reason.
func marks(w uint64) uint64 {
	return (((w ^ quotes) - ones) | ((w ^ slants) - ones) | (w - spaces)) &^ w & highs
}

// first is how many bits stand before the first byte that is marked, a multiple of eight; 64
// when none is.
func first(marks uint64) int {
	return bits.TrailingZeros64(marks) &^ 7
}

// digitRun is how many digits w begins with.
func digitRun(w uint64) int {
	d := w ^ zeros
	return first((d&^highs+tens|d)&highs) >> 3
}

// integer gives the length of the number that w begins with, if it is digits only and a comma
// or a closing bracket stands after them; else 0: there may still be a number.
func integer(w uint64) int {
	n := digitRun(w)
	if end := byte(w >> (n << 3)); end == ',' || end|0x20 == '}' {
		if byte(w) != '0' || n == 1 {
			return n
		}
	}
	return 0
}

// literal gives the length of true, false or null when w begins with it, else 0.
func literal(w uint64) int {
	const (
		isTrue  = 't' | 'r'<<8 | 'u'<<16 | 'e'<<24
		isNull  = 'n' | 'u'<<8 | 'l'<<16 | 'l'<<24
		isFalse = 'f' | 'a'<<8 | 'l'<<16 | 's'<<24 | 'e'<<32
	)
	switch {
	case uint32(w) == isTrue || uint32(w) == isNull:
		return 4
	case w<<24 == isFalse<<24:
		return 5
	}
	return 0
}
