package store

import (
	"math"

	"sluice/store/jsontext"
)

// root is what somebody reads: the result of a key through a schema, or what arguments find
// in the store while there is none.
type root struct {
	number uint32
	node   *Node
	args   []byte
	entry  *entry // nil: read by arguments alone
	row    row    // stands for what the arguments find
	cell   *cell
	users  int
}

// single reports whether the cell is a root that is nothing but one row.
func (c *cell) single() bool {
	if c.root == nil || len(c.kids) != 1 {
		return false
	}
	n := c.node
	for n.Kind == Query || n.Kind == Invalidate {
		n = n.Items
	}
	return n.Kind == Entity || n.Kind == Union || n.Kind == Collection
}

// content gives what a cell reads.
func (c *cell) content() *content {
	if c.view {
		return c.twin.reads().seen()
	}
	if c.root == nil {
		return c.row.cur
	}
	if e := c.root.entry; e != nil && e.row.cur != nil {
		return e.row.cur
	}
	return c.root.row.cur
}

// reads gives the row whose content a cell of the base, or its twin, reads.
func (c *cell) reads() *row {
	if r := c.root; r != nil && r.entry != nil && r.entry.row.seen() != nil {
		return &r.entry.row
	}
	return c.row
}

// own is the state of a cell by itself.
func (c *cell) own() state {
	switch k := c.content(); {
	case k == nil:
		return missing
	case k.invalid:
		return invalid
	default:
		return usable
	}
}

// rise says what INVALID references in the place of the whole text do.
func (c *cell) rise() rise {
	if c.root != nil {
		return whole
	}
	return stays
}

// Root gives a number to what reads the result of a key ("": of no key) through a schema, or,
// while there is no result, what args find. It counts users: each call needs one [Store.Close].
func (s *Store) Root(n *Node, key string, args []byte) uint32 {
	var e *entry
	if key != "" {
		e = s.entry(key)
		for _, r := range e.roots {
			if r.node == n {
				r.users++
				return r.number
			}
		}
	}
	r := &root{node: n, entry: e, args: append([]byte(nil), args...), users: 1}
	r.cell = &cell{node: n, row: &r.row, root: r, dirty: self}
	if last := len(s.freeRoots) - 1; last >= 0 {
		r.number, s.freeRoots = s.freeRoots[last], s.freeRoots[:last]
		s.roots[r.number] = r
	} else {
		r.number = uint32(len(s.roots))
		s.roots = append(s.roots, r)
	}
	if e != nil {
		e.roots = append(e.roots, r)
		e.row.cells = append(e.row.cells, r.cell)
	}
	r.row.cells = []*cell{r.cell}
	return r.number
}

// Read brings what a root shows in the view up to date and tells out what became of the objects
// in it.
func (s *Store) Read(number uint32, out Sink) {
	s.settle()
	r := s.roots[number]
	if r.cell.shown().dirty != 0 || len(s.build.ghosts) > 0 {
		s.bring([]*root{r}, View, out)
	}
}

// ReadBase does the same for what a root shows in the base.
func (s *Store) ReadBase(number uint32, out Sink) {
	s.settle()
	r := s.roots[number]
	if r.cell.dirty != 0 || len(s.build.ghosts) > 0 {
		s.bring([]*root{r}, Base, out)
	}
}

// find makes the row of a root what its arguments find.
func (s *Store) find(r *root) {
	n := r.node
	for n.Kind == Query {
		n = n.Items
	}
	r.row.cur = nil
	if n.Kind != Entity {
		return
	}
	arg := firstArg(r.args)
	if len(arg) == 0 {
		return
	}
	var in ingest
	pk := arg
	if arg[0] == '{' {
		if len(n.PK) != 1 {
			pk = in.compositePK(n, arg)
		} else {
			value, _ := memberOf(arg, n.PK[0])
			pk = in.pkText(value)
		}
	} else {
		pk = in.pkText(arg)
	}
	if len(pk) == 0 {
		return
	}
	to, _ := n.table.row(pk)
	k := &content{by: r.node, write: &Write{ExpiresAt: math.Inf(1)}}
	k.own, k.refs = appendRef(nil, nil, 0, to, n, whole)
	r.row.cur = k
}

func firstArg(args []byte) []byte {
	i := jsontext.SkipSpace(args, 0)
	if i >= len(args) || args[i] != '[' {
		return nil
	}
	at, more := jsontext.SkipOpen(args, i)
	if !more {
		return nil
	}
	return args[at:jsontext.SkipValue(args, at, jsontext.MaxDepth)]
}
