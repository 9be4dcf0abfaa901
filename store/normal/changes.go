package normal

import "sluice/store/jsontext"

// Changes is what came of an operation. It is valid until the next one.
type Changes struct {
	// Queries says of those that show something else now what they show. Those without data are left out.
	Queries []Shown
	// Keys lists the objects that hold something else now, by their keys as JSON, see [Store.Object]:
	// also those that no query shows.
	Keys []string
	// Failed has the errors of functions that were called again. They change nothing.
	Failed []error
	// Gone lists requests whose functions and answers are not needed any more.
	Gone []RequestID
}

// Shown is what a query shows.
type Shown struct {
	Query QueryID
	Text  []byte // JSON
}

// begin begins an operation.
func (s *Store) begin() {
	c := &s.changes
	*c = Changes{Queries: c.Queries[:0], Keys: c.Keys[:0], Gone: c.Gone[:0]}
}

// finish ends one: it finds out which queries show something else.
func (s *Store) finish() Changes {
	s.fold()
	for _, o := range s.touched {
		if sameContent(o.was, o.top) {
			continue
		}
		s.changes.Keys = append(s.changes.Keys, o.key)
		for _, u := range o.users {
			if q := u.by.query; q != nil && !q.moved {
				q.moved, q.was = true, q.top
				s.moved = append(s.moved, q)
			}
		}
	}
	s.texts = s.texts[:0]
	for _, q := range s.moved {
		if q.top == nil {
			s.relink(&q.shown, nil)
			continue
		}
		start := len(s.texts)
		s.texts = s.render(s.texts, q.top, now, true)
		s.relink(&q.shown, s.renderer.met)
		if q.was != nil {
			s.former = s.render(s.former[:0], q.was, before, false)
			if jsontext.SameBytes(s.former, s.texts[start:]) {
				s.texts = s.texts[:start]
				continue
			}
		}
		s.changes.Queries = append(s.changes.Queries, Shown{q.id, s.texts[start:]})
	}
	// What was written first may have been moved since.
	end := 0
	for i := range s.changes.Queries {
		p := &s.changes.Queries[i].Text
		start := end
		end += len(*p)
		*p = s.texts[start:end:end]
	}
	for i, o := range s.touched {
		o.touched, o.was = false, nil
		s.touched[i] = nil
	}
	for i, q := range s.moved {
		q.moved, q.was = false, nil
		if s.moved[i] = nil; q.base == nil && len(q.chain) == 0 {
			delete(s.queries, q.id)
		}
	}
	s.touched, s.moved = s.touched[:0], s.moved[:0]
	return s.changes
}
