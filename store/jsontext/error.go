package jsontext

import "strconv"

// Error says where a text stops being acceptable JSON.
type Error struct {
	Offset  int    // index of the first byte that does not fit; the length when the text ends too early
	Message string // what is wrong, for a person
	TooDeep bool   // the text may be JSON, but nests deeper than the limit; Offset is the bracket beyond it
}

func (e *Error) Error() string {
	return "jsontext: " + e.Message + " at byte " + strconv.Itoa(e.Offset)
}

// ErrorOf gives the error of a failure, which is a negative result of a Skip function.
func ErrorOf(failure int) *Error {
	packed := ^failure
	why := reason(packed & (1<<reasonBits - 1))
	return &Error{Offset: packed >> reasonBits, Message: messages[why], TooDeep: why == tooDeep}
}

// A failure is the complement of an offset and a reason, so that every one of them is negative
// and a scanner has one number to return.
func failure(offset int, why reason) int {
	return ^(offset<<reasonBits | int(why))
}

type reason int

const reasonBits = 4

const (
	endsEarly reason = iota
	noValue
	noName
	noColon
	noComma
	controlCharacter
	badEscape
	badHex
	noDigit
	badWord
	tooDeep
	textAfter
)

var messages = [...]string{
	endsEarly:        "the text ends too early",
	noValue:          "expected a value",
	noName:           "expected a member name",
	noColon:          "expected a colon",
	noComma:          "expected a comma or a closing bracket",
	controlCharacter: "control character in a string",
	badEscape:        "unknown escape in a string",
	badHex:           "expected four hexadecimal digits",
	noDigit:          "expected a digit",
	badWord:          "expected true, false or null",
	tooDeep:          "nested too deep",
	textAfter:        "expected the end of the text",
}
