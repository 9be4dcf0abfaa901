package store

import (
	"errors"
	"strconv"
	"strings"

	"sluice/store/jsontext"
)

// SchemaError says that a value does not fit its schema.
type SchemaError struct {
	Path    string // where in the value, as in articles[3].author; "" for the whole of it
	Message string
}

func (e *SchemaError) Error() string {
	if e.Path == "" {
		return "store: the value " + e.Message
	}
	return "store: " + e.Path + " " + e.Message
}

// misfit refuses the value at i, which is not what a schema needs there.
func (in *ingest) misfit(n *Node, i int, needed string) int {
	in.err = &SchemaError{Message: "is " + kindOf(in.body[i]) + "; " + n.title() + " needs " + needed}
	return refused
}

// misfits reports whether the body was refused because it does not fit.
func (in *ingest) misfits() bool {
	var schema *SchemaError
	return errors.As(in.err, &schema)
}

// members counts the members of all objects in a JSON text.
func members(text []byte) (n int) {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			end, _ := jsontext.SkipString(text, i)
			i = end - 1
		case ':':
			n++
		}
	}
	return n
}

// title names what a schema reads.
func (n *Node) title() string {
	switch n.Kind {
	case Entity:
		return n.Name
	case Union:
		var names []string
		for i := range n.Fields {
			names = append(names, n.Fields[i].Name)
		}
		return strings.Join(names, " or ")
	case Query, Invalidate:
		return n.Items.title()
	default:
		return "the schema"
	}
}

// noPK refuses an object that names no row.
func (in *ingest) noPK(n *Node) int {
	pk := "pk"
	if len(n.PK) > 0 {
		pk = strings.Join(n.PK, ", ")
	}
	in.err = &SchemaError{Message: "has no usable " + pk + ", which " + n.Name + " needs to be told apart: a string that is not empty, or a number"}
	return refused
}

// inside notes, on the way out of a value that was refused, the member that holds it.
func (in *ingest) inside(name []byte, failure int) {
	if failure == refused {
		in.again() // the name stands in the body
		in.path = append(in.path, "."+string(name))
	}
}

// item notes, likewise, the place in an array.
func (in *ingest) item(at, failure int) {
	if failure == refused {
		in.path = append(in.path, "["+strconv.Itoa(at)+"]")
	}
}

// reason gives the error of an ingest that was refused, with its path.
func (in *ingest) reason() error {
	if e, ok := in.err.(*SchemaError); ok {
		var b strings.Builder
		for i := len(in.path) - 1; i >= 0; i-- {
			b.WriteString(in.path[i])
		}
		e.Path = strings.TrimPrefix(b.String(), ".")
	}
	return in.err
}

// kindOf names the kind of the JSON value that begins with a byte.
func kindOf(first byte) string {
	switch first {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	default:
		return "a number"
	}
}

// needs says what a response of a kind of schema must be.
func (k Kind) needs() string {
	switch k {
	case Array, All:
		return "an array"
	case Collection, Adder:
		return "a list, or what belongs into it"
	default:
		return "an object"
	}
}
