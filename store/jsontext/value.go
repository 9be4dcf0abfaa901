package jsontext

// SkipValue skips the value of any kind that begins at i, which must not be white space. depth
// is how many arrays and objects it may open within each other (MaxDepth, less what the caller
// is inside of); 0 leaves strings, numbers, true, false and null. A failure beyond it has
// TooDeep.
func SkipValue(b []byte, i, depth int) int {
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
	for n := 0; n < len(word); n++ {
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
	depth := 0
	for {
		// Here begins a value, at b[i].
		if i >= len(b) {
			return failure(i, endsEarly)
		}
		if c := b[i]; c == '{' || c == '[' {
			if depth == limit {
				return failure(i, tooDeep)
			}
			if depth > 0 && depth&63 == 0 {
				outer = append(outer, kinds)
			}
			depth++
			kinds <<= 1
			if c == '{' {
				kinds |= 1
			}
			next, more := SkipOpen(b, i)
			i = next
			if more {
				if kinds&1 != 0 {
					if _, i, _ = SkipName(b, i); i < 0 {
						return i
					}
				}
				continue
			}
			if i < 0 {
				return i
			}
			depth--
			kinds >>= 1
			if depth > 0 && depth&63 == 0 {
				kinds, outer = outer[len(outer)-1], outer[:len(outer)-1]
			}
		} else if i = SkipValue(b, i, 0); i < 0 {
			return i
		}
		// Here a value has ended.
		for {
			if depth == 0 {
				return i
			}
			end := byte(']')
			if kinds&1 != 0 {
				end = '}'
			}
			next, more := SkipComma(b, i, end)
			i = next
			if more {
				if kinds&1 != 0 {
					if _, i, _ = SkipName(b, i); i < 0 {
						return i
					}
				}
				break
			}
			if i < 0 {
				return i
			}
			depth--
			kinds >>= 1
			if depth > 0 && depth&63 == 0 {
				kinds, outer = outer[len(outer)-1], outer[:len(outer)-1]
			}
		}
	}
}

// SkipName skips a member's name, which begins at i, its colon and the white space around
// that. nameEnd is the index after the closing quote, value the index where the value must
// begin, or a failure. escaped is that of the name.
func SkipName(b []byte, i int) (nameEnd, value int, escaped bool) {
	if i >= len(b) {
		return i, failure(i, endsEarly), false
	}
	if b[i] != '"' {
		return i, failure(i, noName), false
	}
	nameEnd, escaped = SkipString(b, i)
	if nameEnd < 0 {
		return nameEnd, nameEnd, escaped
	}
	i = SkipSpace(b, nameEnd)
	if i >= len(b) {
		return nameEnd, failure(i, endsEarly), escaped
	}
	if b[i] != ':' {
		return nameEnd, failure(i, noColon), escaped
	}
	return nameEnd, SkipSpace(b, i+1), escaped
}

// SkipOpen is called with the index of a '{' or '[': it returns the index of the first member
// or item, and more; or, when there is none, the index after the closing bracket and !more; or
// a failure, when the text ends, and !more.
func SkipOpen(b []byte, i int) (next int, more bool) {
	end := b[i] + 2 // '{'+2 is '}', '['+2 is ']'
	i = SkipSpace(b, i+1)
	if i >= len(b) {
		return failure(i, endsEarly), false
	}
	if b[i] == end {
		return i + 1, false
	}
	return i, true
}

// SkipComma is called with the index after a value inside an array or object that ends with
// the bracket end ('}' or ']'): it returns the index of the next member or item, and more; or
// the index after the closing bracket, and !more; or a failure, and !more.
func SkipComma(b []byte, i int, end byte) (next int, more bool) {
	i = SkipSpace(b, i)
	if i >= len(b) {
		return failure(i, endsEarly), false
	}
	if b[i] == ',' {
		return SkipSpace(b, i+1), true
	}
	if b[i] == end {
		return i + 1, false
	}
	return failure(i, noComma), false
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
