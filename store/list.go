package store

import "bytes"

// list is what is known of how a collection's list came to be: by the last write of all of it,
// and changes of what is in it after that.
type list struct {
	whole   *Write // nil: there was none
	changes []membership
}

// membership is a change of what is in a list. It is made again on writes of the whole list that
// began before it ended.
type membership struct {
	write *Write
	op    AdderOp
	items []member // with names where the list is an object
	adder *Node    // whose Merge makes the change; nil: op says all
}

// enlist enters a write of a whole list.
func (in *ingest) enlist(r *row, n *Node, own []byte, refs []ref) bool {
	c := in.change
	base, w := c.base(r), c.writeOf(n)
	if base == nil {
		k := c.keep(n.as, own, refs)
		k.enlist(&list{whole: w})
		c.enter(r, rowChange{row: r, next: k, write: w})
		return true
	}
	if base.list().whole != nil && w.older(base.list().whole) {
		c.enter(r, rowChange{row: r, same: true, late: true, write: w})
		return true
	}
	l := list{whole: w, changes: in.store.recent(base.list().changes)}
	var items []member
	for i := range l.changes {
		m := &l.changes[i]
		if !w.Start.Before(m.write.End) {
			continue
		}
		if items == nil {
			items = entries(nil, own, refs)
		}
		var ok bool
		if items, ok = in.make(m, items, n); !ok {
			return false
		}
	}
	if items == nil && base.by == n.as && bytes.Equal(base.own, own) {
		c.keepList(r, base, w, l)
		return true
	}
	if items == nil {
		items = entries(nil, own, refs)
	}
	c.relist(r, base, n, items, l, n.as)
	return true
}

// keepList enters that a list holds what it held, by another write.
func (c *Change) keepList(r *row, base *content, w *Write, l list) {
	k := *base
	k.enlist(&l)
	late := w.older(base.write)
	if !late {
		k.write = w
	}
	c.enter(r, rowChange{row: r, next: &k, same: true, late: late, write: w})
}

// relist enters what a list is to hold. by is the schema that all of it was written by.
func (c *Change) relist(r *row, base *content, n *Node, items []member, l list, by *Node) {
	w := c.writeOf(n)
	if base.by == by && sameItems(items, entries(nil, base.own, base.refs)) {
		c.keepList(r, base, w, l)
		return
	}
	k := &content{by: by, write: w}
	k.enlist(&l)
	k.own, k.refs = joinItems(items, n.Items.Kind == Values)
	late := w.older(base.write)
	if late {
		k.write = base.write
	}
	c.enter(r, rowChange{row: r, next: k, late: late, write: w})
}

// alter enters a change of what is in a list.
func (in *ingest) alter(r *row, n *Node, m membership) bool {
	c := in.change
	base := c.base(r)
	l := list{whole: base.list().whole, changes: in.store.recent(base.list().changes)}
	if m.adder == nil {
		l.changes, m.items = supersede(l.changes, m)
		if len(m.items) == 0 {
			return true
		}
	}
	l.changes = append(l.changes, m)
	items, ok := in.make(&m, entries(nil, base.own, base.refs), n)
	if !ok {
		return false
	}
	by := n.as
	if base.by != by {
		by = nil
	}
	c.relist(r, base, n, items, l, by)
	return true
}

// supersede gives the changes of a list without what one that comes next decides anew, and those
// of its items that no change with a later start has decided.
func supersede(changes []membership, m membership) ([]membership, []member) {
	var items []member
	for i := range m.items {
		later := false
		for j := range changes {
			later = later || m.write.Start.Before(changes[j].write.Start) && changes[j].adder == nil && holds(changes[j].items, &m.items[i])
		}
		if !later {
			items = append(items, m.items[i])
		}
	}
	var out []membership
	for _, old := range changes {
		if old.adder == nil {
			var rest []member
			for i := range old.items {
				if !holds(items, &old.items[i]) {
					rest = append(rest, old.items[i])
				}
			}
			if old.items = rest; len(rest) == 0 {
				continue
			}
		}
		out = append(out, old)
	}
	return out, items
}

// recent copies those changes that a write yet to come may have to be compared with.
func (s *Store) recent(changes []membership) []membership {
	var out []membership
	for _, m := range changes {
		if !m.write.End.Before(s.horizon) {
			out = append(out, m)
		}
	}
	return out
}

// Horizon says that no write will come that started before m. Collections forget changes of what is
// in them that ended before it; until then they remember the last one of each item. Asking for it
// from time to time, with the start of the oldest request in flight, keeps that small.
func (s *Store) Horizon(m Mark) { s.horizon = m }

// make makes a change to the items of a list.
func (in *ingest) make(m *membership, items []member, n *Node) ([]member, bool) {
	if m.adder != nil {
		return in.makeBy(m, items, n)
	}
	switch m.op {
	case Push:
		for i := range m.items {
			if !holds(items, &m.items[i]) {
				items = append(items, m.items[i])
			}
		}
	case Unshift:
		var front []member
		for i := range m.items {
			if it := &m.items[i]; !holds(items, it) && !holds(front, it) {
				front = append(front, *it)
			}
		}
		items = append(front, items...)
	case Assign:
		for i := range m.items {
			if o := find(items, m.items[i].name, 0); o != nil {
				*o = m.items[i]
			} else {
				items = append(items, m.items[i])
			}
		}
	case Remove:
		kept := items[:0:0]
		for i := range items {
			if !holds(m.items, &items[i]) {
				kept = append(kept, items[i])
			}
		}
		items = kept
	}
	return items, true
}

// makeBy makes a change by the adder's function: of the list as it is and what comes, both with
// pks in the place of rows, it gives the list as it is to be.
func (in *ingest) makeBy(m *membership, items []member, n *Node) ([]member, bool) {
	values := n.Items.Kind == Values
	own, refs := joinItems(items, values)
	new, links := joinItems(m.items, values)
	made := in.call(m.adder.Merge, appendNormal(nil, own, refs), appendNormal(nil, new, links))
	if in.err != nil {
		return nil, false
	}
	if len(made) == 0 || made[0] != own[0] {
		in.err = &SchemaError{Message: "became no list by the merge of an adder"}
		return nil, false
	}
	text, from, ok := in.read(n.Items, made, true)
	if !ok {
		return nil, false
	}
	out := entries(nil, append([]byte(nil), in.text[text:]...), append([]ref(nil), in.refs[from:]...))
	in.text, in.refs = in.text[:text], in.refs[:from]
	return out, true
}
