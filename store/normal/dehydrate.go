package normal

// Dehydrate appends what a query shows without layers, as JSON, and gives the time of its answer, in ms. ok is
// false if it has no data.
func (s *Store) Dehydrate(dst []byte, id QueryID) (text []byte, at float64, ok bool) {
	q := s.queries[id]
	if q == nil || q.base == nil {
		return dst, 0, false
	}
	return s.render(dst, q.base, answered), q.at, true
}

func answered(o *object) *content { return o.base }

// Hydrate adds a query that another store has dehydrated. If there is one that was answered later, that stays, and
// so do the members of objects that were. If text is no JSON or a function for keys fails, nothing changes.
func (s *Store) Hydrate(id QueryID, at float64, text []byte) (*Changes, error) {
	s.begin()
	base, patches, err := s.read(text)
	if err != nil {
		return &s.changes, err
	}
	for _, k := range s.joined(patches) {
		if o := k.object; at > o.at {
			s.settle(o, s.merge(o.base, k.with), at)
		} else {
			s.settle(o, s.merge(k.with, o.base), at)
		}
	}
	if q := s.query(id); q.base == nil || at > q.at {
		q.at = at
		s.rebase(q, base)
	}
	_ = s.run(nil)
	return s.finish(), nil
}
