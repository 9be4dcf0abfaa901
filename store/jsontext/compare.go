package jsontext

// compareStrings orders two string tokens, which may go on after their closing quotes, by
// their UTF-16 code units: negative when a comes first, 0 when they stand for equal strings.
func compareStrings(a, b []byte) int {
	i, j := 1, 1
	for {
		if c := a[i]; c == b[j] && c != '\\' && c < 0x80 {
			if c == '"' {
				return 0
			}
			i++
			j++
			continue
		}
		if a[i] == '"' {
			return -1
		}
		if b[j] == '"' {
			return 1
		}
		r, afterR := nextRune(a, i)
		s, afterS := nextRune(b, j)
		if r != s {
			return compareUnits(a, b, r, s, afterR, afterS)
		}
		i, j = afterR, afterS
	}
}

// compareUnits orders two different runes, and what follows them, by code units. A rune beyond
// U+FFFF is two of them, and its first may be the lone surrogate that the other rune is.
func compareUnits(a, b []byte, r, s rune, i, j int) int {
	first, second := units(r)
	other, another := units(s)
	if first != other {
		return int(first - other)
	}
	// Exactly one is a lone surrogate, or both are beyond U+FFFF.
	if second == 0 {
		second = followingUnit(a, i)
	}
	if another == 0 {
		another = followingUnit(b, j)
	}
	return int(second - another)
}

// units gives the code units of a rune; the second is 0 for none.
func units(r rune) (first, second rune) {
	if r < 0x10000 {
		return r, 0
	}
	r -= 0x10000
	return 0xd800 + r>>10, 0xdc00 + r&0x3ff
}

// followingUnit is the code unit at b[i], -1 at the end of the string.
func followingUnit(b []byte, i int) rune {
	if b[i] == '"' {
		return -1
	}
	r, _ := nextRune(b, i)
	first, _ := units(r)
	return first
}
