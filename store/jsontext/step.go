package jsontext

// SkipName skips a member's name, which begins at i, its colon and the white space around
// that. nameEnd is the index after the closing quote, value the index where the value must
// begin, or a failure. escaped is that of the name.
func SkipName(b []byte, i int) (nameEnd, value int, escaped bool) {
	if i < 0 {
		return i, i, false
	}
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
	if i < 0 {
		return i, false
	}
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
	if i < 0 {
		return i, false
	}
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
