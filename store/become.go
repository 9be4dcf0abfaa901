package store

import "sort"

// seat is the place of a row in the order of first storing.
type seat struct {
	seq uint64
	row *row // nil: it is gone
}

// become makes a row hold something else than before, nil for nothing: it is as if it had never
// been stored then. Indexes and lists follow, and who has seen it will see the change.
func (s *Store) become(r *row, next *content) {
	t, was := r.table, r.cur
	r.cur = next
	if was != nil && len(s.lent) > 0 {
		s.abandon(was.own)
	}
	for _, x := range t.indexes {
		x.follow(s, r, was, next)
	}
	switch {
	case next == nil && r.seq != 0:
		t.leave(r)
		s.touchAll(t)
	case next != nil && !next.invalid:
		s.seat(r)
	}
	s.touch(r)
}

// seat gives a row that has none the last place in the order of first storing.
func (s *Store) seat(r *row) {
	if t := r.table; r.seq == 0 {
		s.seq++
		r.seq = s.seq
		t.order = append(room(t.order, 1), seat{r.seq, r})
		t.known = true
		s.touchAll(t)
	}
}

// touchAll marks the lists of all rows of a table.
func (s *Store) touchAll(t *table) {
	for _, l := range t.lists {
		s.touch(l)
	}
}

// leave takes a row out of the order.
func (t *table) leave(r *row) {
	at := sort.Search(len(t.order), func(i int) bool { return t.order[i].seq >= r.seq })
	t.order[at].row, r.seq = nil, 0
	t.gone++
	if t.gone < 32 || t.gone*2 < len(t.order) {
		return
	}
	kept := t.order[:0]
	for _, o := range t.order {
		if o.row != nil {
			kept = append(kept, o)
		}
	}
	clear(t.order[len(kept):])
	t.order, t.gone = kept, 0
}
