package jsontext

// Signatures first; the bodies move to files of their own.

// SkipSpace returns the index of the first byte at or after i that is no white space of JSON,
// or len(b).
func SkipSpace(b []byte, i int) int

// SkipString skips the string that begins with the quote b[i]: end is the index after the
// closing quote, or a failure. escaped says whether the string has a backslash; without one
// its text is b[i+1:end-1].
func SkipString(b []byte, i int) (end int, escaped bool)

// SkipNumber skips the number that begins at i.
func SkipNumber(b []byte, i int) int

// SkipValue skips the value of any kind that begins at i, which must not be white space. depth
// is how many arrays and objects it may open within each other (MaxDepth, less what the caller
// is inside of); 0 leaves strings, numbers, true, false and null. A failure beyond it has
// TooDeep.
func SkipValue(b []byte, i, depth int) int

// SkipName skips a member's name, which begins at i, its colon and the white space around
// that. nameEnd is the index after the closing quote, value the index where the value must
// begin, or a failure. escaped is that of the name.
func SkipName(b []byte, i int) (nameEnd, value int, escaped bool)

// SkipOpen is called with the index of a '{' or '[': it returns the index of the first member
// or item, and more; or, when there is none, the index after the closing bracket and !more.
// next is a failure only when the text ends.
func SkipOpen(b []byte, i int) (next int, more bool)

// SkipComma is called with the index after a value inside an array or object that ends with
// the bracket end ('}' or ']'): it returns the index of the next member or item, and more; or
// the index after the closing bracket, and !more; or a failure, and !more.
func SkipComma(b []byte, i int, end byte) (next int, more bool)

// Check reports whether b is one value, with white space around it and nothing else, that
// nests at most MaxDepth deep. A nil error means yes; any other is an *Error.
func Check(b []byte) error

// Clean gives the text that TextDecoder makes of b: without a leading byte order mark, and with
// U+FFFD for each maximal subpart of an ill-formed sequence (WHATWG Encoding). It returns b
// itself, or b without its mark, when there is nothing to replace; else a copy.
func Clean(b []byte) []byte

// Unquote appends the text of a string token, quotes included in raw, as UTF-8. wellFormed is
// false when it has a lone surrogate escape; U+FFFD stands in its place then.
func Unquote(dst, raw []byte) (out []byte, wellFormed bool)

// Quote appends the UTF-8 text s as a string token, as JSON.stringify writes it.
func Quote(dst, s []byte) []byte

// NumberText appends what JavaScript's String(JSON.parse(raw)) gives for a number token.
func NumberText(dst, raw []byte) []byte

// Equal reports whether two values are equal after JSON.parse: objects with equal members in
// any order (the last of a name counts), arrays with equal items in order, anything else by
// Object.is: 1.0 is 1, "\u0061" is "a", and 0 is not -0. White space around them is ignored.
func Equal(a, b []byte) bool

// Canonical appends the value b with the members of its objects sorted by name, in the order
// of UTF-16 code units and of each name only the last, at every depth; without white space;
// strings and numbers as JSON.stringify writes them (a number beyond float64 is null).
func Canonical(dst, b []byte) []byte

// Members walks the members of an object. The zero value has none.
//
//	for m := jsontext.MembersOf(b, i); m.Next(); {
//		name, value := b[m.Name:m.NameEnd], b[m.Value:m.End]
//	}
type Members struct {
	b []byte
	i int
	// Name and NameEnd are the span of the present member's name, quotes included, Value and
	// End that of its value, without white space. Escaped is that of the name.
	Name, NameEnd, Value, End int
	Escaped                   bool
}

// MembersOf walks the object that begins with the brace b[i]; other values have no members.
func MembersOf(b []byte, i int) Members

// Next goes to the first or next member and reports whether there is one.
func (m *Members) Next() bool

// Items walks the items of an array, as Members does members.
type Items struct {
	b          []byte
	i          int
	Value, End int // the span of the present item
}

// ItemsOf walks the array that begins with the bracket b[i]; other values have no items.
func ItemsOf(b []byte, i int) Items

// Next goes to the first or next item and reports whether there is one.
func (it *Items) Next() bool

// Member finds the value that the object b, which may have white space around it, has under
// name, which is UTF-8: b[start:end] is the last one. ok is false when b is no object or has no
// such member.
func Member(b []byte, name string) (start, end int, ok bool)

// Hash is a 64-bit hash of b for tables and for telling changes: fast, well spread, the same on
// every platform, and not safe against somebody who looks for collisions and knows the seed.
func Hash(b []byte, seed uint64) uint64
