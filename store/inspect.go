package store

import "sort"

// RowMeta is what is known of the last write of a row, in ms.
type RowMeta struct{ FetchedAt, Date, ExpiresAt float64 }

// Tables gives the names of the tables that have rows in a space, INVALID ones too, sorted.
func (s *Store) Tables(sp Space) []string {
	var out []string
	for name, t := range s.tables {
		if len(s.visible(sp, t)) > 0 {
			out = append(out, name)
		}
	}
	sort.Strings(out)
	return out
}

// PKs gives the pks of the rows that a table has in a space, INVALID ones too.
func (s *Store) PKs(sp Space, table string) []string {
	var out []string
	if t := s.tables[table]; t != nil {
		for _, r := range s.visible(sp, t) {
			out = append(out, r.pk)
		}
	}
	return out
}

// Row gives the members that a row has in a space, as JSON with pks in the place of rows; of a
// collection the list. Of an INVALID row text is nil; ok is false when there is none.
func (s *Store) Row(sp Space, table, pk string) (text []byte, m RowMeta, ok bool) {
	t := s.tables[table]
	if t == nil {
		return nil, m, false
	}
	sight := s.sight(sp)
	for _, r := range s.named(sp, t, pk) {
		k := sight(r)
		if k == nil {
			continue
		}
		w := k.counted()
		m = RowMeta{w.FetchedAt, w.Date, w.ExpiresAt}
		if !k.invalid {
			text = k.normal()
		}
		return text, m, true
	}
	return nil, m, false
}

// Index gives the pks of the rows that are found by a member of an entity in a space, by value;
// nil where there is no such index.
func (s *Store) Index(sp Space, table, member string) map[string]string {
	t := s.tables[table]
	if t == nil || t.indexOf(member) == nil {
		return nil
	}
	f, sight := s.finderIn(sp, nil), s.sight(sp)
	out := make(map[string]string)
	for _, r := range s.visible(sp, t) {
		value, has := sight(r).indexed(member)
		if _, met := out[string(value)]; met || !has {
			continue
		}
		if holder := f.holder(t, member, value); holder != nil {
			out[string(value)] = holder.pk
		}
	}
	return out
}

// Indexes gives the members of an entity that have an index.
func (s *Store) Indexes(table string) []string {
	var out []string
	if t := s.tables[table]; t != nil {
		for _, x := range t.indexes {
			out = append(out, x.member)
		}
	}
	return out
}

// Keys gives the keys that have a result or meta in a space.
func (s *Store) Keys(sp Space) []string {
	s.settle()
	var out []string
	met := make(map[string]bool)
	add := func(key string) {
		if a := s.record(key, sp); !met[key] && (a.known || a.stored()) {
			met[key] = true
			out = append(out, key)
		}
	}
	for _, e := range s.entries {
		if e != nil {
			add(e.key)
		}
	}
	if f := s.frozen(sp); f != nil {
		for o := f; o != nil; o = o.next {
			for key := range o.records {
				add(key)
			}
		}
		sort.Strings(out)
	}
	return out
}

// Result gives the normalised result of a key in a space, in which rows are pks; ok is false when
// there is none, or it is a value that the shell holds.
func (s *Store) Result(sp Space, key string) (text []byte, ok bool) {
	s.settle()
	if k := s.record(key, sp).content; k != nil {
		return k.normal(), true
	}
	return nil, false
}

// sight gives what rows hold in a space.
func (s *Store) sight(sp Space) func(*row) *content {
	switch f := s.frozen(sp); {
	case sp == Base:
		return func(r *row) *content { return r.cur }
	case sp == View:
		return (*row).seen
	case f != nil:
		return f.content
	default:
		return func(*row) *content { return nil }
	}
}

// finderIn gives a finder that looks at a space.
func (s *Store) finderIn(sp Space, args []byte) *finder {
	switch f := s.frozen(sp); {
	case sp == View:
		return s.viewFinder(args)
	case f != nil:
		return f.finder(args)
	default:
		return s.finder(args)
	}
}

// visible gives the rows that a table has in a space.
func (s *Store) visible(sp Space, t *table) []*row {
	s.settle()
	sight := s.sight(sp)
	var out []*row
	for _, r := range t.byNum {
		if r != nil && sight(r) != nil {
			out = append(out, r)
		}
	}
	for _, r := range s.departed(sp, t) {
		if sight(r) != nil {
			out = append(out, r)
		}
	}
	return out
}

// named gives the rows that may be what a table has under a pk in a space.
func (s *Store) named(sp Space, t *table, pk string) []*row {
	s.settle()
	var out []*row
	if r := t.find(pk); r != nil {
		out = append(out, r)
	}
	for _, r := range s.departed(sp, t) {
		if r.pk == pk {
			out = append(out, r)
		}
	}
	return out
}

// departed gives the rows of a table that are no more and that an older state may still have.
func (s *Store) departed(sp Space, t *table) []*row {
	var out []*row
	for f := s.frozen(sp); f != nil; f = f.next {
		for r := range f.rows {
			if r.table == t && t.find(r.pk) != r && !contains(out, r) {
				out = append(out, r)
			}
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].pk < out[j].pk })
	return out
}
