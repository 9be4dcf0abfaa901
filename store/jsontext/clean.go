package jsontext

// Clean gives the text that TextDecoder makes of b: without a leading byte order mark, and with
// U+FFFD for each maximal subpart of an ill-formed sequence (WHATWG Encoding). It returns b
// itself, or b without its mark, when there is nothing to replace; else a copy.
func Clean(b []byte) []byte {
	if len(b) >= 3 && b[0] == 0xef && b[1] == 0xbb && b[2] == 0xbf {
		b = b[3:]
	}
	var out []byte
	start := 0
	for i := 0; i < len(b); {
		if i+8 <= len(b) && word(b, i)&highs == 0 {
			i += 8
			continue
		}
		size, ok := sequence(b, i)
		if !ok {
			out = append(out, b[start:i]...)
			out = append(out, "\uFFFD"...)
			start = i + size
		}
		i += size
	}
	if start == 0 {
		return b
	}
	return append(out, b[start:]...)
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
