package store

// Space says whose objects are meant. What a space other than [Base] has no object of its own
// for is seen in it as in the space under it: under [View] and every other even number is the
// base, under every other odd number the view.
type Space uint32

// The spaces that always exist.
const (
	Base Space = iota // what is committed
	View              // with the optimistic layers over it
)

// Sink is told what a reader's objects become. Texts are valid during the call only. In the
// text of a row or root, a reference is the number of the row that it means, in the place
// that the schema has for it; of a union it is [number,"type"]. The place of a collection or an all
// has a reference too: the list is an object of its own, of the node that [Node.Alias] gives, and its
// text has the references of the items. A reference to what has no object, or to -1, shows nothing:
// an item is left out, a member is undefined.
//
// What is told by one call of the store belongs together: references are to be resolved at its
// end, first in the space of what refers, then in the one under it.
type Sink interface {
	// Make gives the object of a row a new text.
	Make(sp Space, n *Node, row uint32, own []byte)
	// Relink says that an object keeps its text, but something that it refers to is new.
	Relink(sp Space, n *Node, row uint32)
	// Drop says that a row has nothing to show.
	Drop(sp Space, n *Node, row uint32)
	// Share says that the view has no object of its own for a row any more. If the base's
	// object changed since it was last told, that follows at once: where it is equal to the
	// object that went, it is to be that object.
	Share(sp Space, n *Node, row uint32)
	// Forget says that no object will refer to what the row is through a schema, in no space.
	Forget(n *Node, row uint32)
	// MakeRoot, RelinkRoot, DropRoot, ShareRoot and ForgetRoot say the same of what a reader holds.
	MakeRoot(sp Space, n *Node, root uint32, own []byte)
	RelinkRoot(sp Space, n *Node, root uint32)
	DropRoot(sp Space, n *Node, root uint32)
	ShareRoot(sp Space, n *Node, root uint32)
	ForgetRoot(n *Node, root uint32)
}

// build is the working memory of Build.
type build struct {
	number uint64
	busy   bool
	stack  []*cell
	order  []*cell
	more   []*cell          // came up during collect
	loose  []*cell          // cells of the view that may have no reason any more
	ghosts []*cell          // cells of the view that went, of which the sink was not told
	texts  map[*cell][]byte // of cells whose text is not their row's
	text   []byte
	refs   []ref
}

// bring makes cells of the base, or what the view shows in their place, and all that is seen in them
// present, and tells the sink what became of the objects that are new or changed. Nothing else
// is looked at.
func (s *Store) bring(cells []*cell, sp Space, out Sink) {
	b := &s.build
	if b.busy {
		return // a function of the user that is asked meanwhile sees what was seen before
	}
	b.busy = true
	defer func() { b.busy = false }()
	b.number++
	b.more = b.more[:0]
	for {
		for _, c := range cells {
			if sp == View {
				c = c.shown()
			}
			b.more = append(b.more, c)
		}
		if !b.collect(s) {
			break
		}
		s.ground()
	}
	b.judge()
	b.spread()
	for _, c := range b.order {
		s.emit(c, out)
	}
	b.share(out)
	clear(b.order)
	b.order = b.order[:0]
	clear(b.texts)
}

// collect finds the dirty cells under those of b.more and derives what they contain. It reports
// whether there was any.
func (b *build) collect(s *Store) bool {
	found := len(b.order)
	stack := append(b.stack[:0], b.more...)
	b.stack, b.more = nil, b.more[:0]
	for len(stack) > 0 {
		c := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if c.dirty == 0 || c.built == b.number {
			continue
		}
		c.seen, c.built = c.built, b.number
		c.was = c.state
		if c.dirty&self != 0 || c.root != nil && len(c.found().deps) > 0 {
			s.derive(c)
			if c.view && !c.twin.topped() {
				b.loose = append(b.loose, c)
			}
		}
		if !c.view && c.told && c.shown() != c && !c.twin.told {
			stack = append(stack, c.twin) // so far the view shows the object that is about to be replaced
		}
		b.order = append(room(b.order, 1), c)
		c.state = c.own()
		for i := range c.kids {
			if k := c.kids[i].cell; k.dirty != 0 && k.built != b.number {
				stack = append(room(stack, 1), k)
			}
		}
	}
	b.stack = stack
	return len(b.order) > found
}

