package jsontext

import (
	"unicode/utf16"
	"unicode/utf8"
)

const hexDigits = "0123456789abcdef"

// Quote appends the UTF-8 text s as a string token, as JSON.stringify writes it.
func Quote(dst, s []byte) []byte {
	dst = append(dst, '"')
	for i := 0; ; i++ {
		start := i
		i = special(s, i)
		dst = append(dst, s[start:i]...)
		if i == len(s) {
			return append(dst, '"')
		}
		dst = appendEscape(dst, rune(s[i]))
	}
}

// requote appends a string token as JSON.stringify would write it.
func requote(dst, raw []byte) []byte {
	start := 0
	for i := special(raw, 1); i < len(raw)-1; i = special(raw, i) {
		dst = append(dst, raw[start:i]...)
		var r rune
		r, i = unescape(raw, i)
		if r < ' ' || r == '"' || r == '\\' || utf16.IsSurrogate(r) {
			dst = appendEscape(dst, r)
		} else {
			dst = utf8.AppendRune(dst, r)
		}
		start = i
	}
	return append(dst, raw[start:]...)
}

// appendEscape appends a character that JSON.stringify escapes: a control character, a quote,
// a backslash or a lone surrogate.
//
//go:noinline
func appendEscape(dst []byte, r rune) []byte {
	switch r {
	case '"', '\\':
		return append(dst, '\\', byte(r))
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return append(dst, '\\', 'u',
		hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
}
