package store

// What a lookup depends on besides rows, slots of indexes and lists of all rows, is a row of its
// own in the base. While a layer makes a difference to one, it is lifted: it has a top, which means
// nothing but that cells of the view that depend on it are to look for themselves.

// lifted is the top of a slot that layers make a difference to.
var lifted = &content{invalid: true, write: timeless}

// lift notes for a row whose parts were put together to which slots and lists they make a
// difference. One that takes back what another does makes one, too: the row takes its value again.
func (s *Store) lift(r *row) {
	o, t := r.over, r.table
	if t == nil || len(t.indexes) == 0 && len(t.lists) == 0 {
		return
	}
	was := o.lifted
	o.lifted = nil
	for _, x := range t.indexes {
		k := r.cur
		for i := range o.parts {
			if next := o.parts[i].next; next != nil {
				o.lifted = x.shifts(o.lifted, k, next)
				k = next
			}
		}
	}
	if r.storedBy(nil) {
		o.lifted = append(o.lifted, t.lists...)
	}
	s.relift(was, o.lifted)
}

// shifts appends the slots that a row leaves and comes into when it holds next after was.
func (x *index) shifts(slots []*row, was, next *content) []*row {
	old, had := was.indexed(x.member)
	value, has := next.indexed(x.member)
	if had == has && string(old) == string(value) {
		return slots
	}
	if had {
		slots = append(slots, &x.slot(old).row)
	}
	if has {
		slots = append(slots, &x.slot(value).row)
	}
	return slots
}

// relift ends that some slots and lists are lifted, and lifts others.
func (s *Store) relift(was, now []*row) {
	for _, l := range now {
		if l.over == nil {
			l.over = &overlay{}
		}
		if l.over.lifts++; l.over.top == nil {
			l.over.top = lifted
		}
	}
	for _, l := range was {
		if l.over.lifts--; l.over.lifts == 0 {
			l.over.top = nil
		}
		s.stir(l)
	}
	for _, l := range now {
		s.stir(l)
	}
	for _, l := range was {
		s.tidy(l)
	}
}

// tidy forgets the overlay of a row, and what there is for it alone, when it says nothing.
func (s *Store) tidy(r *row) {
	if o := r.over; o == nil || len(o.parts) > 0 || o.lifts > 0 || len(o.readers) > 0 {
		return
	}
	r.over = nil
	switch e := s.keys[r.pk]; {
	case r.slot != nil:
		r.slot.tidy()
	case r.table == nil && e != nil && &e.row == r:
		s.release(e)
	}
}

// stir makes the view look again at what a slot or list is in it.
func (s *Store) stir(l *row) {
	s.disturb(l)
	for _, c := range l.cells {
		if l.over.top != nil {
			s.raise(c)
		}
		if t := c.shown(); t != c {
			s.mark(t, true)
		}
	}
}

// list makes the content of a cell of the list of all rows of its schema.
func (s *Store) list(c *cell) {
	if !c.view || c.twin.dirty&self != 0 {
		c.row.cur = s.listing(c.node)
	}
	if o := c.row.over; c.view && o != nil && o.lifts > 0 {
		o.top = s.extended(c.row.cur, c.node, s.extras(c.node.ofType, nil))
	}
}

// extended gives a list of all rows of n's types (nil: none is known) with others at its end.
func (s *Store) extended(base *content, n *Node, extras []*row) *content {
	k := &content{own: []byte{'['}, by: n, write: timeless}
	if base != nil {
		k.own = append(k.own[:0], base.own[:len(base.own)-1]...)
		k.refs = append(k.refs, base.refs...)
	}
	for _, r := range extras {
		k.appendItem(n.Items, r)
	}
	k.own = append(k.own, ']')
	return k
}

// extras gives the rows of tables that are stored only by layers, up to one (nil: by all).
func (s *Store) extras(of func(*table) bool, end *layer) []*row {
	if s.layers == nil {
		return nil
	}
	var out []*row
	for _, l := range s.layers.list {
		if end != nil && !l.before(end) {
			break
		}
		for _, r := range l.rows {
			if r.table != nil && of(r.table) && r.storedBy(l) && !contains(out, r) {
				out = append(out, r)
			}
		}
	}
	return out
}

// knownBelow reports whether layers, up to one (nil: all), have a row of a table or all of its rows.
func (s *Store) knownBelow(of func(*table) bool, end *layer) bool {
	if s.layers == nil {
		return false
	}
	for _, l := range s.layers.list {
		for _, t := range l.known {
			if of(t) && (end == nil || l.before(end)) {
				return true
			}
		}
	}
	return len(s.extras(of, end)) > 0
}

// ofType reports whether a table is that of one of the types that an all lists.
func (n *Node) ofType(t *table) bool {
	for _, o := range n.Items.tables() {
		if o == t {
			return true
		}
	}
	return false
}

// storedBy reports whether a row that the base does not list is stored by a layer (nil: by any).
func (r *row) storedBy(l *layer) bool {
	for i := range r.over.parts {
		p := &r.over.parts[i]
		if (l == nil || p.layer == l) && r.seq == 0 && p.next != nil && !p.next.invalid {
			return true
		}
	}
	return false
}

func contains(rows []*row, r *row) bool {
	for _, o := range rows {
		if o == r {
			return true
		}
	}
	return false
}

// seenBelow gives what a row holds in the view, or under a layer.
func (r *row) seenBelow(l *layer) *content {
	if l == nil {
		return r.seen()
	}
	return r.below(l)
}

// viewFinder gives a finder that looks at the view.
func (s *Store) viewFinder(args []byte) *finder { return s.finderBelow(args, nil) }

// finderBelow gives a finder that looks at what is under a layer (nil: at the view).
func (s *Store) finderBelow(args []byte, end *layer) *finder {
	f := s.finder(args)
	f.sight = func(r *row) *content { return r.seenBelow(end) }
	f.later = func(x *index, value []byte) *row { return s.laterHolder(x, value, end) }
	f.known = func(n *Node) bool { return n.known() || s.knownBelow(n.ofType, end) }
	return f
}

// laterHolder gives the row that was given a value by the last layer that did so, up to one, and
// that still has it; nil if none did.
func (s *Store) laterHolder(x *index, value []byte, end *layer) *row {
	if s.layers == nil {
		return nil
	}
	for i := len(s.layers.list) - 1; i >= 0; i-- {
		l := s.layers.list[i]
		if end != nil && !l.before(end) {
			continue
		}
		for j := len(l.rows) - 1; j >= 0; j-- {
			r := l.rows[j]
			if r.table == nil || r.table.indexOf(x.member) != x {
				continue
			}
			if r.seenBelow(end).has(x.member, value) && !r.below(l).has(x.member, value) {
				return r
			}
		}
	}
	return nil
}