// judge finds out which of the cells are INVALID because of what they contain. All of them
// are held to be usable at first, so that rows that require each other do not condemn
// themselves.
func (b *build) judge() {
	stack := b.stack[:0]
	for _, c := range b.order {
		if c.state == usable && c.broken() {
			c.state = c.fallen()
			stack = append(stack, c)
		}
	}
	for len(stack) > 0 {
		c := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, e := range c.up {
			if p := e.cell; p.built == b.number && p.state == usable && p.broken() {
				p.state = p.fallen()
				stack = append(stack, p)
			}
		}
	}
	b.stack = stack
}

// broken reports whether something that the cell cannot do without is INVALID.
func (c *cell) broken() bool {
	for i := range c.kids {
		if e := &c.kids[i]; e.rise == whole && (e.cell.state == invalid || c.single() && e.cell.state == missing) {
			return true
		}
	}
	return false
}

// fallen is the state of a cell that is broken.
func (c *cell) fallen() state {
	if c.single() {
		return c.kids[0].cell.state
	}
	return invalid
}

// spread finds out which of the cells look different now: those whose row has changed, those
// that came or went, and those that contain one.
func (b *build) spread() {
	for _, c := range b.order {
		if c.dirty&self != 0 && (c.state == usable || c.was == usable) || c.state != c.was || c.dirty&other != 0 || c.view && !c.told || c.outdated() {
			c.stamp = b.number
		}
	}
	stack := b.stack[:0]
	for _, c := range b.order {
		if c.stamp != b.number {
			continue
		}
		for stack = append(stack, c); len(stack) > 0; {
			c := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			// Where nobody saw it and nobody sees it, only an object around it may come or go.
			hidden := c.state != usable && c.was != usable
			for _, e := range c.up {
				if p := e.cell; p.built == b.number && p.stamp != b.number && (!hidden || p.kids[e.back].rise == within) {
					p.stamp = b.number
					stack = append(stack, p)
				}
			}
		}
	}
	b.stack = stack
}

// outdated reports whether something that the cell contains changed since it was looked at.
func (c *cell) outdated() bool {
	for i := range c.kids {
		if c.kids[i].cell.stamp > c.seen {
			return true
		}
	}
	return false
}

// emit tells the sink what became of a cell.
func (s *Store) emit(c *cell, out Sink) {
	b := &s.build
	sp := Base
	if c.view {
		sp = View
	} else if t := c.twin; t != nil && t.gone {
		t.share(out)
	}
	fresh := c.dirty&self != 0 || c.was != usable
	c.dirty = 0
	if c.stamp != b.number || c.node == nil {
		return // without a schema there are no objects
	}
	var text []byte
	if c.state == usable {
		text = s.textOf(c)
		if c.hollow() {
			text, _ = s.hollowed(c)
			fresh, c.bent = true, true
		} else if c.bent {
			fresh, c.bent = true, false
		}
	}
	number := c.row.num
	switch {
	case c.root != nil && c.state != usable:
		out.DropRoot(sp, c.node, c.root.number)
	case c.root != nil && fresh:
		out.MakeRoot(sp, c.node, c.root.number, text)
	case c.root != nil:
		out.RelinkRoot(sp, c.node, c.root.number)
	case c.state != usable:
		if c.was == usable || c.view {
			out.Drop(sp, c.node, number)
		}
	case fresh:
		out.Make(sp, c.node, number, text)
	default:
		out.Relink(sp, c.node, number)
	}
	c.told = true
}

// textOf gives the text that a usable cell shows.
func (s *Store) textOf(c *cell) []byte {
	if text := s.build.texts[c]; text != nil {
		return text
	}
	k := c.content()
	if !c.projects(k) {
		return k.own
	}
	p := s.projection(k, nil)
	p.value(c.node, 0, c.rise())
	s.build.text, s.build.refs = p.text, p.refs
	return p.text
}

// hollow reports whether an object inside of the cell's text is INVALID because of something
// that it holds, without the whole being so.
func (c *cell) hollow() bool {
	for i := range c.kids {
		if e := &c.kids[i]; e.rise == within && e.cell.state == invalid {
			return true
		}
	}
	return false
}

// hollowed gives the text of a hollow cell. An object that is INVALID is -1, which is the number of
// no row. refs are those of what is left.
func (s *Store) hollowed(c *cell) (text []byte, refs []ref) {
	p := s.projection(c.content(), func(r *row, n *Node) bool {
		kid := r.cell(n)
		if c.view {
			kid = kid.shown()
		}
		return kid.state == invalid
	})
	p.value(c.node, 0, c.rise())
	s.build.text, s.build.refs = p.text, p.refs
	return p.text, p.refs
}
