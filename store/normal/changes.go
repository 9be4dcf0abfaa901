package normal

import "sluice/store/jsontext"

// Changes is what came of an operation. It is valid until the next one, and empty if that was refused.
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
//
//go:noinline
func (s *Store) begin() {
	c := &s.changes
	if cap(s.texts)+cap(s.former) > 1<<20 {
		s.texts, s.former = nil, nil
	}
	c.Queries, c.Keys, c.Failed, c.Gone = c.Queries[:0], c.Keys[:0], nil, c.Gone[:0]
}

// move notes that a query may show something else.
//
//go:noinline
func (s *Store) move(q *query) {
	if !q.moved {
		q.moved, q.was = true, q.top
		s.moved = append(s.moved, q)
	}
}

// finish ends an operation: it finds out which queries show something else.
func (s *Store) finish() *Changes {
	s.fold()
	c := &s.changes
	for _, o := range s.touched {
		if sameContent(o.was, o.top) {
			continue
		}
		c.Keys = append(c.Keys, o.key)
		for _, u := range o.users {
			if u.by.query != nil {
				s.move(u.by.query)
			}
		}
	}
	s.texts = s.texts[:0]
	for _, q := range s.moved {
		s.show(q)
	}
	// What was written first may have been moved since.
	end := 0
	for i := range c.Queries {
		start := end
		end += len(c.Queries[i].Text)
		c.Queries[i].Text = s.texts[start:end:end]
	}
	for _, o := range s.touched {
		o.touched, o.was = false, nil
	}
	for _, q := range s.moved {
		if q.moved, q.was = false, nil; q.base == nil && len(q.chain) == 0 {
			delete(s.queries, q.id)
		}
	}
	clear(s.touched)
	clear(s.moved)
	s.touched, s.moved = s.touched[:0], s.moved[:0]
	return c
}

// show reports a query if it shows something else.
func (s *Store) show(q *query) {
	if q.top == nil {
		s.relink(&q.shown, nil)
		return
	}
	start := len(s.texts)
	s.texts = s.render(s.texts, q.top, now)
	s.relink(&q.shown, s.renderer.met)
	if q.was != nil {
		if s.former = s.render(s.former[:0], q.was, before); jsontext.SameBytes(s.former, s.texts[start:]) {
			s.texts = s.texts[:start]
			return
		}
	}
	s.changes.Queries = append(s.changes.Queries, Shown{q.id, s.texts[start:]})
}
