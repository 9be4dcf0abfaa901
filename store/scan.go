package store

import "strconv"

// MaxDepth is how deep arrays and objects may nest. Beyond it a text is refused, so that no
// input can exhaust a stack on either side of the boundary.
const MaxDepth = 10_000

// SyntaxError says where a text stops being JSON.
type SyntaxError struct {
	Offset int    // byte offset of the first byte that does not fit; the length when the text ends too early
	What   string // what is wrong, for a person
}

func (e *SyntaxError) Error() string {
	return "store: invalid JSON at byte " + strconv.Itoa(e.Offset) + ": " + e.What
}

// Check reports whether text is one JSON value by RFC 8259, with white space around it, and
// nothing else. A nil error means yes; otherwise it is a *SyntaxError. Invalid UTF-8 inside
// strings is let through: whoever decodes the text replaces it, as TextDecoder does.
func Check(text []byte) error {
	i, err := skipValue(text, skipSpace(text, 0))
	if err != nil {
		return err
	}
	if i = skipSpace(text, i); i < len(text) {
		return &SyntaxError{i, "text after the value"}
	}
	return nil
}

func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}

// skipValue returns the offset behind the value that starts at i. It does not recurse: the
// kinds of the open brackets are bits of a stack.
func skipValue(b []byte, i int) (int, error) {
	var open [MaxDepth/64 + 1]uint64 // 1 for an object
	depth := 0
	for {
		var err error
		// A value.
		if i >= len(b) {
			return 0, &SyntaxError{i, "the text ends where a value should stand"}
		}
		switch c := b[i]; {
		case c == '{' || c == '[':
			if depth == MaxDepth {
				return 0, &SyntaxError{i, "nested deeper than 10,000"}
			}
			if c == '{' {
				open[depth>>6] |= 1 << (depth & 63)
			} else {
				open[depth>>6] &^= 1 << (depth & 63)
			}
			depth++
			i = skipSpace(b, i+1)
			if i < len(b) && b[i] == c+2 { // '{'+2 is '}', '['+2 is ']'
				i++
				depth--
				break
			}
			if c == '{' {
				if i, err = skipName(b, i); err != nil {
					return 0, err
				}
			}
			continue
		case c == '"':
			i, err = skipString(b, i)
		case c == '-' || '0' <= c && c <= '9':
			i, err = skipNumber(b, i)
		case c == 't':
			i, err = skipWord(b, i, "true")
		case c == 'f':
			i, err = skipWord(b, i, "false")
		case c == 'n':
			i, err = skipWord(b, i, "null")
		default:
			err = &SyntaxError{i, "no value starts like this"}
		}
		if err != nil {
			return 0, err
		}
		// What follows a value: the end, a comma and the next one, or closing brackets.
		for {
			if depth == 0 {
				return i, nil
			}
			i = skipSpace(b, i)
			if i >= len(b) {
				return 0, &SyntaxError{i, "the text ends inside an array or object"}
			}
			object := open[(depth-1)>>6]>>((depth-1)&63)&1 == 1
			if b[i] == ',' {
				i = skipSpace(b, i+1)
				if object {
					if i, err = skipName(b, i); err != nil {
						return 0, err
					}
				}
				break
			}
			if object && b[i] == '}' || !object && b[i] == ']' {
				i++
				depth--
				continue
			}
			return 0, &SyntaxError{i, "expected a comma or the end of the array or object"}
		}
	}
}

// skipName reads a member's name and its colon, and returns the offset of its value.
func skipName(b []byte, i int) (int, error) {
	if i >= len(b) || b[i] != '"' {
		return 0, &SyntaxError{i, "expected a member name"}
	}
	i, err := skipString(b, i)
	if err != nil {
		return 0, err
	}
	i = skipSpace(b, i)
	if i >= len(b) || b[i] != ':' {
		return 0, &SyntaxError{i, "expected a colon"}
	}
	return skipSpace(b, i+1), nil
}

func skipString(b []byte, i int) (int, error) {
	for i++; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			return i + 1, nil
		case c < ' ':
			return 0, &SyntaxError{i, "control character in a string"}
		case c == '\\':
			i++
			if i >= len(b) {
				break
			}
			switch b[i] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				for n := 0; n < 4; n++ {
					i++
					if i >= len(b) {
						return 0, &SyntaxError{i, "the text ends inside a string"}
					}
					if hexDigit(b[i]) < 0 {
						return 0, &SyntaxError{i, "expected four hexadecimal digits"}
					}
				}
			default:
				return 0, &SyntaxError{i, "unknown escape"}
			}
		}
	}
	return 0, &SyntaxError{len(b), "the text ends inside a string"}
}

func skipNumber(b []byte, i int) (int, error) {
	if b[i] == '-' {
		i++
	}
	switch {
	case i < len(b) && b[i] == '0':
		i++
	case i < len(b) && '1' <= b[i] && b[i] <= '9':
		i = skipDigits(b, i)
	default:
		return 0, &SyntaxError{i, "expected a digit"}
	}
	if i < len(b) && b[i] == '.' {
		at := i + 1
		if i = skipDigits(b, at); i == at {
			return 0, &SyntaxError{i, "expected a digit"}
		}
	}
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		i++
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		at := i
		if i = skipDigits(b, at); i == at {
			return 0, &SyntaxError{i, "expected a digit"}
		}
	}
	return i, nil
}

func skipDigits(b []byte, i int) int {
	for i < len(b) && '0' <= b[i] && b[i] <= '9' {
		i++
	}
	return i
}

func skipWord(b []byte, i int, word string) (int, error) {
	for n := 0; n < len(word); n++ {
		if i+n >= len(b) || b[i+n] != word[n] {
			return 0, &SyntaxError{i + n, "expected " + word}
		}
	}
	return i + len(word), nil
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
