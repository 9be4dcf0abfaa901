package normal

// Ask says that a query was asked for whose answer will be normalised: what was settled since is
// kept apart until [Store.Over].
func (s *Store) Ask(by RequestID) {
	i := len(s.asked)
	for i > 0 && s.asked[i-1] > by {
		i--
	}
	s.asked = append(s.asked, 0)
	copy(s.asked[i+1:], s.asked[i:])
	s.asked[i] = by
}

// Over says that this request has come to its end: with its answer, which may be given after this, or
// without. It may be said more than once.
func (s *Store) Over(by RequestID) {
	for i, q := range s.asked {
		if q == by {
			s.asked = append(s.asked[:i], s.asked[i+1:]...)
			return
		}
	}
}

// Fold lets layers go that were kept for the answers of requests that are over. Nothing that shows changes.
func (s *Store) Fold() *Changes {
	s.begin()
	return s.finish()
}

// Answer makes text what a query consists of, beneath the layers that were pending or settled since the
// request was made, and merges its objects. at is the time of the answer, in ms. If text is no JSON or a function
// for keys fails, nothing changes.
func (s *Store) Answer(id QueryID, by RequestID, at float64, text []byte) (*Changes, error) {
	s.begin()
	base, patches, err := s.read(text)
	if err != nil {
		return &s.changes, err
	}
	patches = s.joined(patches)
	q := s.query(id)
	s.outdate(q, by, patches)
	for _, k := range patches {
		s.settle(k.object, s.merge(k.object.base, k.with), at)
	}
	q.at = max(q.at, at)
	s.rebase(q, base)
	_ = s.run(nil)
	return s.finish(), nil
}

// settle gives an object another base.
func (s *Store) settle(o *object, base *content, at float64) {
	o.at = max(o.at, at)
	if !sameContent(base, o.base) {
		o.base = base
		s.movedObject(o, 0, nil)
	}
}

// rebase gives a query one.
func (s *Store) rebase(q *query, base *content) {
	if !sameContent(base, q.base) {
		q.base = base
		s.movedQuery(q, 0)
	}
}

// outdate takes from layers what an answer knows better: what they made of the query, and of the members of
// objects that it has.
func (s *Store) outdate(q *query, by RequestID, patches []patch) {
	for i := len(q.chain) - 1; i >= 0; i-- {
		if p := q.chain[i]; p.outdated(by) {
			s.detach(p)
		}
	}
	for _, k := range patches {
		for _, w := range k.object.chain {
			if p := w.step; p.query == nil && p.outdated(by) {
				w.patch = s.subtract(w.patch, k.with, rest)
				w.spoil()
			}
		}
	}
	for _, l := range s.layers {
		for _, p := range l.steps {
			if p.query == nil || !p.outdated(by) {
				continue
			}
			if p.masks == nil {
				p.masks = make(map[*object][]*content)
			}
			for _, k := range patches {
				p.mask(k)
			}
			p.soil()
		}
	}
}

// mask notes that a step says no more of an object what an answer has said of it.
func (p *step) mask(k patch) {
	list := p.masks[k.object]
	for _, m := range list {
		if sameContent(m, k.with) || m.shape == k.with.shape && len(m.refs)+len(k.with.refs) == 0 {
			return
		}
	}
	p.masks[k.object] = append(list, k.with)
}

// Forget takes the data of a query away, and what layers make of it. What was made of objects by layers that
// are settled stays.
func (s *Store) Forget(id QueryID) *Changes {
	s.begin()
	for _, l := range s.layers {
		for i := len(l.updates) - 1; i >= 0; i-- {
			if l.updates[i].Query == id {
				l.updates = append(l.updates[:i], l.updates[i+1:]...)
			}
		}
	}
	q := s.queries[id]
	if q == nil {
		return s.finish()
	}
	for len(q.chain) > 0 {
		if p := q.chain[len(q.chain)-1]; p.settled != 0 {
			s.detach(p)
		} else {
			s.remove(p)
		}
	}
	s.rebase(q, nil)
	_ = s.run(nil)
	c := s.finish()
	delete(s.queries, id)
	return c
}

// Current appends what a query shows beneath the layers that will be shown above the answer of a
// request. ok is false if it has no data.
func (s *Store) Current(dst []byte, id QueryID, by RequestID) (text []byte, ok bool) {
	q := s.queries[id]
	if q == nil || q.base == nil {
		return dst, false
	}
	text = s.render(nil, q.base, func(o *object) *content {
		c := o.base
		for _, w := range o.chain {
			if w.step.outdated(by) {
				c = s.merge(c, w.patch)
			}
		}
		return c
	})
	for _, p := range q.chain {
		if p.outdated(by) && !q.base.null() {
			if out, same, err := s.functions.Update(p.update, text); err == nil && !same {
				text = append([]byte(nil), out...)
			}
		}
	}
	return append(dst, text...), true
}
