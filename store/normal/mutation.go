package normal

// Mutation is a request that changes objects or queries. A query may be one as well.
type Mutation struct {
	Request RequestID
	At      float64 // when it was made, in ms
	// Pending is false if there is no answer to wait for: then only Local, and updates that are, have effect.
	Pending bool
	// Local has objects that are merged for good, Optimistic those that are merged until it fails. Both
	// are JSON, or nil.
	Local, Optimistic []byte
	// Updates may name queries that are in flight and have no data yet. The slice is kept.
	Updates []Update
}

// Begin takes a mutation. One that is pending keeps its place even if it does nothing yet. If a function of
// its fails, or a text is none, nothing changes and it is as if it had not begun.
func (s *Store) Begin(m Mutation) (*Changes, error) {
	s.begin()
	local, err := s.patches(m.Local)
	if err != nil {
		return &s.changes, err
	}
	optimistic, err := s.patches(m.Optimistic)
	if err != nil {
		return &s.changes, err
	}
	l := s.openLayer(m.Request)
	l.pending, l.at, l.updates = m.Pending, m.At, m.Updates
	s.says(l, local)
	for _, u := range m.Updates {
		if u.Local && u.Has&UpdateData != 0 {
			s.calls(l, u, UpdateData)
		}
	}
	for _, p := range l.steps {
		p.settled, p.stays = m.Request, true
	}
	if m.Pending {
		s.says(l, optimistic)
		s.callAll(l, l.updates, UpdateOptimistic)
	}
	if err = s.run(l); err != nil {
		s.removeLayer(l)
		_ = s.run(nil)
	}
	s.trim(l)
	return s.finish(), err
}

// Succeed settles a mutation with its answer, whose objects are merged; nil if they are not to be. last is the
// last request that was made so far. updates are those of its queries that have data now: those that it does not
// update since its beginning are updated now. If a function fails, or answer is no JSON, nothing changes: it
// is still pending if it was.
func (s *Store) Succeed(by, last RequestID, at float64, answer []byte, updates []Update) (*Changes, error) {
	s.begin()
	patches, err := s.patches(answer)
	if err != nil {
		return &s.changes, err
	}
	old, _ := s.layerOf(by)
	l := s.openLayer(by)
	began := l.last
	s.says(l, patches)
	known := l.updates
	s.callAll(l, known, UpdateData)
	for _, u := range updates {
		if has(known, u) == 0 {
			s.callAll(l, []Update{u}, UpdateData)
		}
	}
	if err = s.run(l); err != nil {
		for n := len(l.steps); n > 0 && l.steps[n-1].place > began; n-- {
			s.remove(l.steps[n-1])
		}
		if old == nil {
			s.forgetLayer(l)
		}
		_ = s.run(nil)
		return s.finish(), err
	}
	s.settleLayer(l, last, at)
	return s.finish(), nil
}

// Fail ends a mutation that failed or was aborted: what it has shown goes, but for what is reverted by functions
// of its own. The objects of reverted, JSON or nil, are merged. If one of its functions fails now, none of them
// has an effect.
func (s *Store) Fail(by, last RequestID, at float64, reverted []byte) *Changes {
	s.begin()
	patches, err := s.patches(reverted)
	if err != nil {
		s.changes.Failed = append(s.changes.Failed, err)
	}
	l, _ := s.layerOf(by)
	if l == nil && len(patches) == 0 {
		return s.finish()
	}
	l = s.openLayer(by)
	s.drop(l, func(p *step) bool {
		return p.query == nil || has(l.updates, Update{Query: p.query.id, Entry: p.update.Entry})&UpdateRevert == 0
	})
	s.says(l, patches)
	s.callAll(l, l.updates, UpdateRevert)
	if err = s.run(l); err != nil {
		s.changes.Failed = append(s.changes.Failed, err)
		s.drop(l, func(p *step) bool { return p.query != nil })
	}
	s.settleLayer(l, last, at)
	_ = s.run(nil)
	return s.finish()
}

// patches reads a text that may be missing.
//
//go:noinline
func (s *Store) patches(text []byte) ([]patch, error) {
	if len(text) == 0 {
		return nil, nil
	}
	_, list, err := s.read(text)
	return s.joined(list), err
}

// has gives the functions of an update for the same query.
//
//go:noinline
func has(list []Update, u Update) Kind {
	for _, o := range list {
		if o.Query == u.Query && o.Entry == u.Entry {
			return o.Has
		}
	}
	return 0
}

// callAll adds the calls of one kind of function.
//
//go:noinline
func (s *Store) callAll(l *layer, list []Update, kind Kind) {
	for _, u := range list {
		if !u.Local && u.Has&kind != 0 {
			s.calls(l, u, kind)
		}
	}
}

// drop removes steps that are not for good.
func (s *Store) drop(l *layer, which func(*step) bool) {
	for i := len(l.steps) - 1; i >= 0; i-- {
		if p := l.steps[i]; !p.stays && which(p) {
			s.remove(p)
		}
	}
}

func (s *Store) settleLayer(l *layer, last RequestID, at float64) {
	l.pending, l.at = false, at
	for _, p := range l.steps {
		if p.settled == 0 {
			p.settled = last
		}
	}
	s.trim(l)
}

// trim lets a layer go that does nothing any more.
func (s *Store) trim(l *layer) {
	if !l.pending && len(l.steps) == 0 {
		s.forgetLayer(l)
	}
}
