package store

// still is what a row, or what a root shows, is through a schema in a frozen space.
type still struct {
	name    stillName
	content *content
	text    []byte // where it is not that of content
	refs    []ref
	kids    []*still // for each of refs
	up      []*still
	live    *cell // what the space under it shows in its place, where that is the same
	state   state
	own     bool // it is not the same
	told    bool // the sink knows of it
	alone   bool // it is that of a root that is nothing but its first kid
}

// stillName is a row as a schema reads it, or a root.
type stillName struct {
	row  *row
	node *Node
	root *root
}

// ReadIn brings what a root shows in any space up to date and tells out what became of the objects in
// it. An older state has objects of its own where it is not what the space under it is now;
// they are told once. It reports whether the space can still be read.
func (s *Store) ReadIn(sp Space, number uint32, out Sink) bool {
	switch sp {
	case Base:
		s.ReadBase(number, out)
	case View:
		s.Read(number, out)
	default:
		f := s.frozen(sp)
		if f == nil {
			return false
		}
		s.readFrozen(f, s.roots[number], out)
	}
	return true
}

func (s *Store) readFrozen(f *frozen, r *root, out Sink) {
	if x := f.roots[r]; x != nil && (x.own || f.unchanged(r.shows(f.over()))) {
		return
	}
	if !s.preparing {
		s.settle()
	}
	if c := r.shows(f.over()); c.dirty != 0 || len(s.build.ghosts) > 0 {
		s.bring([]*cell{r.cell}, f.over(), out)
	}
	a := album{f: f, met: make(map[stillName]*still)}
	top := a.still(stillName{root: r, node: r.node})
	for i := 0; i < len(a.list); i++ {
		a.derive(a.list[i])
	}
	a.part()
	if !top.own {
		top.live = r.shows(f.over())
	}
	a.hold(out)
	a.judge()
	a.tell(out)
	f.roots[r] = top
}

// unchanged reports whether what a cell of the base or the view shows is known to be what it showed
// in an older state.
func (f *frozen) unchanged(c *cell) bool {
	return f.end == nil && c.dirty == 0 && c.built != 0 && max(c.built, c.since) <= f.build
}

// present gives the cell that the space under it has for a name, nil if it has none.
func (f *frozen) present(name stillName) *cell {
	var c *cell
	if name.root != nil {
		c = name.root.cell
	} else {
		for _, o := range name.row.cells {
			if o.node == name.node {
				c = o
			}
		}
	}
	if c != nil && f.over() == View {
		return c.shown()
	}
	return c
}

func (x *still) rise() rise {
	if x.name.root != nil {
		return whole
	}
	return stays
}

// shownBy gives what a root reads in a frozen space, and whether that is what its arguments find.
func (f *frozen) shownBy(r *root) (k *content, found bool) {
	if r.node == nil {
		return nil, false
	}
	if r.entry != nil {
		if k := f.record(r.entry.key).content; k != nil {
			return k, false
		}
	}
	find := f.finder(r.args)
	if !find.find(r.node, whole) {
		f.depend(find.deps)
		return nil, false
	}
	f.depend(find.deps)
	return &content{own: find.text, refs: find.refs, by: r.node, write: timeless}, true
}

// depend notes what a lookup depended on besides rows.
func (f *frozen) depend(deps []dep) {
	if f.end == nil {
		return
	}
	for _, d := range deps {
		if d.row.table == nil {
			f.reads[d.row] = nil
		}
	}
}

// broken and fallen are what they are of a cell.
func (x *still) broken() bool {
	for i, kid := range x.kids {
		if x.refs[i].rise == whole && (kid.state == invalid || x.alone && kid.state == missing) {
			return true
		}
	}
	return false
}

func (x *still) fallen() state {
	if x.alone {
		return x.kids[0].state
	}
	return invalid
}

// hollow and hollowed are what they are of a cell.
func (x *still) hollow() bool {
	for i, kid := range x.kids {
		if x.refs[i].rise == within && kid.state == invalid {
			return true
		}
	}
	return false
}

// forsake lets go of what a frozen space held.
func (s *Store) forsake(f *frozen, out Sink) {
	for _, c := range s.unused(f.anchor) {
		if c != f.anchor {
			s.forget(c, out)
		}
	}
	f.anchor.truncate(0)
}
