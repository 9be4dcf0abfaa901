package store

// Close ends one use of a root. When it was the last, the root goes, and with it what only it
// showed; out is told to forget these objects.
func (s *Store) Close(number uint32, out Sink) {
	r := s.roots[number]
	if r.users--; r.users > 0 {
		return
	}
	s.settle()
	for _, c := range s.unused(r.cell) {
		s.forget(c, out)
	}
	s.roots[number] = nil
	s.freeRoots = append(s.freeRoots, number)
	if e := r.entry; e != nil {
		for i, o := range e.roots {
			if o == r {
				e.roots = append(e.roots[:i], e.roots[i+1:]...)
				break
			}
		}
		e.row.without(r.cell)
		s.release(e)
	} else {
		delete(s.lookups, lookupKey(r.node, r.args))
	}
}

// Trim tells out to forget the objects that no root shows any more, since what showed them shows
// something else now. Until then they are there for who shows them again. It goes through all
// objects.
func (s *Store) Trim(out Sink) {
	s.settle()
	s.visits++
	shown := s.visits
	var stack []*cell
	for _, r := range s.roots {
		if r != nil {
			stack = append(stack, r.cell)
		}
	}
	if s.below != nil {
		stack = append(stack, s.below.anchor)
	}
	if s.states != nil {
		for _, f := range s.states.all {
			stack = append(stack, f.anchor)
		}
	}
	for len(stack) > 0 {
		c := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if c.visit != shown {
			c.visit = shown
			c.eachKid(func(k *cell) { stack = append(stack, k) })
		}
	}
	var gone []*cell
	for _, t := range s.tables {
		for _, r := range t.byNum {
			if r == nil {
				continue
			}
			for _, c := range r.cells {
				if c.visit != shown {
					gone = append(gone, c)
				}
			}
		}
	}
	for _, n := range s.nodes {
		if n.all != nil && len(n.all.cells) > 0 && n.all.cells[0].visit != shown {
			gone = append(gone, n.all.cells[0])
		}
	}
	for _, c := range gone {
		s.forget(c, out)
	}
}

// unused gives the cells of the base that are there for a root alone, with that of the root
// itself. A cell and its twin are needed by what contains either; cells that contain each other
// do not keep each other.
func (s *Store) unused(root *cell) []*cell {
	s.visits += 2
	met, kept := s.visits-1, s.visits
	list := []*cell{root}
	root.visit = met
	for i := 0; i < len(list); i++ {
		list[i].eachKid(func(k *cell) {
			if k.visit != met && !k.held(root) {
				k.visit = met
				list = append(list, k)
			}
		})
	}
	var stack []*cell
	keep := func(c *cell) {
		if c.visit == met && c != root {
			c.visit = kept
			stack = append(stack, c)
		}
	}
	for _, c := range list {
		c.eachUp(func(p *cell) bool {
			if p.visit == met {
				return true
			}
			keep(c)
			return false
		})
		for len(stack) > 0 {
			last := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			last.eachKid(keep)
		}
	}
	out := list[:0]
	for _, c := range list {
		if c.visit == met {
			out = append(out, c)
		}
	}
	return out
}

// held reports whether it is plain to see that a cell is needed besides for a root.
func (c *cell) held(besides *cell) bool {
	for i := 0; i < len(c.up) && i < 8; i++ {
		if p := c.up[i].cell; p.root != nil && p.root != besides.root {
			return true
		}
	}
	return false
}

// eachKid calls fn with the cells of the base for what a cell of the base or its twin contains.
func (c *cell) eachKid(fn func(*cell)) {
	for _, kids := range [2][]edge{c.kids, c.twinned().kids} {
		for i := range kids {
			fn(kids[i].cell.based())
		}
	}
}

// eachUp calls fn with the cells of the base for what contains a cell of the base or its twin, until
// it returns false.
func (c *cell) eachUp(fn func(*cell) bool) {
	for _, up := range [2][]edge{c.up, c.twinned().up} {
		for i := range up {
			if !fn(up[i].cell.based()) {
				return
			}
		}
	}
}

// twinned gives the twin of a cell of the base, an empty one if it has none.
func (c *cell) twinned() *cell {
	if c.twin != nil {
		return c.twin
	}
	return &noCell
}

var noCell cell

// based gives the cell of the base that a cell is or stands for.
func (c *cell) based() *cell {
	if c.view {
		return c.twin
	}
	return c
}

// forget takes a cell of the base and its twin away.
func (s *Store) forget(c *cell, out Sink) {
	if t := c.twin; t != nil {
		t.truncate(0)
		t.gone = true
		if c.twin = nil; t.told {
			t.share(out)
		}
	}
	c.truncate(0)
	if c.root != nil {
		out.ForgetRoot(c.node, c.root.number)
		return
	}
	c.row.without(c)
	if c.told {
		out.Forget(c.node, c.row.num)
	}
	if c.row.slot != nil {
		c.row.slot.tidy()
	}
}

// without takes a cell out of those of a row.
func (r *row) without(c *cell) {
	for i, o := range r.cells {
		if o == c {
			last := len(r.cells) - 1
			r.cells[i] = r.cells[last]
			r.cells[last] = nil
			r.cells = r.cells[:last]
			return
		}
	}
}
