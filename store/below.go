package store

// Below opens what is under the layer that a request is about to get, or to get again, with a write that starts at
// w.Start: the base and the layers that started before. It is for the function of the user that makes
// the layer: what is read of it until the layer is made is noted, see [Store.Stale]. One can be
// open at a time; it needs a [Store.Release].
func (s *Store) Below(request uint64, w *Write) Space {
	s.settle()
	s.spaces[Base] += 2
	f := newFrozen(s, s.spaces[Base])
	f.end = &layer{request: request, write: w}
	f.reads = make(map[*row]*content)
	f.metas = make(map[*entry]Meta)
	s.below = f
	return f.space
}

// HideLayer makes the layer of a request show nothing for now: its function asked for that, or failed. What
// it has read is noted as for any other layer.
func (s *Store) HideLayer(request uint64, w *Write) {
	s.SetLayer(&Change{store: s, write: w, layer: s.layer(&layer{request: request, write: w, hidden: true, version: s.version})})
}

// layer gives a layer what was read for it.
func (s *Store) layer(l *layer) *layer {
	if f := s.below; f != nil && f.end.request == l.request {
		l.reads, l.metas = f.reads, f.metas
	}
	return l
}

// listen makes what a layer has read tell of changes.
func (s *Store) listen(l *layer) {
	for r := range l.reads {
		if r.over == nil {
			r.over = &overlay{}
		}
		r.over.readers = append(r.over.readers, l)
	}
}

// unlisten ends that.
func (s *Store) unlisten(l *layer) {
	for r := range l.reads {
		readers := r.over.readers
		for i, o := range readers {
			if o == l {
				last := len(readers) - 1
				readers[i] = readers[last]
				readers[last] = nil
				r.over.readers = readers[:last]
				break
			}
		}
		s.tidy(r)
	}
}

// disturb notes that something may have become of what a layer has read.
func (s *Store) disturb(r *row) {
	if r.over != nil && len(r.over.readers) > 0 {
		s.layers.disturbed = append(s.layers.disturbed, r)
	}
}

// Stale gives the request of the first layer whose function would now read something else than it
// did. It is to be asked again, and [Store.SetLayer] or [Store.HideLayer] called with what it gives;
// that may make later layers stale. A layer that was hidden and has read nothing is to be asked
// again after each commit; any other that has read nothing, never.
func (s *Store) Stale() (request uint64, ok bool) {
	s.settle()
	ls := s.layers
	if ls == nil {
		return 0, false
	}
	for _, r := range ls.disturbed {
		if r.over == nil {
			continue
		}
		for _, l := range r.over.readers {
			l.stale = l.stale || !s.stillReads(l, r)
		}
	}
	ls.disturbed = ls.disturbed[:0]
	for _, l := range ls.list {
		if l.stale || l.hidden && len(l.reads) == 0 && l.version != s.version {
			return l.request, true
		}
	}
	return 0, false
}

// stillReads reports whether a layer would find in a row what it found there.
func (s *Store) stillReads(l *layer, r *row) bool {
	was := l.reads[r]
	switch {
	case r.slot != nil:
		now := s.holderBelow(r.slot, l)
		return now == nil && was == nil || now != nil && was != nil && now == was.refs[0].to
	case r.table == nil && was != nil && was.by != nil && was.by.all == r:
		f := frozen{store: s, end: l, reads: make(map[*row]*content)}
		return alike(f.listing(was.by), was)
	}
	if e := s.keys[r.pk]; r.table == nil && e != nil && &e.row == r {
		was, now := l.metas[e], e.meta
		if was.Error != now.Error || was.Soft != now.Soft || was.Invalidated != now.Invalidated {
			return false
		}
	}
	return alike(r.below(l), was)
}

// holderBelow gives the row that a slot of an index finds under a layer.
func (s *Store) holderBelow(sl *slot, l *layer) *row {
	x, value := sl.index, []byte(sl.row.pk)
	if r := s.laterHolder(x, value, l); r != nil {
		return r
	}
	for i := len(sl.holders) - 1; i >= 0; i-- {
		if r := sl.holders[i]; r.below(l).has(x.member, value) {
			return r
		}
	}
	return nil
}

// Failed gives the layers that show nothing since the last call because a function failed as they were
// made again, without being asked, of what came to be under them.
func (s *Store) Failed() []LayerError {
	s.settle()
	if s.layers == nil {
		return nil
	}
	out := s.layers.failed
	s.layers.failed = nil
	return out
}
