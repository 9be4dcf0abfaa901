package store

// keep makes a row one that stays, and what it contains.
func (w *sweep) keep(r *row) {
	if r.mark != w.number+1 {
		r.mark = w.number + 1
		w.gray = append(w.gray, r)
	}
}

// name makes a row one whose number is in use.
func (w *sweep) name(r *row) { r.mark = max(r.mark, w.number) }

// trace goes through what a row contains, in the base and with layers.
func (w *sweep) trace(r *row) int {
	w.content(r.cur)
	n := 1
	if k := r.cur; k != nil {
		n += len(k.refs)
		if k.list() != nil {
			for i := range k.list().changes {
				for _, item := range k.list().changes[i].items {
					for _, named := range item.refs {
						w.name(named.to)
						n++
					}
				}
			}
		}
	}
	if r.over != nil && r.over.top != nil {
		w.content(r.over.top)
	}
	return n
}

// content keeps what a content names.
func (w *sweep) content(k *content) {
	if k == nil {
		return
	}
	for i := range k.refs {
		if r := k.refs[i].to; r.table != nil {
			w.keep(r)
		} else {
			w.list(k.refs[i].node)
		}
	}
}

// list keeps all rows that an all lists, in the base and with layers.
func (w *sweep) list(n *Node) {
	for _, r := range w.store.extras(n.ofType, nil) {
		w.keep(r)
	}
	for _, t := range n.Items.tables() {
		for _, o := range t.order {
			if o.row != nil {
				w.keep(o.row)
			}
		}
	}
}

// readers goes through the roots that are watched.
func (w *sweep) readers(s *Store) {
	for _, r := range s.roots {
		if r != nil && r.watchers > 0 {
			w.root(s, r)
		}
	}
}

// layers names what layers name.
func (w *sweep) layers(s *Store) {
	if s.layers == nil {
		return
	}
	for _, l := range s.layers.list {
		for _, r := range l.rows {
			for i := range r.over.parts {
				p := &r.over.parts[i]
				w.names(p.next)
				w.names(p.below)
				for _, k := range p.said {
					w.names(k)
				}
			}
		}
	}
}

func (w *sweep) names(k *content) {
	if k != nil {
		for i := range k.refs {
			w.name(k.refs[i].to)
		}
	}
}

// root keeps what a root shows in the base and in the view.
func (w *sweep) root(s *Store, r *root) {
	for _, view := range [2]bool{false, true} {
		var k *content
		switch row := r.result(view); {
		case row == nil:
			k = s.foundBy(r, view)
		case view:
			k = row.seen()
		default:
			k = row.cur
		}
		w.content(k)
		if k != nil && r.node != nil && r.node.lists {
			w.alls(r.node, make(map[*Node]bool))
		}
	}
}

// alls keeps all rows of the alls that a root shows in the place of what its result says.
func (w *sweep) alls(n *Node, met map[*Node]bool) {
	switch {
	case n == nil || met[n]:
		return
	case n.Kind == All:
		w.list(n)
		return
	}
	met[n] = true
	if n.Items != nil && n.Items.inText() {
		w.alls(n.Items, met)
	}
	for i := range n.Fields {
		if f := n.Fields[i].Node; f.inText() {
			w.alls(f, met)
		}
	}
}

// foundBy gives what the arguments of a root find, whether or not it was read.
func (s *Store) foundBy(r *root, view bool) *content {
	was, c := &r.base, r.cell
	if view {
		was, c = &r.view, r.cell.shown()
		if !c.view {
			return nil
		}
	}
	if c.dirty == 0 || r.node == nil {
		return was.content
	}
	f := s.finder(r.args)
	if view {
		f = s.viewFinder(r.args)
	}
	if !f.find(r.node, whole) {
		return nil
	}
	return &content{refs: f.refs}
}

// key judges a key: it stays with what it contains, or goes.
func (w *sweep) key(s *Store, e *entry) {
	if s.keys[e.key] != e {
		return
	}
	if e.read() || !w.past(e) {
		w.content(e.row.cur)
		return
	}
	if e.known || e.stored() {
		w.gone = append(w.gone, e.key)
		if s.heeds {
			s.beforeMeta(e)
		}
		s.result(e, nil)
		s.setLast(e, nil)
		e.value, e.known, e.meta, e.memo = false, false, Meta{}, nil
		s.version++
	}
	s.release(e)
}

// read reports whether a key has a reader.
func (e *entry) read() bool {
	for _, r := range e.roots {
		if r.watchers > 0 {
			return true
		}
	}
	return e.holders > 0
}

// past reports whether the life of a key is over.
func (w *sweep) past(e *entry) bool {
	if !e.known && e.row.cur != nil {
		by := e.row.cur.write
		return w.limits.over(w.now, by.FetchedAt, by.Date, by.ExpiresAt)
	}
	return w.limits.over(w.now, e.meta.FetchedAt, e.meta.Date, e.meta.ExpiresAt)
}

// take makes a row as if it had never been stored.
func (s *Store) take(r *row) {
	if s.states != nil {
		s.states.keep(r, nil)
		s.states.keepSlots(r)
		if r.seq != 0 {
			s.states.keepSeat(r)
		}
	}
	if r.over != nil {
		s.pend(r)
	}
	s.become(r, nil)
	s.version++
}
