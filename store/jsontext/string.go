package jsontext

// SkipString skips the string that begins with the quote b[i]: end is the index after the
// closing quote, or a failure. escaped says whether the string has a backslash; without one
// its text is b[i+1:end-1].
func SkipString(b []byte, i int) (end int, escaped bool) {
	if i < 0 {
		return i, false
	}
	for i++; i <= len(b)-8; i += 8 {
		w := word(b, i)
		if m := marks(w); m != 0 {
			n := first(m)
			i += n >> 3
			if byte(w>>n) == '"' {
				return i + 1, false
			}
			break
		}
	}
	return skipString(b, i)
}

// skipString goes on within a string, at b[i], where an escape may stand, or something wrong, or
// too little for a word.
func skipString(b []byte, i int) (end int, escaped bool) {
	for {
		i = special(b, i)
		switch {
		case i == len(b):
			return failure(i, endsEarly), escaped
		case b[i] == '"':
			return i + 1, escaped
		case b[i] != '\\':
			return failure(i, controlCharacter), escaped
		}
		escaped = true
		if i = skipEscape(b, i); i < 0 {
			return i, true
		}
	}
}

// special gives the index of the first quote, backslash or control character at or after i, or
// len(b).
func special(b []byte, i int) int {
	for ; i >= 0 && i <= len(b)-8; i += 8 {
		if m := marks(word(b, i)); m != 0 {
			return i + first(m)>>3
		}
	}
	for ; i < len(b); i++ {
		if c := b[i]; c < ' ' || c == '"' || c == '\\' {
			return i
		}
	}
	return len(b)
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
		for range 4 {
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
