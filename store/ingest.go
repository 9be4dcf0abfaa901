package store

import (
	"errors"
	"math"

	"sluice/store/jsontext"
)

// refused is what the methods of ingest return, in place of an index, when ingest.err says why.
const refused = math.MinInt

// ingest takes one response apart: it goes over its bytes once, by the schema, and writes
// what every row and the result will hold. The text of what is being read is a stack: a
// nested row's text is cut off again when the row ends, and its number stands in its place.
type ingest struct {
	change *Change
	store  *Store
	body   []byte
	args   []byte
	depth  int // how deep the value at hand is nested
	floor  int // the depth from which the stack is in use
	base   int // where in text the row at hand begins
	text   []byte
	refs   []ref
	path   []string // to the place of err, innermost first
	err    error
	pk     []byte // scratch
	nested bool   // inside of a row
	normal bool   // body has pks in the place of references
	sound  bool   // body is known to be JSON
	last   parent
	// argTexts are the arguments one by one.
	argTexts [][]byte
	argList  []byte // all of them, for filters
	recall   recall
	firm     bool // the body is not to be written over from here on
	later    []postponed
}

// errTwice says that a member that has a schema is there twice.
var errTwice = errors.New("store: a member twice")

// response reads the whole body by the schema of an endpoint.
func (in *ingest) response(n *Node) {
	i := in.whole(n, jsontext.SkipSpace(in.body, 0))
	if i < 0 {
		in.again()
	}
	if i < 0 && in.err != nil && jsontext.Check(in.body) == nil {
		// Of members of one name only the last counts, and what the others hold was never said.
		if once := jsontext.Canonical(nil, in.body); in.err == errTwice || in.misfits() && members(once) < members(in.body) {
			in.reset()
			in.body = once
			i = in.whole(n, 0)
		}
	}
	if i >= 0 {
		if i = jsontext.SkipSpace(in.body, i); i < len(in.body) {
			in.again()
			in.err = jsontext.Check(in.body)
		}
	}
	if i >= 0 {
		return
	}
	// What is no JSON is refused as such, wherever it also does not fit.
	if in.err == nil {
		in.err = jsontext.ErrorOf(i)
	} else if err := jsontext.Check(in.body); err != nil && !in.isEmpty() {
		in.err = err
	}
}

// whole reads the value at i with all that is put off meanwhile.
func (in *ingest) whole(n *Node, i int) int {
	end := in.root(n, i)
	if end >= 0 && len(in.later) > 0 {
		if failure := in.resume(); failure < 0 {
			return failure
		}
	}
	return end
}

// isEmpty reports whether there is no response, which stands for undefined.
func (in *ingest) isEmpty() bool { return jsontext.SkipSpace(in.body, 0) == len(in.body) }

// root reads the value at i as the whole response.
func (in *ingest) root(n *Node, i int) int {
	if i >= len(in.body) {
		if n.Kind == Invalidate {
			return in.invalidatedByArgs(n, i)
		}
		in.err = &SchemaError{Message: "is empty; it needs " + n.Kind.needs()}
		return refused
	}
	c := in.body[i]
	switch n.Kind {
	case Query:
		return in.root(n.Items, i)
	case Entity:
		if c != '{' && (n.Process == 0 || c != '[') {
			return in.misfit(n, i, n.Kind.needs())
		}
	case Array, All:
		if c != '[' {
			return in.misfit(n, i, n.Kind.needs())
		}
	case Object, Values, Union:
		if c != '{' {
			return in.misfit(n, i, n.Kind.needs())
		}
	case Collection:
		return in.collection(n, i, place{at: -1, rise: whole})
	case Adder:
		return in.added(n, i, place{at: -1, rise: whole})
	case Invalidate:
		if end := in.skipNothing(i); end >= 0 {
			return in.invalidatedByArgs(n, end)
		}
	}
	return in.value(n, i, place{at: -1, rise: whole})
}

// value reads the value at i by a schema and appends its normalised form. References that
// are null or missing stay as they are.
func (in *ingest) value(n *Node, i int, from place) int {
	if i >= len(in.body) {
		return jsontext.SkipValue(in.body, i, 0)
	}
	if n == nil {
		return in.plain(i)
	}
	switch c := in.body[i]; {
	case c == 'n':
		if n.Kind == Invalidate {
			return in.misfit(n, i, "an object, a string or a number")
		}
		return in.plain(i)
	case n.Kind == Query:
		return in.value(n.Items, i, from)
	case n.Kind == Invalidate:
		return in.invalidated(n, i, from)
	case n.Kind == Adder:
		return in.added(n, i, from)
	case n.Kind == Collection:
		return in.collection(n, i, from)
	case c == '{':
		switch n.Kind {
		case Entity:
			return in.entity(n, i, from)
		case Object:
			return in.object(n, i, from.rise)
		case Values:
			return in.values(n, i)
		case Union:
			return in.union(n, i, from)
		}
	case c == '[':
		switch {
		case n.Kind == Array:
			return in.array(n, i, from)
		case n.Kind == All:
			return in.all(n, i, from)
		case n.Kind == Entity && n.Process != 0:
			return in.entity(n, i, from)
		}
	case n.Kind == Entity && (c == '"' || c == '-' || c-'0' <= 9):
		return in.reference(n, i, from.rise)
	}
	switch n.Kind {
	case Array, All:
		return in.misfit(n, i, "an array or null")
	case Entity:
		return in.misfit(n, i, "an object, a string, a number or null")
	default:
		return in.misfit(n, i, "an object or null")
	}
}

