package store

import "math"

// Limits says how long what nobody reads is kept. The zero value stands for the usual ones.
type Limits struct {
	// Multiplier is how many times its length of expiry something lives; 0 means 2.
	Multiplier float64
	// Minimum is the least life, in ms; 0 means 120,000.
	Minimum float64
	// ExpiresAt, if there is one, gives the time until which something lives, in ms, in place of
	// what the other two say.
	ExpiresAt func(fetchedAt, date, expiresAt float64) float64
}

// over reports whether the life of something is over.
func (l Limits) over(now, fetchedAt, date, expiresAt float64) bool {
	if l.ExpiresAt != nil {
		return l.ExpiresAt(fetchedAt, date, expiresAt) < now
	}
	if math.IsInf(expiresAt, 1) {
		return false
	}
	multiplier, minimum := l.Multiplier, l.Minimum
	if multiplier == 0 {
		multiplier = 2
	}
	if minimum == 0 {
		minimum = 120_000
	}
	return fetchedAt+max((expiresAt-fetchedAt)*multiplier, minimum) < now
}

// Watch counts a reader of a root: what it shows is not collected. Each call needs one [Store.Unwatch].
func (s *Store) Watch(root uint32) {
	r := s.roots[root]
	if r.watchers++; r.watchers == 1 && s.sweep != nil {
		s.sweep.root(s, r)
	}
}

// Unwatch ends that.
func (s *Store) Unwatch(root uint32) { s.roots[root].watchers-- }

// Hold counts a reader of a key that reads it through no root, a subscription. Each call needs one
// [Store.LetGo].
func (s *Store) Hold(key string) {
	e := s.entry(key)
	if e.holders++; e.holders == 1 && s.sweep != nil {
		s.sweep.content(e.row.cur)
	}
}

// LetGo ends that.
func (s *Store) LetGo(key string) {
	e := s.keys[key]
	e.holders--
	s.release(e)
}

// Sweep collects what nobody reads and whose life is over at a time, in ms: first keys, then the rows
// that no row or key that is kept contains. A sweep goes on over several calls, each of which looks
// at about as many things as budget says; what is written or watched in between is kept. It
// reports the keys that went, whose values and errors the shell is to forget, and whether the sweep is
// done; the call after that begins the next one. out is told of the objects that go. While a change is
// prepared it does nothing.
func (s *Store) Sweep(now float64, limits Limits, budget int, out Sink) (gone []string, done bool) {
	if s.preparing || s.prepared > 0 {
		return nil, false
	}
	s.settle()
	if s.sweep == nil {
		s.sweeps += 2
		s.sweep = &sweep{store: s, number: s.sweeps, now: now, limits: limits, version: s.version, keys: append([]*entry(nil), s.entries...)}
		for _, t := range s.tables {
			s.sweep.tables = append(s.sweep.tables, t)
		}
		s.heed()
		s.sweep.readers(s)
	}
	w := s.sweep
	for _, r := range w.written {
		if r.table != nil {
			r.mark = 0
			w.keep(r)
		} else {
			w.content(r.cur)
		}
	}
	w.written = w.written[:0]
	if w.version != s.version {
		w.readers(s)
	}
	w.layers(s)
	for budget > 0 && w.phase < swept {
		budget -= w.step(s, out)
	}
	w.version = s.version
	gone, w.gone = w.gone, nil
	if w.phase == swept {
		s.sweep = nil
		s.heed()
		return gone, true
	}
	return gone, false
}

// sweep is one that goes on.
type sweep struct {
	store   *Store
	number  uint32 // even; a row whose mark it is is named, one more: kept
	now     float64
	limits  Limits
	version uint64 // for which roots that look up by arguments were gone through
	phase   phase
	keys    []*entry // those that are still to be judged
	tables  []*table
	at      int // in the first of tables, by row number
	next    int // the first of tables, of all
	gray    []*row
	written []*row // since the last call
	gone    []string
}

type phase uint8

const (
	judgeKeys phase = iota
	judgeRows       // which rows are kept for their own sake
	takeRows        // the others go
	takeObjects
	takeNumbers // of rows that nothing names
	swept
)

// step looks at something and reports at how much.
func (w *sweep) step(s *Store, out Sink) int {
	if n := len(w.gray); n > 0 {
		r := w.gray[n-1]
		w.gray = w.gray[:n-1]
		return w.trace(r)
	}
	switch w.phase {
	case judgeKeys:
		if len(w.keys) == 0 {
			w.advance()
			return 0
		}
		e := w.keys[0]
		w.keys = w.keys[1:]
		if e != nil {
			w.key(s, e)
		}
	case takeObjects:
		s.Trim(out)
		w.advance()
	default:
		r, ok := w.row()
		if !ok {
			w.advance()
		} else if r != nil {
			w.judge(s, r)
		}
	}
	return 1
}

func (w *sweep) advance() {
	w.phase++
	w.at, w.next = 0, 0
}

// row gives the next row of all; nil where there is none.
func (w *sweep) row() (r *row, ok bool) {
	for ; w.next < len(w.tables); w.next, w.at = w.next+1, 0 {
		if t := w.tables[w.next]; w.at < len(t.byNum) {
			w.at++
			return t.byNum[w.at-1], true
		}
	}
	return nil, false
}

// judge does to a row what the phase is about.
func (w *sweep) judge(s *Store, r *row) {
	switch w.phase {
	case judgeRows:
		if r.cur == nil {
			return
		}
		if by := r.cur.write; !w.limits.over(w.now, by.FetchedAt, by.Date, by.ExpiresAt) {
			w.keep(r)
		}
	case takeRows:
		if r.cur != nil && r.mark != w.number+1 {
			s.take(r)
		}
	case takeNumbers:
		if r.cur == nil && r.over == nil && len(r.cells) == 0 && r.mark < w.number && s.states == nil && s.below == nil {
			r.table.remove(r)
		}
	}
}

// Empty reports whether nothing is stored.
func (s *Store) Empty() bool {
	for _, t := range s.tables {
		if len(t.order) > t.gone {
			return false
		}
	}
	for _, e := range s.entries {
		if e != nil && (e.known || e.stored()) {
			return false
		}
	}
	return true
}
