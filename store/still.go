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

// album is the working memory of one reading of a frozen space.
type album struct {
	f     *frozen
	met   map[stillName]*still
	list  []*still // those that were not known before
	whole bool     // all are looked at, known or not
}

// still gives what has a name, and enters it if it must be looked at.
func (a *album) still(name stillName) *still {
	if x := a.f.stills[name]; x != nil && !a.whole {
		return x
	}
	if x := a.met[name]; x != nil {
		return x
	}
	x := &still{name: name}
	a.met[name] = x
	if c := a.f.present(name); c != nil && !a.whole && a.f.unchanged(c) {
		x.live = c // nothing became of it since the state
		return x
	}
	a.list = append(a.list, x)
	return x
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

// derive finds out what a still holds.
func (a *album) derive(x *still) {
	f, n := a.f, x.name.node
	found := false
	switch r := x.name.root; {
	case r == nil && n.Kind == All:
		x.content = f.listing(n)
		x.own = !alike(x.content, f.store.listingOf(n, f.over()))
	case r == nil:
		x.content = f.content(x.name.row)
		x.own = !alike(x.content, f.live(x.name.row))
	default:
		x.content, found = f.shownBy(r)
		x.own = !alike(x.content, f.present(x.name).content())
	}
	k := x.content
	if k == nil {
		return
	}
	if x.state = usable; k.invalid {
		x.state = invalid
		return
	}
	x.refs = k.refs
	if k.projects(n, x.name.root != nil, found) {
		p := f.store.projection(k, nil)
		p.value(n, 0, x.rise())
		x.text, x.refs = append([]byte(nil), p.text...), append([]ref(nil), p.refs...)
		f.store.build.text, f.store.build.refs = p.text, p.refs
	}
	for i := range x.refs {
		r := &x.refs[i]
		kid := a.still(stillName{row: r.to, node: r.node})
		kid.up = append(kid.up, x)
		x.kids = append(x.kids, kid)
	}
	x.alone = x.name.root != nil && len(x.refs) == 1 && (x.refs[0].at == 0 || x.refs[0].tagged && x.refs[0].at == 1)
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

// part finds out which stills are not the same as what is under them: those that hold something
// else, and those that contain one.
func (a *album) part() {
	var stack []*still
	for _, x := range a.list {
		if x.own {
			stack = append(stack, x)
			continue
		}
		for _, kid := range x.kids {
			if kid.own {
				x.own = true
				stack = append(stack, x)
				break
			}
		}
	}
	for len(stack) > 0 {
		x := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, p := range x.up {
			if !p.own {
				p.own = true
				stack = append(stack, p)
			}
		}
	}
	for _, x := range a.list {
		if x.own {
			a.f.stills[x.name] = x
		}
	}
}

// hold makes sure that what is the same is there, and stays there, under the space.
func (a *album) hold(out Sink) {
	f, s := a.f, a.f.store
	var cells []*cell
	for _, x := range a.list {
		if !x.own {
			continue
		}
		for _, kid := range x.kids {
			if kid.own {
				continue
			}
			c := kid.name.row.cell(kid.name.node)
			if !f.held[c] {
				f.held[c] = true
				if c.topped() {
					s.raise(c)
				}
				f.anchor.connect(len(f.anchor.kids), c, apart)
			}
			if f.present(kid.name).dirty != 0 {
				cells = append(cells, c)
			}
			kid.live = c
		}
	}
	if len(cells) > 0 {
		s.bring(cells, f.over(), out)
	}
	for _, x := range a.list {
		for _, kid := range x.kids {
			if !kid.own && kid.live != nil {
				kid.live = f.present(kid.name)
			}
		}
	}
	for _, x := range a.met {
		if !x.own && x.live != nil {
			x.state = x.live.state
		}
	}
}

// judge finds out which of its own are INVALID because of what they contain.
func (a *album) judge() {
	var stack []*still
	for _, x := range a.list {
		if x.own && x.state == usable && x.broken() {
			x.state = x.fallen()
			stack = append(stack, x)
		}
	}
	for len(stack) > 0 {
		x := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, p := range x.up {
			if p.own && p.state == usable && p.broken() {
				p.state = p.fallen()
				stack = append(stack, p)
			}
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

// tell tells the sink of what is its own and new.
func (a *album) tell(out Sink) {
	sp := a.f.space
	for _, x := range a.list {
		if !x.own || x.told {
			continue
		}
		x.told = true
		switch n, r := x.name.node, x.name.root; {
		case r != nil && x.state == usable:
			out.MakeRoot(sp, n, r.number, a.textOf(x))
		case r != nil:
			out.DropRoot(sp, n, r.number)
		case x.state == usable:
			out.Make(sp, n, x.name.row.num, a.textOf(x))
		default:
			out.Drop(sp, n, x.name.row.num)
		}
	}
}

// textOf gives the text that a usable still shows.
func (a *album) textOf(x *still) []byte {
	if x.hollow() {
		text, _ := a.hollowed(x)
		return text
	}
	if x.text != nil {
		return x.text
	}
	return x.content.own
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

func (a *album) hollowed(x *still) (text []byte, refs []ref) {
	s := a.f.store
	p := s.projection(x.content, func(r *row, n *Node) bool {
		kid := a.still(stillName{row: r, node: n})
		return kid.state == invalid
	})
	p.value(x.name.node, 0, x.rise())
	s.build.text, s.build.refs = p.text, p.refs
	return p.text, p.refs
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
