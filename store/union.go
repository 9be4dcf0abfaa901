package store

import "sluice/store/jsontext"

// union reads an object by the schema of its type. One of an unknown type stays as it is.
func (in *ingest) union(n *Node, i int, from place) int {
	end := jsontext.SkipValue(in.body, i, jsontext.MaxDepth-in.depth)
	if end < 0 {
		return end
	}
	object := in.body[i:end]
	if in.normal {
		if r, t := in.denoted(n, object); t != nil {
			in.linkAs(r, t, from)
			return end
		}
	}
	t := in.typed(n, object, from)
	if in.err != nil {
		return refused
	}
	if t == nil {
		in.text = append(in.text, object...)
		return end
	}
	text := len(in.text)
	if j := in.entity(t.Node, i, from); j < 0 {
		return j
	}
	r := in.refs[len(in.refs)-1].to
	in.text, in.refs = in.text[:text], in.refs[:len(in.refs)-1]
	in.linkAs(r, t, from)
	return end
}

// typed gives the type of an object, nil for an unknown one.
func (in *ingest) typed(n *Node, object []byte, from place) *Field {
	if n.ByFunc == 0 {
		tag, _ := memberOf(object, n.By)
		return n.typeOf(tag)
	}
	holder, name := in.parent(from)
	if in.err != nil {
		return nil
	}
	return n.typeOf(in.call(n.ByFunc, object, holder, name))
}

// linkAs writes a reference in the place of a row that a union holds.
func (in *ingest) linkAs(r *row, t *Field, from place) {
	in.text, in.refs = appendTagged(in.text, in.refs, in.base, r, t, from.rise)
}

// appendTagged writes a reference of a union: the row and its type.
func appendTagged(text []byte, refs []ref, base int, r *row, t *Field, up rise) ([]byte, []ref) {
	text = append(text, '[')
	text, refs = appendRef(text, refs, base, r, t.Node, up)
	refs[len(refs)-1].tagged = true
	text = append(text, ',')
	text = jsontext.Quote(text, []byte(t.Name))
	return append(text, ']'), refs
}
