package store

import (
	"unicode/utf16"
	"unicode/utf8"
)

// Member returns the bytes of the value that the object text has under name, without the
// white space around it. Of members with equal names the last counts, as with JSON.parse.
// ok is false when text is no JSON object or has no such member.
func Member(text []byte, name string) (value []byte, ok bool) {
	i := skipSpace(text, 0)
	if i >= len(text) || text[i] != '{' {
		return nil, false
	}
	i = skipSpace(text, i+1)
	for i < len(text) && text[i] != '}' {
		start := i
		at, err := skipName(text, i)
		if err != nil {
			return nil, false
		}
		nameEnd, _ := skipString(text, start)
		end, err := skipValue(text, at)
		if err != nil {
			return nil, false
		}
		if member, _ := String(text[start:nameEnd]); member == name {
			value, ok = text[at:end], true
		}
		i = skipSpace(text, end)
		if i < len(text) && text[i] == ',' {
			i = skipSpace(text, i+1)
		}
	}
	return value, ok
}

// String decodes a JSON string, quotes included. A lone surrogate becomes U+FFFD. ok is false
// when text is no JSON string.
func String(text []byte) (s string, ok bool) {
	if len(text) < 2 || text[0] != '"' {
		return "", false
	}
	if end, err := skipString(text, 0); err != nil || end != len(text) {
		return "", false
	}
	text = text[1 : len(text)-1]
	plain := true
	for _, c := range text {
		if c == '\\' {
			plain = false
			break
		}
	}
	if plain {
		return string(text), true
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			out = append(out, text[i])
			continue
		}
		i++
		switch c := text[i]; c {
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r := unit(text[i+1:])
			i += 4
			if utf16.IsSurrogate(r) {
				low := rune(-1)
				if len(text)-i > 6 && text[i+1] == '\\' && text[i+2] == 'u' {
					low = unit(text[i+3:])
				}
				if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
					r = pair
					i += 6
				} else {
					r = utf8.RuneError
				}
			}
			out = utf8.AppendRune(out, r)
		default: // '"', '\\', '/'
			out = append(out, c)
		}
	}
	return string(out), true
}

// unit reads the four hexadecimal digits at the start of b.
func unit(b []byte) rune {
	var r rune
	for n := 0; n < 4; n++ {
		r = r<<4 | rune(hexDigit(b[n]))
	}
	return r
}
