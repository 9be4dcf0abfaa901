package store

import "sluice/store/jsontext"

// Reading recurses by the schema, and the stack of a WebAssembly module in a page ends at some
// six thousand rows within each other. So a row that is nested deeper than one thousand arrays and
// objects is read later, from the start of the stack: what is around it needs only its pk.
const (
	recursion = 1000
	// Where no row is met, values may nest this deep by a schema that holds itself.
	recursionWithoutRows = 4000
)

// postponed is a row that is to be read when all around it was.
type postponed struct {
	node   *Node
	row    *row
	body   []byte
	at     int
	depth  int
	normal bool
}

// deep reports whether it is time to put a row off.
func (in *ingest) deep() bool { return in.depth-in.floor > recursion }

// tooDeep reports whether one array or object more is too many.
func (in *ingest) tooDeep() bool {
	return in.depth > jsontext.MaxDepth || in.depth-in.floor > recursionWithoutRows
}

// postpone leaves a reference to a row whose object is at i in a body and ends the reading of it for now.
func (in *ingest) postpone(n *Node, r *row, body []byte, i int, from place) {
	in.later = append(in.later, postponed{node: n, row: r, body: body, at: i, depth: in.depth, normal: in.normal})
	in.change.memo = nil // which knows nothing of such rows
	in.link(r, n, from.rise)
}

// postponeAt does so for an entity without functions. It returns where the object ends.
func (in *ingest) postponeAt(n *Node, i int, from place) int {
	end := jsontext.SkipValue(in.body, i, jsontext.MaxDepth-in.depth)
	if end < 0 {
		return end
	}
	r := in.identify(n, in.body[i:end], from, true)
	if r == nil {
		return refused
	}
	in.postpone(n, r, in.body, i, from)
	return end
}

// resume reads the rows that were put off.
func (in *ingest) resume() int {
	body, normal := in.body, in.normal
	for len(in.later) > 0 {
		p := in.later[0]
		in.later = in.later[1:]
		in.body, in.normal, in.depth, in.floor = p.body, p.normal, p.depth, p.depth
		if end := in.fill(p.node, p.row, p.at); end < 0 {
			if end == refused {
				in.path = append(in.path, "…")
			}
			in.body = body
			return end
		}
	}
	in.body, in.normal = body, normal
	return 0
}

// fill reads the object at i as what is said about a row.
func (in *ingest) fill(n *Node, r *row, i int) int {
	text, refs, base, nested := len(in.text), len(in.refs), in.base, in.nested
	in.base, in.nested = text, true
	_, end := in.members(n, i, stays)
	in.base, in.nested = base, nested
	if end < 0 {
		return end
	}
	if n.plain {
		in.change.addBy(r, n, in.text[text:], in.refs[refs:])
	} else if !in.valid(n, in.text[text:], in.refs[refs:]) || !in.combine(r, n, text, refs) {
		return refused
	}
	in.text, in.refs = in.text[:text], in.refs[:refs]
	return end
}
