package store

// Epoch counts resets.
func (s *Store) Epoch() uint64 { return s.epoch }

// Reset empties the store; schemas and roots stay. Nothing that a [Sink] was told of before is
// meant any more: it is to forget all of it.
func (s *Store) Reset() {
	s.epoch++
	s.version++
	for _, t := range s.tables {
		t.reset()
	}
	for _, n := range s.nodes {
		if n.all != nil {
			*n.all = row{}
		}
	}
	s.keys = make(map[string]*entry)
	s.entries, s.vacant = nil, 0
	s.lent = nil
	s.layers, s.states, s.below, s.sweep = nil, nil, nil, nil
	s.heed()
	s.build = build{number: s.build.number}
	for _, r := range s.roots {
		if r != nil {
			s.restart(r)
		}
	}
}

// restart makes a root as it was when it was opened.
func (s *Store) restart(r *root) {
	r.row, r.base, r.view = row{}, found{}, found{}
	r.cell = &cell{node: r.node, row: &r.row, root: r, dirty: self}
	r.row.cells = []*cell{r.cell}
	if r.entry != nil {
		r.entry = s.entry(r.entry.key)
		r.entry.roots = append(r.entry.roots, r)
		r.entry.row.cells = append(r.entry.row.cells, r.cell)
	}
	s.note(r)
}

func (t *table) reset() {
	t.names = names{}
	t.byNum, t.free, t.order, t.gone, t.known = nil, nil, nil, 0, false
	for _, x := range t.indexes {
		x.slots = make(map[string]*slot)
	}
}
