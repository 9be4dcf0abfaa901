package store

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
