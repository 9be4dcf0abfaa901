package normal

// Sweep lets objects go that no query shows, while there are no layers. A sweep goes on over several calls, each of
// which looks at as many objects as budget says. It gives the keys of those that went, as JSON, and whether
// the sweep is done; the call after that begins the next one.
func (s *Store) Sweep(budget int) (gone []string, done bool) {
	if len(s.layers) > 0 {
		return nil, true
	}
	for ; budget > 0 && s.sweepAt < len(s.list); budget-- {
		o := s.list[s.sweepAt]
		if len(o.users) > 0 {
			s.sweepAt++
			continue
		}
		last := len(s.list) - 1
		s.list[s.sweepAt] = s.list[last]
		s.list[last] = nil
		s.list = s.list[:last]
		delete(s.objects, o.key)
		o.gone, o.base, o.top = true, nil, nil
		gone = append(gone, o.key)
	}
	if s.sweepAt < len(s.list) {
		return gone, false
	}
	s.sweepAt = 0
	s.shapes.clear()
	return gone, true
}

// Empty reports whether there is nothing.
func (s *Store) Empty() bool { return len(s.list) == 0 && len(s.queries) == 0 && len(s.layers) == 0 }