// plain copies a value that has no schema.
func (in *ingest) plain(i int) int {
	end := jsontext.SkipValue(in.body, i, jsontext.MaxDepth-in.depth)
	if end >= 0 {
		in.text = append(in.text, in.body[i:end]...)
	}
	return end
}

// entity reads an object as a row and leaves a reference in its place.
func (in *ingest) entity(n *Node, i int, from place) int {
	if !n.plain {
		return in.custom(n, i, from)
	}
	if in.deep() {
		return in.postponeAt(n, i, from)
	}
	text, refs, base, nested := len(in.text), len(in.refs), in.base, in.nested
	in.base, in.nested = text, true
	pk, end := in.members(n, i, stays)
	if end < 0 {
		return end
	}
	if len(n.PK) != 1 {
		pk = in.compositePK(n, in.body[i:end])
	} else {
		pk = in.pkText(pk)
	}
	if len(pk) == 0 {
		if pk = in.temporary(); len(pk) == 0 {
			return in.noPK(n)
		}
	}
	r := in.row(n, pk)
	if n.Expiry != n.Expiry {
		in.change.add(r, n, in.text[text:], in.refs[refs:])
	} else {
		in.change.addBy(r, n, in.text[text:], in.refs[refs:])
	}
	in.text, in.refs, in.base, in.nested = in.text[:text], in.refs[:refs], base, nested
	in.link(r, n, from.rise)
	return end
}

// members copies the object at i with the values of its fields normalised. It gives the text of
// the value of the pk, if that is one member and the object has it.
func (in *ingest) members(n *Node, i int, up rise) (pk []byte, end int) {
	if in.depth++; in.tooDeep() {
		return nil, jsontext.SkipValue(in.body, i, 0)
	}
	b, copied := in.body, i
	in.firm = in.firm || len(n.Fields) > 64 // see metBefore
	var seen uint64
	key := ""
	if len(n.PK) == 1 {
		key = n.PK[0]
	}
	m := jsontext.Scan(b, i)
	for m.Next() {
		name := b[m.Name+1 : m.NameEnd-1]
		if m.Escaped {
			name, _ = jsontext.Unquote(nil, b[m.Name:m.NameEnd])
		}
		if f := n.at(name); f >= 0 {
			bit := uint64(1) << f // 0 from 64 on
			if seen&bit != 0 || bit == 0 && n.metBefore(b, i, m.Name, f) {
				in.err = errTwice
				return nil, refused
			}
			seen |= bit
			in.text = append(in.text, b[copied:m.Value]...)
			field := &n.Fields[f]
			m.End = in.value(field.Node, m.Value, place{at: i, name: field.Name, rise: n.rise(field, up)})
			copied = m.End
		} else if m.End == 0 {
			m.End = jsontext.SkipValue(b, m.Value, jsontext.MaxDepth-in.depth)
		}
		if m.End < 0 {
			in.inside(name, m.End)
			return nil, m.End
		}
		if key != "" && len(name) == len(key) && string(name) == key {
			pk = b[m.Value:m.End]
		}
	}
	if m.End < 0 {
		return nil, m.End
	}
	in.depth--
	in.text = append(in.text, b[copied:m.End]...)
	return pk, m.End
}

// metBefore reports whether the object at i has the member of a field before j.
func (n *Node) metBefore(b []byte, i, j, f int) bool {
	for k, _ := jsontext.SkipOpen(b, i); k < j; {
		nameEnd, value, _ := jsontext.SkipName(b, k)
		if name, _ := jsontext.Unquote(nil, b[k:nameEnd]); n.at(name) == f {
			return true
		}
		k, _ = jsontext.SkipComma(b, jsontext.SkipValue(b, value, jsontext.MaxDepth), '}')
	}
	return false
}

// reset forgets what was read so far.
func (in *ingest) reset() {
	c := in.change
	in.store.Drop(c)
	c.memo, c.occ, c.mixed = nil, nil, false
	if c.layer != nil {
		c.layer.said, c.layer.ruled, c.layer.adds, c.layer.count = nil, nil, nil, 0
	}
	in.err, in.depth, in.floor, in.base, in.nested, in.recall, in.later = nil, 0, 0, 0, false, recall{}, nil
	in.text, in.refs, in.path = in.text[:0], in.refs[:0], in.path[:0]
}
