package store

import (
	"math"

	"sluice/store/jsontext"
)

// custom reads an object by an entity that has functions, and leaves a reference in its place.
func (in *ingest) custom(n *Node, i int, from place) int {
	end := jsontext.SkipValue(in.body, i, jsontext.MaxDepth-in.depth)
	if end < 0 {
		return end
	}
	input := in.body[i:end]
	value := input
	if n.Process != 0 {
		object, name := in.parent(from)
		if in.err != nil {
			return refused
		}
		if value = in.call(n.Process, input, object, name, in.args); in.err != nil {
			return refused
		}
		if len(value) == 0 {
			return in.unmade(n, input, end, from)
		}
		if value[0] != '{' {
			in.err = &SchemaError{Message: "became " + kindOf(value[0]) + " by process of " + n.Name + ", which must give an object or undefined"}
			return refused
		}
	}
	r := in.identify(n, value, from, true)
	if r == nil {
		return refused
	}
	if in.deep() {
		if n.Process != 0 {
			in.postpone(n, r, value, 0, from)
		} else {
			in.postpone(n, r, in.body, i, from)
		}
		return end
	}
	text, refs := len(in.text), len(in.refs)
	if n.Process != 0 {
		normal := in.normal
		if _, _, ok := in.read(n, value, normal); !ok {
			return refused
		}
	} else {
		base, nested := in.base, in.nested
		in.base, in.nested = text, true
		_, e := in.members(n, i, stays)
		in.base, in.nested = base, nested
		if e < 0 {
			return e
		}
	}
	if !in.valid(n, in.text[text:], in.refs[refs:]) || !in.combine(r, n, text, refs) {
		return refused
	}
	in.text, in.refs = in.text[:text], in.refs[:refs]
	in.link(r, n, from.rise)
	return end
}

// unmade makes the row INVALID that process gave nothing for; its pk is made from the input.
func (in *ingest) unmade(n *Node, input []byte, end int, from place) int {
	r := in.identify(n, input, from, false)
	if r == nil {
		return refused
	}
	in.invalidate(r, n)
	in.link(r, n, from.rise)
	return end
}

// identify gives the row that an object is to be, nil when it has no usable pk or when the
// function that makes it fails. create says that a layer may give it a pk.
func (in *ingest) identify(n *Node, object []byte, from place, create bool) *row {
	pk := in.pkOf(n, object, from)
	if in.err != nil {
		return nil
	}
	if len(pk) == 0 && create {
		pk = in.temporary()
	}
	if len(pk) == 0 {
		in.noPK(n)
		return nil
	}
	return in.row(n, pk)
}

// pkOf gives the pk of an object that stands at a place, empty when it has none.
func (in *ingest) pkOf(n *Node, object []byte, from place) []byte {
	if n.PKFunc == 0 {
		return in.memberPK(n, object)
	}
	holder, name := in.parent(from)
	if in.err != nil {
		return nil
	}
	return in.pkText(in.call(n.PKFunc, object, holder, name, in.args))
}

// memberPK gives the pk that the members of an object make, empty when they make none.
func (in *ingest) memberPK(n *Node, object []byte) []byte {
	if len(object) == 0 || object[0] != '{' {
		return nil
	}
	if len(n.PK) != 1 {
		return in.compositePK(n, object)
	}
	value, _ := memberOf(object, n.PK[0])
	return in.pkText(value)
}

// valid asks the entity whether the members of a row will do.
func (in *ingest) valid(n *Node, own []byte, refs []ref) bool {
	if n.Validate == 0 {
		return true
	}
	answer := in.call(n.Validate, appendNormal(nil, own, refs))
	if in.err != nil {
		return false
	}
	if text := refusal(answer); text != "" {
		in.err = &SchemaError{Message: "is not valid: " + text}
		return false
	}
	return true
}

// refusal gives the text that a validate function refuses with, "" if it does not.
func refusal(answer []byte) string {
	if len(answer) == 0 || answer[0] != '"' {
		return ""
	}
	text, _ := jsontext.Unquote(nil, answer)
	return string(text)
}

