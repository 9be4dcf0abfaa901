package store

import "sluice/store/jsontext"

// appendNormal appends a text as functions and states show it: a reference is the pk of its row, that of
// a union {"id":pk,"schema":type}.
func appendNormal(dst, text []byte, refs []ref) []byte {
	at := 0
	for i := range refs {
		r := &refs[i]
		start, end := int(r.at), int(r.at)+int(r.len)
		if !r.tagged {
			dst = append(dst, text[at:start]...)
			dst = jsontext.Quote(dst, []byte(r.to.pk))
			at = end
			continue
		}
		tag, _ := jsontext.SkipString(text, end+1)
		dst = append(dst, text[at:start-1]...)
		dst = append(dst, `{"id":`...)
		dst = jsontext.Quote(dst, []byte(r.to.pk))
		dst = append(dst, `,"schema":`...)
		dst = append(append(dst, text[end+1:tag]...), '}')
		at = tag + 1
	}
	return append(dst, text[at:]...)
}

// normal gives what k holds as functions and states show it.
func (k *content) normal() []byte { return appendNormal(nil, k.own, k.refs) }

// read reads what a function gave as the members of a row, or as the items of a list; pks says
// whether references are pks in it. own and refs are on top of the stack, from text and refs on.
func (in *ingest) read(n *Node, object []byte, pks bool) (text, refs int, ok bool) {
	text, refs = len(in.text), len(in.refs)
	body, base, nested, normal, depth := in.body, in.base, in.nested, in.normal, in.depth
	in.body, in.base, in.nested, in.normal = object, text, true, pks
	end := in.inner(n)
	if in.err == errTwice {
		in.err, in.depth = nil, depth
		in.text, in.refs = in.text[:text], in.refs[:refs]
		in.body = jsontext.Canonical(nil, object)
		end = in.inner(n)
	}
	in.fail(end)
	in.body, in.base, in.nested, in.normal = body, base, nested, normal
	return text, refs, end >= 0
}

// inner reads the body as what a row of n holds.
func (in *ingest) inner(n *Node) int {
	switch n.Kind {
	case Array:
		return in.array(n, 0, place{at: -1})
	case Values:
		return in.values(n, 0)
	default:
		_, end := in.members(n, 0, stays)
		return end
	}
}

// fail makes a failure of the scanner in a text that is not the response's the error.
func (in *ingest) fail(end int) {
	if end < 0 && in.err == nil {
		in.err = jsontext.ErrorOf(end)
	}
}

// denoted gives the row that {"id":pk,"schema":type} means in the place of a union, in a text in
// which references are pks; nil if the object is none of these.
func (in *ingest) denoted(n *Node, object []byte) (*row, *Field) {
	count := 0
	for m := jsontext.MembersOf(object, 0); m.Next(); {
		count++
	}
	tag, _ := memberOf(object, "schema")
	id, ok := memberOf(object, "id")
	t := n.typeOf(tag)
	if t == nil || !ok || count != 2 {
		return nil, nil
	}
	pk := in.pkText(id)
	if len(pk) == 0 {
		return nil, nil
	}
	return in.row(t.Node, pk), t
}
