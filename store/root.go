package store

import (
	"bytes"
	"math"
	"strconv"

	"sluice/store/jsontext"
)

// root is what somebody reads: the result of a key through a schema, or what arguments find
// in the store while there is none.
type root struct {
	number   uint32
	node     *Node
	args     []byte
	entry    *entry // nil: read by arguments alone
	row      row    // stands for what the arguments find
	base     found
	view     found
	cell     *cell
	users    int
	watchers int    // see Store.Watch
	noted    uint64 // the round in which it was noted as changed
}

// found is what the arguments of a root find.
type found struct {
	content *content // nil: nothing
	deps    []dep    // what decided besides the rows found
	alone   bool     // what is shown is nothing but one row
}

// found gives what the arguments of the cell of a root find.
func (c *cell) found() *found {
	if c.view {
		return &c.root.view
	}
	return &c.root.base
}

// single reports whether the cell is a root that is nothing but one row.
func (c *cell) single() bool { return c.root != nil && c.found().alone }

// content gives what a cell reads.
func (c *cell) content() *content {
	row := c.row
	if c.root != nil {
		row = c.root.result(c.view)
	}
	switch {
	case row == nil:
		return c.found().content
	case c.view:
		return row.seen()
	default:
		return row.cur
	}
}

// result gives the row that holds the result that a root reads in the base or the view, nil if
// it reads what its arguments find. Without a schema there is none to read: the shell has values, not rows.
func (r *root) result(view bool) *row {
	if e := r.entry; e != nil && r.node != nil && (e.row.cur != nil || view && e.row.seen() != nil) {
		return &e.row
	}
	return nil
}

// own is the state of a cell by itself.
func (c *cell) own() state {
	switch k := c.content(); {
	case k == nil:
		return missing
	case k.invalid || c.refused:
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
// while there is no result, what args, the JSON text of a list of arguments, find. A nil node
// stands for no schema. Of no key, an adder reads its collection. The same question has the same
// number. It counts users: each call needs one [Store.Close].
func (s *Store) Root(n *Node, key string, args []byte) uint32 {
	if key == "" {
		if n.Kind == Adder {
			n = n.Items
		}
		name := lookupKey(n, args)
		r := s.lookups[name]
		if r == nil {
			r = s.open(n, nil, args)
			s.lookups[name] = r
		}
		r.users++
		return r.number
	}
	e := s.entry(key)
	for _, r := range e.roots {
		if r.node == n && bytes.Equal(r.args, args) {
			r.users++
			return r.number
		}
	}
	r := s.open(n, e, args)
	e.roots = append(e.roots, r)
	e.row.cells = append(e.row.cells, r.cell)
	if r.cell.topped() {
		s.raise(r.cell)
	}
	r.users++
	return r.number
}

// lookupKey names what a schema and arguments ask for.
func lookupKey(n *Node, args []byte) string {
	return string(jsontext.Canonical(strconv.AppendUint(nil, uint64(n.ID), 10), args))
}

func (s *Store) open(n *Node, e *entry, args []byte) *root {
	r := &root{node: n, entry: e, args: append([]byte(nil), args...)}
	r.cell = &cell{node: n, row: &r.row, root: r, dirty: self}
	if last := len(s.freeRoots) - 1; last >= 0 {
		r.number, s.freeRoots = s.freeRoots[last], s.freeRoots[:last]
		s.roots[r.number] = r
	} else {
		r.number = uint32(len(s.roots))
		s.roots = append(s.roots, r)
	}
	r.row.cells = []*cell{r.cell}
	return r
}

// note notes that something may have become of what a root shows.
func (s *Store) note(r *root) {
	if r.noted != s.round+1 {
		r.noted = s.round + 1
		s.changed = append(s.changed, r)
	}
}

// Changed gives the numbers of the roots of which something may have changed since it was last
// asked: what they show in the base or the view, or the meta of their key. A root whose data was
// not read since it was given here is not given again because of its data. The list is valid until
// the next call.
func (s *Store) Changed() []uint32 {
	s.settle()
	s.told = s.told[:0]
	for _, r := range s.changed {
		if s.roots[r.number] == r {
			s.told = append(s.told, r.number)
		}
	}
	clear(s.changed)
	s.changed = s.changed[:0]
	s.round++
	return s.told
}

// Read brings what a root shows in the view up to date and tells out what became of the objects
// in it.
func (s *Store) Read(number uint32, out Sink) {
	s.settle()
	r := s.roots[number]
	if r.cell.shown().dirty != 0 || len(s.build.ghosts) > 0 {
		s.bring([]*cell{r.cell}, View, out)
	}
}

// ReadAll does the same for several roots at once.
func (s *Store) ReadAll(numbers []uint32, out Sink) {
	s.settle()
	cells := make([]*cell, 0, len(numbers))
	for _, number := range numbers {
		if c := s.roots[number].cell; c.shown().dirty != 0 {
			cells = append(cells, c)
		}
	}
	if len(cells) > 0 || len(s.build.ghosts) > 0 {
		s.bring(cells, View, out)
	}
}

// ReadBase does the same for what a root shows in the base.
func (s *Store) ReadBase(number uint32, out Sink) {
	s.settle()
	r := s.roots[number]
	if r.cell.dirty != 0 || len(s.build.ghosts) > 0 {
		s.bring([]*cell{r.cell}, Base, out)
	}
}

// find finds out what the arguments of a root find in the base or the view, and reports whether
// that is something else than before.
func (s *Store) find(r *root, view bool) bool {
	was := &r.base
	if view {
		was = &r.view
	}
	if r.node == nil || r.result(view) != nil {
		*was = found{}
		return false
	}
	f := s.finder(r.args)
	if view {
		f = s.viewFinder(r.args)
	}
	next := found{deps: f.deps}
	if f.find(r.node, whole) {
		next.content = &content{own: f.text, refs: f.refs, by: r.node, write: timeless}
	}
	next.deps = f.deps
	if alike(next.content, was.content) {
		next.content = was.content
		*was = next
		return false
	}
	*was = next
	return true
}

// timeless is the write of what is no row.
var timeless = &Write{ExpiresAt: math.Inf(1)}
