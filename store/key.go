package store

import "math"

// Meta is what is known of the last answer of a key. Times are in ms.
type Meta struct {
	FetchedAt, Date float64
	ExpiresAt       float64 // 0 after an invalidation, 1 after [Store.ExpireAll]
	PrevExpiresAt   float64 // before the last answer; NaN the first time
	Invalidated     bool    // until the next answer
	Error           uint32  // the shell's number of the error that the last answer was; 0: it was none
	Soft            bool    // the error does not count while there is a result
}

// entry is what is stored under a key.
type entry struct {
	key     string
	at      int  // its place in Store.entries
	row     row  // its content is the normalised result
	value   bool // there is a value without schema, which the shell holds
	meta    Meta
	known   bool   // there is meta
	last    *Write // the last answer or direct write
	memo    *memo  // of the last response
	roots   []*root
	holders int // see Store.Hold
}

// stored reports whether there is a result.
func (e *entry) stored() bool { return e.row.cur != nil || e.value }

func (s *Store) entry(key string) *entry {
	e := s.keys[key]
	if e == nil {
		e = &entry{key: key, row: row{pk: key}, at: len(s.entries)}
		s.keys[key] = e
		s.entries = append(s.entries, e)
	}
	return e
}

// release forgets a key of which nothing is known and that nobody reads.
func (s *Store) release(e *entry) {
	if e.known || e.stored() || len(e.roots) > 0 || e.row.over != nil || e.holders > 0 {
		return
	}
	delete(s.keys, e.key)
	s.entries[e.at] = nil
	if s.vacant++; s.vacant < 32 || s.vacant*2 < len(s.entries) {
		return
	}
	kept := s.entries[:0]
	for _, o := range s.entries {
		if o != nil {
			o.at = len(kept)
			kept = append(kept, o)
		}
	}
	clear(s.entries[len(kept):])
	s.entries, s.vacant = kept, 0
}

// Meta gives what is known of the last answer of a key; ok is false when nothing is.
func (s *Store) Meta(key string) (m Meta, ok bool) {
	if e := s.keys[key]; e != nil && e.known {
		return e.meta, true
	}
	return Meta{PrevExpiresAt: math.NaN()}, false
}

// Error gives the number of the error that a reader of a key in the base is shown, 0 for none.
func (s *Store) Error(key string) uint32 { return s.record(key, Base).failure() }

// HasValue reports whether a value without schema is stored under a key. The shell holds it.
func (s *Store) HasValue(key string) bool {
	e := s.keys[key]
	return e != nil && e.value
}

// accept makes the meta of a key that of a write, unless a later answer or direct write is there.
func (s *Store) accept(e *entry, w *Write) bool {
	if e.last != nil && w.older(e.last) {
		return false
	}
	if s.heeds {
		s.beforeMeta(e)
	}
	s.setLast(e, w)
	m := Meta{FetchedAt: w.FetchedAt, Date: w.Date, ExpiresAt: w.ExpiresAt, PrevExpiresAt: math.NaN()}
	if e.known {
		m.PrevExpiresAt = e.meta.ExpiresAt
	}
	e.meta, e.known = m, true
	s.noteKey(e)
	return true
}

// setLast notes the last answer of a key. What its layers give as its result may now be older than that.
func (s *Store) setLast(e *entry, w *Write) {
	e.last = w
	if e.row.over == nil {
		return
	}
	for i := range e.row.over.parts {
		l := e.row.over.parts[i].layer
		l.again = l.again || l.key == e.key
	}
}

// answer stores the result of a change under its key and reports whether it counts.
func (s *Store) answer(c *Change) bool {
	e := s.entry(c.key)
	if !s.accept(e, c.write) {
		return false
	}
	if s.heeds {
		s.beforeChange(&e.row, nil)
	}
	e.value = false
	k := &content{own: c.text, refs: c.refs, by: c.node, write: c.write}
	if was := e.row.cur; was != nil && was.by == c.node && alike(was, k) {
		was.write = c.write
		return true
	}
	e.row.cur = k
	s.touch(&e.row)
	return true
}

// SetValue stores that a key was answered with a value without schema, which the shell holds. It reports
// whether the answer counts; if not, a later one is there, and the shell is to keep its value. Whether the
// value is another one for who reads it, the shell knows.
func (s *Store) SetValue(key string, w *Write) bool {
	e := s.entry(key)
	if !s.accept(e, w) {
		return false
	}
	s.version++
	e.memo = nil
	s.result(e, nil)
	e.value = true
	return true
}

// SetError stores that a key was answered with an error, by the shell's number for it, and
// reports whether the answer counts. Results and rows stay.
func (s *Store) SetError(key string, err uint32, soft bool, w *Write) bool {
	e := s.entry(key)
	if !s.accept(e, w) {
		return false
	}
	s.version++
	e.meta.Error, e.meta.Soft = err, soft
	return true
}

// Soften says that the error of a key is soft.
func (s *Store) Soften(key string) {
	e := s.keys[key]
	if e == nil || e.meta.Error == 0 || e.meta.Soft {
		return
	}
	if s.heeds {
		s.beforeMeta(e)
	}
	s.version++
	e.meta.Soft = true
	s.noteKey(e)
}

// result makes k the normalised result of a key, nil for none.
func (s *Store) result(e *entry, k *content) {
	if e.row.cur == k {
		return
	}
	if s.heeds {
		s.beforeChange(&e.row, nil)
	}
	e.row.cur = k
	s.touch(&e.row)
}

// Invalidate removes the result of a key and says that it must be asked for again. Rows stay.
func (s *Store) Invalidate(key string) { s.invalidate(s.entry(key)) }

func (s *Store) invalidate(e *entry) {
	m := &e.meta
	if e.known && m.Invalidated && m.ExpiresAt == 0 && !e.stored() {
		return
	}
	if s.heeds {
		s.beforeMeta(e)
	}
	if !e.known {
		*m = Meta{PrevExpiresAt: math.NaN()}
	}
	m.ExpiresAt, m.Invalidated, m.Error, m.Soft = 0, true, 0, false
	e.known, e.value = true, false
	s.version++
	s.result(e, nil)
	s.noteKey(e)
}

// InvalidateAll does the same for every key that has a result or meta and that test is true of. It asks
// in the order in which keys came. On an error of test nothing changes.
func (s *Store) InvalidateAll(test func(key string) (bool, error)) error {
	return s.each(test, s.invalidate)
}

// ExpireAll makes every answer stale that test is true of the key of. Data, errors and their force stay.
func (s *Store) ExpireAll(test func(key string) (bool, error)) error {
	return s.each(test, func(e *entry) {
		if e.known && e.meta.ExpiresAt != 1 {
			if s.heeds {
				s.beforeMeta(e)
			}
			e.meta.ExpiresAt = 1
			s.version++
			s.noteKey(e)
		}
	})
}

// each calls do for the keys that test is true of, after all were tested.
func (s *Store) each(test func(key string) (bool, error), do func(*entry)) error {
	var chosen []*entry
	for _, e := range s.entries {
		if e == nil || !e.known && !e.stored() {
			continue
		}
		ok, err := test(e.key)
		if err != nil {
			return err
		}
		if ok {
			chosen = append(chosen, e)
		}
	}
	for _, e := range chosen {
		do(e)
	}
	return nil
}

// noteKey notes the roots that read a key.
func (s *Store) noteKey(e *entry) {
	for _, r := range e.roots {
		s.note(r)
	}
}
