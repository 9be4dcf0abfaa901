package jsontext

// Clean gives the text that TextDecoder makes of b: without a leading byte order mark, and with
// U+FFFD for each maximal subpart of an ill-formed sequence (WHATWG Encoding). It returns b
// itself, or b without its mark, when there is nothing to replace; else a copy.
func Clean(b []byte) []byte {
	if len(b) >= 3 && b[0] == 0xef && b[1] == 0xbb && b[2] == 0xbf {
		b = b[3:]
	}
	i := wellFormed(b, 0)
	if i == len(b) {
		return b
	}
	out := make([]byte, 0, len(b)+len(b)/8+3)
	for start := 0; ; i = wellFormed(b, start) {
		out = append(out, b[start:i]...)
		if i == len(b) {
			return out
		}
		out = append(out, "\uFFFD"...)
		size, _ := sequence(b, i)
		start = i + size
	}
}

// wellFormed gives the index of the first byte at or after i that is not part of a well-formed
// UTF-8 sequence, or len(b).
func wellFormed(b []byte, i int) int {
	for i < len(b) {
		i = skipASCII(b, i)
		i = skipLetters(b, i)
		// Something ill-formed, or the last few bytes, or just a place to go on from.
		for range 8 {
			if i == len(b) {
				break
			}
			size, ok := sequence(b, i)
			if !ok {
				return i
			}
			i += size
		}
	}
	return i
}

// skipASCII skips ASCII by 32 bytes at once.
func skipASCII(b []byte, i int) int {
	for ; i <= len(b)-32 && i >= 0; i += 32 {
		if (word(b, i)|word(b, i+8)|word(b, i+16)|word(b, i+24))&highs != 0 {
			break
		}
	}
	return i
}

// skipLetters skips well-formed text of any kind, until less than eight bytes are left, or there
// have been 64 bytes of ASCII, or what follows is not well-formed.
func skipLetters(b []byte, i int) int {
	for plain := 0; i <= len(b)-8 && i >= 0 && plain < 8; {
		w := word(b, i)
		if w&highs == 0 {
			i += 8
			plain++
			continue
		}
		plain = 0
		long := w & (w << 1) & (w << 2) & highs // first bytes of sequences of three and four
		if long == 0 {
			// First bytes of sequences of two, 0xc2 to 0xdf, and what follows them.
			lead := w & (w << 1) & highs
			next := w &^ (w << 1) & highs
			if next == lead<<8 && (w&0x1e1e1e1e1e1e1e1e+0x7f7f7f7f7f7f7f7f)&lead == lead {
				i += 8 - int(lead>>63) // the next word begins with a first byte that is the last
				continue
			}
		}
		if byte(w) < 0x80 {
			i += first(w&highs) >> 3
			continue
		}
		switch {
		case three(w) && three(w>>24):
			i += 6
		case three(w):
			i += 3
		case two(w):
			i += 2
		case four(w):
			i += 4
		default:
			return i
		}
	}
	return i
}

// two, three and four report whether w begins with a well-formed sequence of that many bytes:
// not with one that is longer than it must be, a surrogate, or something beyond U+10FFFF.
func two(w uint64) bool {
	return w&0xc0e0 == 0x80c0 && w&0x1e != 0
}

func three(w uint64) bool {
	return w&0xc0c0f0 == 0x8080e0 && w&0x200f != 0 && w&0x200f != 0x200d
}

func four(w uint64) bool {
	return w&0xc0c0c0f8 == 0x808080f0 && w&0x3007 != 0 && (w&7 < 4 || w&0x3007 == 4)
}

// sequence gives the length of the UTF-8 sequence at b[i], or, when it is not well-formed, of
// the part of it that one U+FFFD replaces.
func sequence(b []byte, i int) (size int, ok bool) {
	c := b[i]
	if c < 0x80 {
		return 1, true
	}
	// What may follow the first byte: how many bytes, and the range of the first of them.
	need, low, high := 0, byte(0x80), byte(0xbf)
	switch {
	case c >= 0xc2 && c <= 0xdf:
		need = 1
	case c >= 0xe0 && c <= 0xef:
		need = 2
		if c == 0xe0 {
			low = 0xa0
		} else if c == 0xed {
			high = 0x9f // no surrogates
		}
	case c >= 0xf0 && c <= 0xf4:
		need = 3
		if c == 0xf0 {
			low = 0x90
		} else if c == 0xf4 {
			high = 0x8f // nothing beyond U+10FFFF
		}
	default:
		return 1, false
	}
	for n := 1; n <= need; n++ {
		if i+n >= len(b) || b[i+n] < low || b[i+n] > high {
			return n, false
		}
		low, high = 0x80, 0xbf
	}
	return need + 1, true
}
