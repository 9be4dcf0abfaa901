package store

// cell is what a reader sees of a row through a schema. It knows the cells of the rows that
// are seen inside of it and the cells that it is seen inside of, so that a change reaches
// exactly what contains it.
//
// A cell that is not dirty has the present state of its row, and so have all below it. When a
// row changes, its cells and all above them become dirty; nothing is computed until somebody
// reads.
type cell struct {
	node    *Node
	row     *row
	root    *root  // of what a reader holds; else nil
	kids    []edge // in the order of the text
	up      []edge
	stamp   uint64 // the build that last changed what the reader sees
	built   uint64 // the build that last looked at it
	seen    uint64 // the build before that
	twin    *cell  // of a cell of the base that of the view, or nil; of one of the view the base's
	since   uint64 // the build since which it has no twin any more
	visit   uint64 // scratch of walks
	dirty   dirt
	state   state
	was     state // the state that the reader knows
	refused bool  // validate of its schema does not take what the row holds
	bent    bool  // the reader's text is not the one that belongs to the cell: see hollowed
	view    bool  // it is one of the view: see view.go
	gone    bool  // it is one of the view and has no place in it any more
	told    bool  // the sink knows of it
}

// edge is one end of a connection between a cell and one that contains it: the other cell, and
// where in the other cell's list the other end is.
type edge struct {
	cell *cell
	back uint32
	rise rise
}

type dirt uint8

const (
	below dirt = 1 << iota // something that it contains has changed
	self                   // its row has changed
	other                  // it has another kid in the place of one
)

// state says what is there to be read.
type state uint8

const (
	missing state = iota
	invalid
	usable
)

// cell gives the cell of a row through a schema.
func (r *row) cell(n *Node) *cell {
	for _, c := range r.cells {
		if c.node == n {
			return c
		}
	}
	c := &cell{node: n, row: r, dirty: self}
	r.cells = append(r.cells, c)
	return c
}

// touch marks every cell of a row that has changed.
func (s *Store) touch(r *row) {
	if r.over != nil {
		s.disturb(r)
	}
	for _, c := range r.cells {
		s.mark(c, true)
		if t := c.shown(); t != c && (!c.topped() || r.over.lifts > 0) {
			s.mark(t, true)
		}
	}
}

// mark makes a cell dirty, and with it what contains it. Roots that are reached are noted.
func (s *Store) mark(c *cell, own bool) {
	stack := s.build.stack[:0]
	clean := c.dirty == 0
	if own {
		c.dirty |= self
	}
	if clean {
		c.dirty |= below
		stack = append(stack, c)
	}
	for len(stack) > 0 {
		c = stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if c.root != nil {
			s.note(c.root)
		}
		for i := range c.up {
			if p := c.up[i].cell; p.dirty == 0 {
				p.dirty = below
				stack = append(stack, p)
			}
		}
	}
	s.build.stack = stack
}

// connect makes kid the cell at a place of c, which was at most the length of c.kids.
func (c *cell) connect(at int, kid *cell, up rise) {
	if at < len(c.kids) {
		e := &c.kids[at]
		e.rise = up
		if e.cell == kid {
			return
		}
		c.detach(at)
		*e = edge{cell: kid, back: uint32(len(kid.up)), rise: up}
	} else {
		c.kids = append(c.kids, edge{cell: kid, back: uint32(len(kid.up)), rise: up})
	}
	kid.up = append(kid.up, edge{cell: c, back: uint32(at)})
}

// detach takes the other end of the connection at a place of c away.
func (c *cell) detach(at int) {
	e := c.kids[at]
	up := e.cell.up
	last := len(up) - 1
	if int(e.back) != last {
		moved := up[last]
		up[e.back] = moved
		moved.cell.kids[moved.back].back = e.back
	}
	e.cell.up = up[:last]
}

// truncate ends the list of kids.
func (c *cell) truncate(n int) {
	for at := len(c.kids) - 1; at >= n; at-- {
		c.detach(at)
	}
	c.kids = c.kids[:n]
}
