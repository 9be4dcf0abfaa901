package store

// states are the older states that somebody may still read, of the base and of the view. Each
// knows only what changed after it and before the next one, as it was.
type states struct {
	chains [2][]*frozen // the oldest first
	all    map[Space]*frozen
}

// slotName names a slot of an index, also one that went.
type slotName struct {
	index *index
	value string
}

// State gives the present state of [Base] or [View] a number, by which it can be read from then on,
// whatever is written. While nothing changes it is the same number. Each call needs one
// [Store.Release].
func (s *Store) State(sp Space) Space {
	s.settle()
	if s.states == nil {
		s.states = &states{all: make(map[Space]*frozen)}
		s.heed()
	}
	version := s.version
	if sp == View {
		version += s.shifts
	}
	chain := s.states.chains[sp]
	if n := len(chain); n > 0 && chain[n-1].version == version {
		chain[n-1].users++
		return chain[n-1].space
	}
	s.spaces[sp] += 2
	f := newFrozen(s, s.spaces[sp])
	f.version, f.build, f.seq = version, s.build.number, s.seq
	for _, t := range s.tables {
		if !t.known && (sp == Base || !s.knownBelow(func(o *table) bool { return o == t }, nil)) {
			f.unknown = append(f.unknown, t)
		}
	}
	if sp == View && s.layers != nil {
		f.extra, f.takers = s.extras(func(*table) bool { return true }, nil), s.takers()
	}
	if n := len(chain); n > 0 {
		chain[n-1].next = f
	}
	s.states.chains[sp] = append(chain, f)
	s.states.all[f.space] = f
	return f.space
}

// Release ends one use of a state, or of what is under a layer (see [Store.Below]). When it was
// the last, the number means nothing any more. What only it kept is forgotten; out is told
// about objects of the base or the view. It does nothing after a [Store.Reset].
func (s *Store) Release(sp Space, out Sink) {
	f := s.frozen(sp)
	if f == nil {
		return
	}
	if f.users--; f.users > 0 {
		return
	}
	if f.end != nil {
		s.below = nil
		s.forsake(f, out)
		return
	}
	chain := s.states.chains[sp%2]
	for i, o := range chain {
		if o != f {
			continue
		}
		if i > 0 {
			chain[i-1].inherit(f)
			chain[i-1].next = f.next
		}
		s.states.chains[sp%2] = append(chain[:i], chain[i+1:]...)
		break
	}
	delete(s.states.all, sp)
	s.forsake(f, out)
	if len(s.states.all) == 0 {
		s.states = nil
		s.heed()
	}
}

// frozen gives the state of a number, nil if it was released or the store was reset.
func (s *Store) frozen(sp Space) *frozen {
	if s.below != nil && s.below.space == sp {
		return s.below
	}
	if s.states == nil {
		return nil
	}
	return s.states.all[sp]
}

// newest calls fn with the newest state of the base and that of the view.
func (ss *states) newest(fn func(f *frozen, view bool)) {
	for i, chain := range ss.chains {
		if n := len(chain); n > 0 {
			fn(chain[n-1], i == int(View))
		}
	}
}

// keep keeps what a row holds, before that changes to next; nil: only its write does.
func (ss *states) keep(r *row, next *content) {
	ss.newest(func(f *frozen, view bool) {
		k := r.cur
		if view {
			k = r.seen()
		}
		if _, kept := f.rows[r]; !kept {
			if next == nil && k != nil {
				was := *k // whose write is about to be replaced
				k = &was
			}
			f.rows[r] = k
		}
		if next != nil {
			f.keepSlots(r, next)
		}
	})
}

// keepSlots keeps the slots that a row leaves that goes.
func (ss *states) keepSlots(r *row) {
	ss.newest(func(f *frozen, _ bool) { f.keepSlots(r, nil) })
}

// keepRecord keeps what is stored under a key.
func (ss *states) keepRecord(e *entry) {
	ss.newest(func(f *frozen, view bool) {
		if _, kept := f.records[e.key]; kept {
			return
		}
		f.records[e.key] = e.kept(view)
	})
}

// keepTop keeps what a row, or the result of a key (e), holds in the view, before layers make
// something else of it.
func (ss *states) keepTop(r *row, e *entry) {
	ss.newest(func(f *frozen, view bool) {
		if !view {
			return
		}
		if e != nil {
			if _, kept := f.records[e.key]; !kept {
				f.records[e.key] = e.kept(true)
			}
		} else if _, kept := f.rows[r]; !kept {
			k := r.seen()
			if k != nil && k == r.cur {
				was := *k // whose write may be replaced while the view has something else
				k = &was
			}
			f.rows[r] = k
		}
	})
}

// keepSeat keeps the place of a row in the order of first storing, before it loses it.
func (ss *states) keepSeat(r *row) {
	ss.newest(func(f *frozen, _ bool) { f.left = append(f.left, seat{r.seq, r}) })
}

// keepSlots keeps the slots that a row leaves or comes into.
func (f *frozen) keepSlots(r *row, next *content) {
	if r.table == nil {
		return
	}
	for _, x := range r.table.indexes {
		for _, k := range [2]*content{r.cur, next} {
			value, has := k.indexed(x.member)
			if !has {
				continue
			}
			name := slotName{x, string(value)}
			if _, kept := f.slots[name]; kept {
				continue
			}
			if f.slots == nil {
				f.slots = make(map[slotName][]*row)
			}
			f.slots[name] = nil
			if sl := x.slots[name.value]; sl != nil {
				f.slots[name] = append([]*row(nil), sl.holders...)
			}
		}
	}
}

// inherit takes over what the next newer state kept, which is about to go.
func (f *frozen) inherit(next *frozen) {
	for r, k := range next.rows {
		if _, kept := f.rows[r]; !kept {
			f.rows[r] = k
		}
	}
	for key, a := range next.records {
		if _, kept := f.records[key]; !kept {
			f.records[key] = a
		}
	}
	for name, holders := range next.slots {
		if _, kept := f.slots[name]; !kept {
			if f.slots == nil {
				f.slots = make(map[slotName][]*row)
			}
			f.slots[name] = holders
		}
	}
	f.left = append(f.left, next.left...)
}
