package jsontext

import "math"

// Canonical appends the value b with the members of its objects sorted by name, in the order
// of UTF-16 code units and of each name only the last, at every depth; without white space;
// strings and numbers as JSON.stringify writes them, so that -0 is 0 and a number beyond
// float64 is null.
func Canonical(dst, b []byte) []byte {
	var nodes [32]node
	var frames [8]frame
	var order [32]int
	w := walk{frames: frames[:0], order: order[:0]}
	w.grow(b[SkipSpace(b, 0):], nodes[:0])
	comma := false
	for t := w.next(); t.kind != 0; t = w.next() {
		if comma && t.kind != '}' && t.kind != ']' {
			dst = append(dst, ',')
		}
		comma = true
		switch t.kind {
		case '{', '[':
			dst = append(dst, t.kind)
			comma = false
		case '}', ']':
			dst = append(dst, t.kind)
		case ':':
			dst = append(requote(dst, w.b[t.start:t.end]), ':')
			comma = false
		default:
			dst = appendScalar(dst, w.b[t.start:t.end])
		}
	}
	return dst
}

// appendScalar appends a value that is no array or object as JSON.stringify writes it.
func appendScalar(dst, raw []byte) []byte {
	switch c := raw[0]; {
	case c == '"':
		return requote(dst, raw)
	case c > '9': // true, false, null
		return append(dst, raw...)
	case plainInteger(raw):
		return append(dst, raw...)
	}
	f := number(raw)
	if math.IsInf(f, 0) {
		return append(dst, "null"...)
	}
	return appendNumber(dst, f)
}
