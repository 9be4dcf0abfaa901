package store

import "sluice/store/jsontext"

// invalidated reads what names a row, an object with its pk or the pk, and makes the row INVALID.
func (in *ingest) invalidated(n *Node, i int, from place) int {
	if in.normal {
		return in.value(n.Items, i, from)
	}
	c := in.body[i]
	if c != '{' && c != '"' && c != '-' && c-'0' > 9 {
		return in.misfit(n, i, "an object, a string or a number")
	}
	end := jsontext.SkipValue(in.body, i, jsontext.MaxDepth-in.depth)
	if end < 0 {
		return end
	}
	var r *row
	var t *Field
	value, x := in.body[i:end], n.Items
	if x.Kind == Union {
		if t = in.unionOf(x, value, from); in.err != nil {
			return refused
		}
		if t == nil {
			in.text = append(in.text, "null"...) // of no type that is known
			return end
		}
		x = t.Node
	}
	if c == '{' {
		r = in.identifyInput(x, value, from)
	} else if pk := in.pkText(value); len(pk) > 0 {
		r = in.row(x, pk)
	} else {
		in.noPK(x)
	}
	if r == nil {
		return refused
	}
	in.makeInvalid(r, x, t, from)
	return end
}

// unionOf gives the type of what is to be INVALID: that of the object itself, else that of the
// first argument, else the first one that has a row of that pk.
func (in *ingest) unionOf(n *Node, value []byte, from place) *Field {
	if value[0] == '{' {
		if t := in.typed(n, value, from); t != nil || in.err != nil {
			return t
		}
	}
	if arg := firstArg(in.args); len(arg) > 0 && arg[0] == '{' {
		if t := in.typed(n, arg, place{at: -1}); t != nil || in.err != nil {
			return t
		}
	}
	for i := range n.Fields {
		t := &n.Fields[i]
		pk := in.pkText(value)
		if value[0] == '{' {
			pk = in.memberPK(t.Node, value)
		}
		if r := t.Node.table.find(string(pk)); r != nil && in.change.base(r) != nil {
			return t
		}
	}
	return nil
}

// identifyInput gives the row of an object as it came, before process.
func (in *ingest) identifyInput(n *Node, object []byte, from place) *row {
	if n.Process != 0 {
		holder, name := in.parent(from)
		if in.err != nil {
			return nil
		}
		made := in.call(n.Process, object, holder, name, in.args)
		if in.err != nil {
			return nil
		}
		if len(made) > 0 && made[0] == '{' {
			object = made
		}
	}
	return in.identify(n, object, from, false)
}

// invalidatedByArgs makes the row INVALID that the first argument names. The response, which
// says nothing, ends at end.
func (in *ingest) invalidatedByArgs(n *Node, end int) int {
	arg := firstArg(in.args)
	f := in.store.finder(in.args)
	x, t := n.Items, (*Field)(nil)
	if x.Kind == Union && len(arg) > 0 {
		if t = in.unionOf(x, arg, place{at: -1}); in.err != nil {
			return refused
		}
		if t == nil {
			in.text = append(in.text, "null"...) // of no type that is known
			return end
		}
		x = t.Node
	}
	var r *row
	if len(arg) > 0 && x.Kind == Entity {
		if pk := f.pk(x, arg); len(pk) > 0 {
			r = in.row(x, pk)
		} else {
			r = f.entity(x, arg)
		}
	}
	if r == nil {
		in.err = &SchemaError{Message: "is empty, and the first argument names no " + x.title()}
		return refused
	}
	in.makeInvalid(r, x, t, place{at: -1, rise: whole})
	return end
}

// skipNothing returns where a response ends that says nothing (null, "" or {}), or -1.
func (in *ingest) skipNothing(i int) int {
	switch in.body[i] {
	case 'n', '"':
		if end := jsontext.SkipValue(in.body, i, 0); end >= 0 {
			if text := string(in.body[i:end]); text == "null" || text == `""` {
				return end
			}
		}
	case '{':
		if end, more := jsontext.SkipOpen(in.body, i); !more {
			return end
		}
	}
	return -1
}

// makeInvalid makes a row INVALID, unless what is known of it is later, and leaves a reference
// to it. t is the type where a union holds it.
func (in *ingest) makeInvalid(r *row, n *Node, t *Field, from place) {
	in.invalidate(r, n)
	if t != nil {
		in.linkAs(r, t, from)
	} else {
		in.link(r, n, from.rise)
	}
}

func (in *ingest) invalidate(r *row, n *Node) {
	c := in.change
	if c.layer != nil {
		c.layer.rule(r)
	}
	base, w := c.base(r), c.writeOf(n)
	switch {
	case base != nil && w.older(base.write):
		c.enter(r, rowChange{row: r, same: true, late: true, write: w})
	case base != nil && base.invalid:
		c.enter(r, rowChange{row: r, same: true, write: w})
	default:
		c.enter(r, rowChange{row: r, next: &content{invalid: true, write: w}, write: w})
	}
}
