package store

import (
	"bytes"

	"sluice/store/jsontext"
)

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
		k.list = &list{whole: w}
		c.enter(r, rowChange{row: r, next: k, write: w})
		return true
	}
	if base.list.whole != nil && w.older(base.list.whole) {
		c.enter(r, rowChange{row: r, same: true, late: true, write: w})
		return true
	}
	items := entries(nil, own, refs)
	for i := range base.list.changes {
		m := &base.list.changes[i]
		if !w.Start.Before(m.write.End) {
			continue
		}
		var ok bool
		if items, ok = in.make(m, items, n); !ok {
			return false
		}
	}
	c.relist(r, base, n, items, list{whole: w, changes: in.store.recent(base.list.changes)}, n.as)
	return true
}

// relist enters what a list is to hold. by is the schema that all of it was written by.
func (c *Change) relist(r *row, base *content, n *Node, items []member, l list, by *Node) {
	w := c.writeOf(n)
	k := &content{by: by, write: w, list: &l}
	late := w.older(base.write)
	if late {
		k.write = base.write
	}
	same := base.by == by && sameItems(items, entries(nil, base.own, base.refs))
	if same {
		k.own, k.refs = base.own, base.refs
	} else {
		k.own, k.refs = joinItems(items, n.Items.Kind == Values)
	}
	c.enter(r, rowChange{row: r, next: k, same: same, late: late, write: w})
}

// alter enters a change of what is in a list.
func (in *ingest) alter(r *row, n *Node, m membership) bool {
	c := in.change
	base := c.base(r)
	l := list{whole: base.list.whole, changes: in.store.recent(base.list.changes)}
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

// entries lists what is in a list, or in an object with its names.
func entries(dst []member, own []byte, refs []ref) []member {
	if own[0] == '{' {
		return split(dst, nil, own, refs)
	}
	for item := jsontext.ItemsOf(own, 0); item.Next(); {
		m := member{value: own[item.Value:item.End], at: uint32(item.Value)}
		inside := 0
		for inside < len(refs) && int(refs[inside].at) < item.End {
			inside++
		}
		m.refs, refs = refs[:inside], refs[inside:]
		dst = append(dst, m)
	}
	return dst
}

// joinItems writes a list, or an object.
func joinItems(items []member, values bool) (own []byte, refs []ref) {
	size, links := 2, 0
	for i := range items {
		size += len(items[i].name) + len(items[i].value) + 2
		links += len(items[i].refs)
	}
	own, refs = make([]byte, 0, size), make([]ref, 0, links)
	open, end := byte('['), byte(']')
	if values {
		open, end = '{', '}'
	}
	own = append(own, open)
	for i := range items {
		m := &items[i]
		if i > 0 {
			own = append(own, ',')
		}
		if values {
			own = append(append(own, m.name...), ':')
		}
		at := uint32(len(own))
		for _, r := range m.refs {
			r.at += at - m.at
			refs = append(refs, r)
		}
		own = append(own, m.value...)
	}
	return append(own, end), refs
}

// holds reports whether an item is among others: where both have names, under the same name; else
// the same row, or an equal value that is no row.
func holds(items []member, it *member) bool {
	for i := range items {
		o := &items[i]
		switch {
		case it.name != nil && o.name != nil:
			if bytes.Equal(it.name, o.name) || jsontext.Equal(it.name, o.name) {
				return true
			}
		case len(it.refs) == 1 && len(o.refs) == 1:
			if it.refs[0].to == o.refs[0].to {
				return true
			}
		case len(it.refs) == 0 && len(o.refs) == 0:
			if jsontext.Equal(it.value, o.value) {
				return true
			}
		}
	}
	return false
}

// sameItems reports whether two lists hold the same.
func sameItems(a, b []member) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		o := &b[i]
		if a[i].name != nil {
			if o = find(b, a[i].name, i); o == nil {
				return false
			}
		}
		if !equal(&a[i], o) {
			return false
		}
	}
	return true
}
