package store

// heed finds out whether somebody is to be told before something changes.
func (s *Store) heed() { s.heeds = s.layers != nil || s.states != nil || s.sweep != nil }

// beforeChange is called before what a row holds changes by ch, or the write of it. Of what is
// stored under a key ch is nil.
func (s *Store) beforeChange(r *row, ch *rowChange) {
	if s.states != nil {
		if e := s.entryOf(r); e != nil {
			s.states.keepRecord(e)
		} else {
			s.states.keep(r, ch.next)
		}
	}
	if s.sweep != nil {
		s.sweep.written = append(s.sweep.written, r)
	}
	if s.layers == nil {
		return
	}
	if r.over != nil {
		s.pend(r)
	}
	if ch != nil && r.seq == 0 && r.table.node != nil && r.table.node.Kind == Collection {
		s.layers.enlist(r.table)
	}
}

// beforeMeta is called before the meta of a key changes.
func (s *Store) beforeMeta(e *entry) {
	if s.states != nil {
		s.states.keepRecord(e)
	}
	if s.layers != nil {
		s.disturb(&e.row)
	}
}

// entryOf gives the entry whose result a row stands for, nil if it is another row.
func (s *Store) entryOf(r *row) *entry {
	if r.table != nil || r.slot != nil {
		return nil
	}
	if e := s.keys[r.pk]; e != nil && &e.row == r {
		return e
	}
	return nil
}
