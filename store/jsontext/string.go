package jsontext

import "math/bits"

// SkipString skips the string that begins with the quote b[i]: end is the index after the
// closing quote, or a failure. escaped says whether the string has a backslash; without one
// its text is b[i+1:end-1].
func SkipString(b []byte, i int) (end int, escaped bool) {
	if i >= len(b) {
		return failure(i, endsEarly), false
	}
	for i++; i+8 <= len(b); {
		m := marks(word(b, i))
		if m == 0 {
			i += 8
			continue
		}
		i += bits.TrailingZeros64(m) >> 3
		if b[i] == '"' {
			return i + 1, escaped
		}
		if b[i] != '\\' {
			return failure(i, controlCharacter), escaped
		}
		escaped = true
		if i = skipEscape(b, i); i < 0 {
			return i, true
		}
	}
	return skipLastString(b, i, escaped)
}

// skipLastString goes on with a string where less than eight bytes are left of the text.
func skipLastString(b []byte, i int, escaped bool) (int, bool) {
	for i < len(b) {
		switch c := b[i]; {
		case c == '"':
			return i + 1, escaped
		case c == '\\':
			escaped = true
			if i = skipEscape(b, i); i < 0 {
				return i, true
			}
		case c < ' ':
			return failure(i, controlCharacter), escaped
		default:
			i++
		}
	}
	return failure(len(b), endsEarly), escaped
}

// skipEscape skips the escape that begins with the backslash b[i].
func skipEscape(b []byte, i int) int {
	i++
	if i >= len(b) {
		return failure(i, endsEarly)
	}
	switch b[i] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 1
	case 'u':
		for n := 0; n < 4; n++ {
			if i++; i >= len(b) {
				return failure(i, endsEarly)
			}
			if hexDigit(b[i]) < 0 {
				return failure(i, badHex)
			}
		}
		return i + 1
	}
	return failure(i, badEscape)
}

func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
