package jsontext

import (
	"unicode/utf16"
	"unicode/utf8"
)

// Unquote appends the text of a string token, quotes included in raw, as UTF-8. wellFormed is
// false when it has a lone surrogate escape; U+FFFD stands in its place then.
func Unquote(dst, raw []byte) (out []byte, wellFormed bool) {
	wellFormed = true
	for i := 1; ; {
		start := i
		i = special(raw, i)
		dst = append(dst, raw[start:i]...)
		if i >= len(raw)-1 {
			return dst, wellFormed
		}
		var r rune
		if r, i = unescape(raw, i); utf16.IsSurrogate(r) {
			wellFormed = false
		}
		dst = utf8.AppendRune(dst, r) // which makes U+FFFD of a surrogate
	}
}

// unescape reads the escape that begins with the backslash raw[i], and the one after it when
// the two are a pair of surrogates. The rune is a surrogate when it is a lone one.
func unescape(raw []byte, i int) (rune, int) {
	c := raw[i+1]
	i += 2
	switch c {
	case 'b':
		return '\b', i
	case 'f':
		return '\f', i
	case 'n':
		return '\n', i
	case 'r':
		return '\r', i
	case 't':
		return '\t', i
	case 'u':
		r := unit(raw, i)
		i += 4
		if utf16.IsSurrogate(r) && i+6 < len(raw) && raw[i] == '\\' && raw[i+1] == 'u' {
			if pair := utf16.DecodeRune(r, unit(raw, i+2)); pair != utf8.RuneError {
				return pair, i + 6
			}
		}
		return r, i
	}
	return rune(c), i // '"', '\\', '/'
}

// unit reads the four hexadecimal digits at raw[i:].
func unit(raw []byte, i int) rune {
	var r int
	for _, c := range raw[i : i+4] {
		r = r<<4 | hexDigit(c)
	}
	return rune(r)
}

// nextRune reads what stands at raw[i] in a string token: an escape or a character. The rune
// is a surrogate when it is a lone one.
func nextRune(raw []byte, i int) (rune, int) {
	switch c := raw[i]; {
	case c == '\\':
		return unescape(raw, i)
	case c < utf8.RuneSelf:
		return rune(c), i + 1
	}
	r, size := utf8.DecodeRune(raw[i:])
	return r, i + size
}
