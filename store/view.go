package store

// The view has a cell of its own, the twin of the base's, if and only if what it shows differs:
// the row has a top (what layers make of it), or something that is seen inside of it has a cell
// of the view. Kids of a cell of the view are cells of the view where there are any, else those of the base;
// kids of the base's cells are the base's.

// shown gives the cell that the view has in the place of one of the base.
func (c *cell) shown() *cell {
	if t := c.twin; t != nil && !t.gone {
		return t
	}
	return c
}

// topped reports whether layers make something else of what a cell of the base reads.
func (c *cell) topped() bool {
	r := c.row
	if c.root != nil {
		if c.root.entry == nil {
			return false
		}
		r = &c.root.entry.row
	}
	return r.over != nil && r.over.top != nil
}

// raise gives a cell of the base its twin, and with it all that contain it.
func (s *Store) raise(c *cell) {
	stack := []*cell{c}
	for len(stack) > 0 {
		c := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if c.shown() != c {
			continue
		}
		t := c.twin
		if t == nil {
			t = &cell{node: c.node, row: c.row, root: c.root, view: true, twin: c}
			c.twin = t
		}
		t.gone, t.dirty = false, self
		if b := &s.build; c.told && !t.told && c.built == b.number {
			b.more = append(b.more, t)
		}
		if t.root != nil {
			s.note(t.root)
		}
		for i := 0; i < len(c.up); {
			p, at := c.up[i].cell, c.up[i].back
			if !p.view {
				if p.row != nil { // it is no anchor
					stack = append(stack, p)
				}
				i++
				continue
			}
			p.replace(int(at), t) // takes the i-th of c.up away
			s.moved(p, t)
		}
	}
}

// moved notes that a cell of the view has another kid in the place of the one it had.
func (s *Store) moved(p, kid *cell) {
	s.mark(p, false)
	p.dirty |= other
	if b := &s.build; p.built == b.number {
		b.more = append(b.more, kid)
	}
}

// ground lets those of the loose cells of the view go, and of all that contain them, that have
// no reason to be there any more. That they contain each other is none. All that is below a
// loose cell must be derived; those above it that are not stay until they are.
func (s *Store) ground() {
	b := &s.build
	if len(b.loose) == 0 {
		return
	}
	s.visits += 2
	doubtful, grounded := s.visits-1, s.visits
	var list, sure []*cell
	for _, c := range b.loose {
		if !c.gone && c.visit != doubtful && !c.grounded() {
			c.visit = doubtful
			list = append(list, c)
		}
	}
	for i := 0; i < len(list); i++ {
		for _, e := range list[i].up {
			if e.cell.visit != doubtful {
				e.cell.visit = doubtful
				list = append(list, e.cell)
			}
		}
	}
	for _, c := range list {
		if c.grounded() || c.holds(doubtful) || c.dirty&self != 0 && c.built != b.number {
			c.visit = grounded
			sure = append(sure, c)
		}
	}
	for len(sure) > 0 {
		c := sure[len(sure)-1]
		sure = sure[:len(sure)-1]
		for _, e := range c.up {
			if e.cell.visit == doubtful {
				e.cell.visit = grounded
				sure = append(sure, e.cell)
			}
		}
	}
	for _, c := range list {
		if c.visit == doubtful {
			c.truncate(0)
		}
	}
	for _, c := range list {
		if c.visit == doubtful {
			s.lower(c)
		}
	}
	clear(b.loose)
	b.loose = b.loose[:0]
	kept := b.order[:0]
	for _, c := range b.order {
		if !c.gone {
			kept = append(kept, c)
		}
	}
	clear(b.order[len(kept):])
	b.order = kept
}

// grounded reports whether it is plain to see that a cell of the view has a reason.
func (c *cell) grounded() bool {
	if c.twin.topped() {
		return true
	}
	for i := range c.kids {
		if k := c.kids[i].cell; k.view && k.twin.topped() {
			return true
		}
	}
	return false
}

// holds reports whether one of the cell's kids is a cell of the view that is not in doubt.
func (c *cell) holds(doubtful uint64) bool {
	for i := range c.kids {
		if k := c.kids[i].cell; k.view && k.visit != doubtful {
			return true
		}
	}
	return false
}

// lower takes a cell of the view away. The sink hears of it together with the news of the cell
// of the base that is seen in its place.
func (s *Store) lower(t *cell) {
	c := t.twin
	t.gone, c.since = true, s.build.number
	for len(t.up) > 0 {
		p, at := t.up[0].cell, t.up[0].back
		p.replace(int(at), c)
		s.moved(p, c)
	}
	if t.root != nil {
		s.note(t.root)
	}
	if !t.told {
		c.twin = nil
	} else {
		s.build.ghosts = append(s.build.ghosts, t)
	}
}

// share tells of the cells of the view that went while the base's in their place is not dirty.
// Of the others is told when those are.
func (b *build) share(out Sink) {
	kept := b.ghosts[:0]
	for _, t := range b.ghosts {
		switch c := t.twin; {
		case !t.gone || c.twin != t:
		case c.dirty != 0:
			kept = append(kept, t)
		default:
			t.share(out)
		}
	}
	clear(b.ghosts[len(kept):])
	b.ghosts = kept
}

func (t *cell) share(out Sink) {
	t.twin.twin = nil
	if t.root != nil {
		out.ShareRoot(View, t.node, t.root.number)
	} else {
		out.Share(View, t.node, t.row.num)
	}
}

// replace puts another cell in the place of a kid.
func (c *cell) replace(at int, kid *cell) {
	c.detach(at)
	e := &c.kids[at]
	e.cell, e.back = kid, uint32(len(kid.up))
	kid.up = append(kid.up, edge{cell: c, back: uint32(at)})
}
