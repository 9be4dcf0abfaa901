package jsontext

// SkipValue skips the value of any kind that begins at i, which must not be white space. depth
// is how many arrays and objects it may open within each other (MaxDepth, less what the caller
// is inside of); 0 leaves strings, numbers, true, false and null. A failure beyond it has
// TooDeep.
func SkipValue(b []byte, i, depth int) int {
	if i >= 0 && i <= len(b)-8 {
		w := word(b, i)
		if byte(w) == '"' {
			end, _ := SkipString(b, i)
			return end
		}
		if n := integer(w); n > 0 {
			return i + n
		}
		if n := literal(w); n > 0 {
			return i + n
		}
	}
	return skipValue(b, i, depth)
}

// skipValue does what SkipValue does, in no haste.
func skipValue(b []byte, i, depth int) int {
	if i < 0 {
		return i
	}
	if i >= len(b) {
		return failure(i, endsEarly)
	}
	switch c := b[i]; c {
	case '{', '[':
		return skipNested(b, i, depth)
	case '"':
		end, _ := SkipString(b, i)
		return end
	case 't':
		return skipWord(b, i, "true")
	case 'f':
		return skipWord(b, i, "false")
	case 'n':
		return skipWord(b, i, "null")
	default:
		if c == '-' || c-'0' <= 9 {
			return SkipNumber(b, i)
		}
		return failure(i, noValue)
	}
}

func skipWord(b []byte, i int, word string) int {
	for n := range len(word) {
		if i+n >= len(b) {
			return failure(len(b), endsEarly)
		}
		if b[i+n] != word[n] {
			return failure(i+n, badWord)
		}
	}
	return i + len(word)
}

// skipNested skips the array or object that begins at i. The kinds of the open brackets are
// bits, 1 for an object, the innermost lowest; each 64 of them are put away in outer.
func skipNested(b []byte, i, limit int) int {
	var kinds uint64
	var outer []uint64
	s := Scanner{b: b, Value: i}
	for depth := 0; ; {
		// At s.Value begins an array or object.
		if depth == limit {
			return failure(s.Value, tooDeep)
		}
		if depth > 0 && depth&63 == 0 {
			outer = append(outer, kinds)
		}
		depth++
		s.enter(s.Value)
		kinds <<= 1
		if s.end == '}' {
			kinds |= 1
		}
		for {
			if s.Next() {
				if s.End == 0 {
					break
				}
				continue
			}
			if s.End < 0 {
				return s.End
			}
			depth--
			kinds >>= 1
			if depth == 0 {
				return s.End
			}
			if depth&63 == 0 {
				kinds, outer = outer[len(outer)-1], outer[:len(outer)-1]
			}
			if kinds&1 != 0 {
				s.leave('}')
			} else {
				s.leave(']')
			}
		}
	}
}

// Check reports whether b is one value, with white space around it and nothing else, that
// nests at most MaxDepth deep. A nil error means yes; any other is an *Error.
func Check(b []byte) error {
	i := SkipValue(b, SkipSpace(b, 0), MaxDepth)
	if i >= 0 {
		if i = SkipSpace(b, i); i == len(b) {
			return nil
		}
		i = failure(i, textAfter)
	}
	return ErrorOf(i)
}