// refuses asks the entity of a cell whether what its row holds will do, unless that was found when it was
// written. What the function fails on will not do.
func (s *Store) refuses(c *cell, k *content) bool {
	n := c.node
	if n == nil || n.Validate == 0 || c.root != nil || k.passed && k.by == n {
		return false
	}
	answer, err := s.call(n.Validate, k.normal())
	return err != nil || refusal(answer) != ""
}

// combine enters what is on top of the stack, from text and refs on, as what a response says
// about a row, by the rules of its entity.
func (in *ingest) combine(r *row, n *Node, text, refs int) bool {
	c := in.change
	if c.layer != nil {
		c.layer.rule(r)
	}
	base := c.base(r)
	own, links := in.text[text:], in.refs[refs:]
	if base == nil || base.invalid || n.ShouldReorder == 0 && n.ShouldUpdate == 0 && n.Merge == 0 {
		c.addBy(r, n, own, links)
		if next := c.rows[r.prep-1].next; next != nil && (base == nil || base.invalid) {
			next.passed = true
		}
		return true
	}
	existing, incoming := base.normal(), appendNormal(nil, own, links)
	metas := [2][]byte{appendMeta(nil, base.write), appendMeta(nil, c.writeOf(n))}
	defer func() { c.order = byMark }()
	late := c.write.older(base.write)
	if n.ShouldReorder != 0 {
		late = truthy(in.call(n.ShouldReorder, metas[0], metas[1], existing, incoming))
		if c.order = last; late {
			c.order = first
		}
		if in.err != nil {
			return false
		}
	}
	if n.ShouldUpdate != 0 {
		update := truthy(in.call(n.ShouldUpdate, metas[0], metas[1], existing, incoming))
		if in.err != nil {
			return false
		}
		if !update {
			c.enter(r, rowChange{row: r, same: true, late: late, write: c.writeOf(n)})
			return true
		}
	}
	if n.Merge == 0 {
		c.addBy(r, n, own, links)
		return true
	}
	if late {
		existing, incoming = incoming, existing
	}
	merged := in.call(n.Merge, existing, incoming)
	if in.err != nil {
		return false
	}
	if len(merged) == 0 || merged[0] != '{' {
		in.err = &SchemaError{Message: "became no object by merge of " + n.Name}
		return false
	}
	at, from, ok := in.read(n, merged, true)
	if ok {
		c.replace(r, n, in.text[at:], in.refs[from:], late)
	}
	return ok
}

// addBy is add with the write that rows of an entity get.
func (c *Change) addBy(r *row, n *Node, own []byte, refs []ref) {
	w := c.write
	c.write = c.writeOf(n)
	c.add(r, n, own, refs)
	c.write = w
}

// replace enters what a row is to hold as a whole.
func (c *Change) replace(r *row, n *Node, own []byte, refs []ref, late bool) {
	base, w := c.base(r), c.writeOf(n)
	if c.alike(base, n, own, refs) {
		c.enter(r, rowChange{row: r, same: true, late: late, write: w})
		return
	}
	k := c.keep(n, own, refs)
	if k.write = w; late {
		k.write = base.write
	}
	c.enter(r, rowChange{row: r, next: k, late: late, write: w})
}

// alike reports whether own, written by n, is what base holds.
func (c *Change) alike(base *content, n *Node, own []byte, refs []ref) bool {
	if base == nil || base.invalid || base.marks() != nil || len(base.refs) != len(refs) {
		return false
	}
	old := split(c.split[0][:0], nil, base.own, base.refs)
	in := split(c.split[1][:0], nil, own, refs)
	c.split[0], c.split[1] = old, in
	if len(old) != len(in) {
		return false
	}
	for i := range in {
		if o := find(old, in[i].name, i); o == nil || !equal(o, &in[i]) {
			return false
		}
	}
	return true
}

// writeOf gives the write of a change as rows of an entity have it: with the expiry of their
// own.
func (c *Change) writeOf(n *Node) *Write {
	if math.IsNaN(n.Expiry) {
		return c.write
	}
	for i := range c.own {
		if c.own[i].node == n {
			return c.own[i].write
		}
	}
	w := *c.write
	w.ExpiresAt = w.Date + n.Expiry
	c.own = append(c.own, ownWrite{n, &w})
	return &w
}

// ownWrite is the write of a change for an entity with an expiry of its own.
type ownWrite struct {
	node  *Node
	write *Write
}
