package store

import (
	"errors"

	"sluice/store/jsontext"
)

// ErrHydrate says that a text is none that [Store.Dehydrate] has written.
var ErrHydrate = errors.New("store: this is no text of a dehydrated store")

// Hydrated is what comes out of a hydration beside what the store holds then.
type Hydrated struct {
	Last   Mark     // the greatest mark; those that are given from now on must be greater
	Shell  []byte   // what the shell gave to Dehydrate, nil for nothing
	Values []string // keys whose value without schema is to be that of the shell's part
	Errors []string // likewise, whose error
}

// Hydrate adds what another store has dehydrated. What is later than now, in ms, counts as of now, and
// expires that much sooner. Keys and rows that are there with a later time of fetching stay. errorOf
// gives the shell's number for an error that had another one there. On an error nothing changes. The
// text is kept.
func (s *Store) Hydrate(text []byte, now float64, errorOf func(uint32) uint32) (Hydrated, error) {
	if text = jsontext.Clean(text); jsontext.Check(text) != nil {
		return Hydrated{}, ErrHydrate
	}
	w := hydration{store: s, now: now}
	if !w.read(text[jsontext.SkipSpace(text, 0):]) {
		return Hydrated{}, ErrHydrate
	}
	return w.apply(errorOf), nil
}

// hydration is one hydration.
type hydration struct {
	store  *Store
	now    float64
	writes []*Write
	tables []dryTable
	rows   []dryRow
	keys   []dryKey
	takers []dryTaker
	shell  []byte
}

type dryTable struct {
	name  string
	known bool
}

type dryRow struct {
	table int
	pk    string
	dryText
	write *Write
	marks []*Write
	// seated says that it has a place in the order of first storing.
	seated bool
	list   bool
	whole  *Write
}

type dryKey struct {
	key string
	dryText
	write, last *Write
	value       bool
	known       bool
	meta        Meta
}

// dryText is a text with pks in the place of rows, and where they are.
type dryText struct {
	text []byte // nil: null
	refs []int  // place, table, and so on
}

type dryTaker struct {
	table         int
	member, value string
	pks           []string
}

// apply adds what was read to the store.
func (w *hydration) apply(errorOf func(uint32) uint32) Hydrated {
	s := w.store
	s.settle()
	out := Hydrated{Shell: w.shell}
	for _, by := range w.writes {
		for _, m := range [2]Mark{by.Start, by.End} {
			if out.Last.Before(m) {
				out.Last = m
			}
		}
	}
	tables := make([]*table, len(w.tables))
	for i, t := range w.tables {
		if tables[i] = s.tables[t.name]; tables[i] == nil {
			tables[i] = newTable(t.name, nil)
			s.tables[t.name] = tables[i]
		}
		if t.known && !tables[i].known {
			tables[i].known = true
			s.touchAll(tables[i])
		}
	}
	for i := range w.rows {
		w.row(&w.rows[i], tables)
	}
	for i := range w.keys {
		k := &w.keys[i]
		if !w.key(k, tables, errorOf) {
			continue
		}
		if k.value {
			out.Values = append(out.Values, k.key)
		}
		if k.meta.Error != 0 {
			out.Errors = append(out.Errors, k.key)
		}
	}
	for _, t := range w.takers {
		tables[t.table].takeOver(t)
	}
	s.version++
	return out
}

// row stores a row, unless one that was fetched later is there.
func (w *hydration) row(x *dryRow, tables []*table) {
	s := w.store
	r, _ := tables[x.table].row([]byte(x.pk))
	if r.cur != nil && r.cur.write.FetchedAt > x.write.FetchedAt {
		return
	}
	k := &content{invalid: x.text == nil, write: x.write}
	if x.marks != nil {
		k.mark(x.marks)
	}
	k.own, k.refs = x.rewrite(tables)
	if x.list {
		k.enlist(&list{whole: x.whole})
	}
	if s.heeds {
		s.beforeChange(r, &rowChange{row: r, next: k})
	}
	s.become(r, k)
	if x.seated {
		s.seat(r)
	}
}

// key stores what is known of a key, unless something that was fetched later is there. It
// reports whether it did.
func (w *hydration) key(x *dryKey, tables []*table, errorOf func(uint32) uint32) bool {
	s := w.store
	e := s.entry(x.key)
	if e.known && e.meta.FetchedAt > x.meta.FetchedAt {
		return false
	}
	if s.heeds {
		s.beforeMeta(e)
	}
	s.setLast(e, x.last)
	e.meta, e.known, e.value, e.memo = x.meta, x.known, x.value, nil
	if e.meta.Error != 0 {
		e.meta.Error = errorOf(e.meta.Error)
	}
	var k *content
	if x.text != nil {
		k = &content{write: x.write}
		k.own, k.refs = x.rewrite(tables)
	}
	s.result(e, k)
	s.noteKey(e)
	return true
}

// rewrite gives a text as rows hold it: numbers in the place of pks.
func (x *dryText) rewrite(tables []*table) (own []byte, refs []ref) {
	at := 0
	for i := 0; i < len(x.refs); i += 2 {
		from := x.refs[i]
		own = append(own, x.text[at:from]...)
		quoted := named(x.text[from:])
		pk, _ := jsontext.Unquote(nil, quoted)
		to, _ := tables[x.refs[i+1]].row(pk)
		if x.text[from] == '"' {
			own, refs = appendRef(own, refs, 0, to, nil, stays)
			at = from + len(quoted)
			continue
		}
		at = jsontext.SkipValue(x.text, from, jsontext.MaxDepth)
		tag, _ := memberOf(x.text[from:at], "schema")
		own = append(own, '[')
		own, refs = appendRef(own, refs, 0, to, nil, stays)
		refs[len(refs)-1].tagged = true
		own = append(append(append(own, ','), tag...), ']')
	}
	if x.text == nil {
		return nil, nil
	}
	return append(own, x.text[at:]...), refs
}

// takeOver makes rows the holders of a value in an order, before those that took it here.
func (t *table) takeOver(x dryTaker) {
	if xi := t.indexOf(x.member); xi != nil {
		xi.reorder(t, x)
		return
	}
	t.takers = append(t.takers, x)
}

// reorder puts rows that have a value first, in an order.
func (x *index) reorder(t *table, by dryTaker) {
	sl := x.slots[by.value]
	if sl == nil {
		return
	}
	first := make(map[*row]bool)
	var out []*row
	for _, pk := range by.pks {
		if r := t.find(pk); r != nil && r.cur.has(x.member, []byte(by.value)) && !first[r] {
			first[r] = true
			out = append(out, r)
		}
	}
	for _, r := range sl.holders {
		if !first[r] {
			out = append(out, r)
		}
	}
	sl.holders = out
}
