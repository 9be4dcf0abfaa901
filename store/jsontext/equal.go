package jsontext

import "math"

// Equal reports whether two values are equal after JSON.parse: objects with equal members in
// any order (the last of a name counts), arrays with equal items in order, anything else by
// Object.is: 1.0 is 1, "\u0061" is "a", and 0 is not -0. White space around them is ignored.
func Equal(a, b []byte) bool {
	if SameBytes(a, b) {
		return true
	}
	a, b = a[SkipSpace(a, 0):], b[SkipSpace(b, 0):]
	if a[0]|0x20 != '{' || b[0]|0x20 != '{' {
		return a[0]|0x20 != '{' && b[0]|0x20 != '{' && equalScalars(a[:pass(a, 0)], b[:pass(b, 0)])
	}
	var nodes [2][32]node
	var frames [2][8]frame
	var order [2][32]int
	v := walk{frames: frames[0][:0], order: order[0][:0]}
	w := walk{frames: frames[1][:0], order: order[1][:0]}
	v.grow(a, nodes[0][:0])
	w.grow(b, nodes[1][:0])
	for {
		s, t := v.next(), w.next()
		if s.kind != t.kind {
			return false
		}
		switch s.kind {
		case 0:
			return true
		case ':', '0':
			if !equalScalars(a[s.start:s.end], b[t.start:t.end]) {
				return false
			}
		}
	}
}

// equalScalars compares two tokens that are no arrays or objects.
func equalScalars(a, b []byte) bool {
	if SameBytes(a, b) {
		return true
	}
	switch c, d := a[0], b[0]; {
	case c == '"' || d == '"':
		return c == d && compareStrings(a, b) == 0
	case c > '9' || d > '9': // true, false, null: each is written in one way
		return false
	case plainInteger(a) && plainInteger(b):
		return false
	}
	return math.Float64bits(number(a)) == math.Float64bits(number(b))
}
