// Package wire is the format of the two byte streams between JavaScript and the core:
// commands in, operations out.
//
// Its parts ([Parts]) and [Changes] define it. The Go codec (…_gen.go) and the TypeScript codec
// (www/packages/sluice/src/wire) are generated from them by `make generate`; nothing else may know a
// code or a layout.
//
// A stream is a sequence of messages: one byte for the code, then the fields in their order,
// little-endian and unaligned. A text is a U32 of its length in bytes and then UTF-8.
package wire

// Type is the type of a field.
type Type uint8

// The types.
const (
	U8   Type = iota // one byte
	U32              // four bytes
	F64              // eight bytes, IEEE 754; times and durations are in ms
	Text             // U32 length, then UTF-8
)

// Field is one field of a message.
type Field struct {
	Name string // lower camel case
	Type Type
}

// Message is one kind of command or operation.
type Message struct {
	Code   uint8
	Name   string // upper camel case
	Doc    string // completes "Name …"
	Fields []Field
}

// Change is one kind of change.
type Change struct {
	Code uint8  // below 16
	Name string // upper camel case
	Doc  string // completes "Name …"
}

// Part is what belongs to one concern. Codes are of the commands, or of the operations, of all parts.
type Part struct {
	Name       string    // one word in lower case, of the files that are generated
	About      string    // completes "is about …"
	Commands   []Message // go from JavaScript to the core
	Operations []Message // go from the core to JavaScript
}

// Parts are all of them.
var Parts = []Part{
	clientPart, callPart, rejectionPart, networkPart, stepPart, watchPart, knownPart, updatePart,
	endpointPart, viewPart, pollPart, writePart, statePart, sweepPart, socketPart, subscriptionPart, framePart,
}

// Commands and Operations are those of all parts.
var (
	Commands   = all(func(p Part) []Message { return p.Commands })
	Operations = all(func(p Part) []Message { return p.Operations })
)

func all(of func(Part) []Message) (list []Message) {
	for _, p := range Parts {
		list = append(list, of(p)...)
	}
	return list
}

// Changes say what becomes of the objects that rows and roots are seen as, see store.Sink. They
// are a stream of their own: three numbers for each, the first with the space in its upper 28
// bits and the code in the lower 4, then node and row or root. The texts of those that have one
// are another stream: the items of a JSON array, in their order.
var Changes = []Change{
	{1, "Make", "gives a row a new object, and has a text."},
	{2, "Relink", "gives a row a new object that has the same text as before."},
	{3, "Drop", "says that a row has nothing to show."},
	{4, "Share", "says that the space shows what the one under it does."},
	{5, "Forget", "says that no object refers to a row any more, in no space."},
	{6, "MakeRoot", "gives a root a new value, and has a text."},
	{7, "RelinkRoot", "gives a root a new value that has the same text as before."},
	{8, "DropRoot", "says that a root has nothing to show."},
	{9, "ShareRoot", "says that the space shows what the one under it does."},
	{10, "ForgetRoot", "says that a root is closed."},
	{12, "Reset", "says that nothing that was told before is meant any more."},
	{11, "Client", "says whose the following changes are: the second number is the client's."},
}
