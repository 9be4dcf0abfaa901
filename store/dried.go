package store

import (
	"math"
	"strconv"

	"sluice/store/jsontext"
)

// read reads all of a text and reports whether it makes sense.
func (w *hydration) read(text []byte) bool {
	version, _ := memberOf(text, "version")
	if string(version) != "1" {
		return false
	}
	w.shell, _ = memberOf(text, "shell")
	ok := each(text, "writes", 8, w.readWrite) && each(text, "tables", 2, func(f fields) bool {
		w.tables = append(w.tables, dryTable{f.text(0), string(f.list[1]) == "true"})
		return f.ok
	})
	ok = ok && each(text, "rows", 7, w.readRow) && each(text, "keys", 7, w.readKey)
	return ok && each(text, "takers", 4, func(f fields) bool {
		t := dryTaker{table: f.place(0, len(w.tables)), member: f.text(1), value: f.text(2)}
		for _, pk := range listItems(f.list[3]) {
			one := fields{list: [][]byte{pk}, ok: true}
			t.pks = append(t.pks, one.text(0))
			f.ok = f.ok && one.ok
		}
		w.takers = append(w.takers, t)
		return f.ok
	})
}

func (w *hydration) readWrite(f fields) bool {
	by := &Write{Origin: Origin(f.place(0, int(Layer)))}
	by.Start, by.End = w.mark(&f, 1), w.mark(&f, 3)
	by.FetchedAt, by.Date, by.ExpiresAt = w.times(f.number(5), f.number(6), f.number(7))
	w.writes = append(w.writes, by)
	return f.ok
}

func (w *hydration) mark(f *fields, at int) Mark {
	n, err := strconv.ParseUint(string(f.list[at+1]), 10, 64)
	if err != nil {
		f.ok = false
	}
	return Mark{MS: min(f.number(at), w.now), N: n}
}

// times makes those of a clock that is ahead those of this one.
func (w *hydration) times(fetchedAt, date, expiresAt float64) (float64, float64, float64) {
	if ahead := max(date, fetchedAt) - w.now; ahead > 0 && expiresAt > 1 && !math.IsInf(expiresAt, 1) {
		expiresAt = max(expiresAt-ahead, 1)
	}
	return max(min(fetchedAt, w.now), 0), max(min(date, w.now), 0), max(expiresAt, 0)
}

func (w *hydration) readRow(f fields) bool {
	r := dryRow{table: f.place(0, len(w.tables)), pk: f.text(1), write: w.by(&f, 3)}
	if r.seated = string(f.list[2]) != "false"; !r.seated {
		f.list[2] = null
	}
	r.dryText = w.readText(&f, 2, 5)
	for _, mark := range listItems(f.list[4]) {
		one := fields{list: [][]byte{mark}, ok: true}
		r.marks = append(r.marks, w.by(&one, 0))
		f.ok = f.ok && one.ok && r.marks[len(r.marks)-1] != nil
	}
	if r.list = string(f.list[6]) != "-2"; r.list {
		r.whole = w.by(&f, 6)
	}
	w.rows = append(w.rows, r)
	if !f.ok || r.write == nil || r.list != isListName(w.tables[r.table].name) {
		return false
	}
	switch {
	case r.text == nil:
		return !r.list && r.marks == nil
	case r.list:
		return (r.text[0] == '[' || r.text[0] == '{') && r.marks == nil
	case r.text[0] != '{':
		return false
	}
	members := 0
	for m := jsontext.MembersOf(r.text, 0); m.Next(); {
		members++
	}
	return r.marks == nil || len(r.marks) == members
}

// isListName reports whether a table is that of a collection.
func isListName(name string) bool {
	return len(name) > 1 && (name[0] == '[' && name[len(name)-1] == ']' || name[0] == '{' && name[len(name)-1] == '}')
}

func (w *hydration) readKey(f fields) bool {
	k := dryKey{key: f.text(0), write: w.by(&f, 3), last: w.by(&f, 4), value: string(f.list[5]) == "true"}
	k.dryText = w.readText(&f, 1, 2)
	if k.text == nil && k.write != nil {
		k.text = null
	}
	if meta := f.list[6]; meta[0] == '{' {
		k.known = true
		k.meta = w.readMeta(meta)
	}
	if k.value {
		k.dryText = dryText{}
	}
	w.keys = append(w.keys, k)
	return f.ok && (k.text == nil || k.write != nil)
}

func (w *hydration) readMeta(text []byte) Meta {
	number := func(name string, missing float64) float64 {
		value, ok := memberOf(text, name)
		if !ok {
			return missing
		}
		f, err := strconv.ParseFloat(string(value), 64)
		if err != nil && !math.IsInf(f, 1) {
			return missing
		}
		return f
	}
	is := func(name string) bool {
		value, _ := memberOf(text, name)
		return string(value) == "true"
	}
	m := Meta{PrevExpiresAt: number("prevExpiresAt", math.NaN()), Error: uint32(number("error", 0)), Soft: is("soft"), Invalidated: is("invalidated")}
	m.FetchedAt, m.Date, m.ExpiresAt = w.times(number("fetchedAt", 0), number("date", 0), number("expiresAt", 0))
	return m
}

var null = []byte("null")

// readText reads a text and the places of its references.
func (w *hydration) readText(f *fields, text, refs int) dryText {
	t := dryText{text: f.list[text]}
	if t.text[0] == 'n' {
		t.text = nil
	}
	for i, number := range listItems(f.list[refs]) {
		one := fields{list: [][]byte{number}, ok: true}
		limit := len(t.text)
		if i%2 == 1 {
			limit = len(w.tables)
		}
		n := one.place(0, limit)
		t.refs = append(t.refs, n)
		f.ok = f.ok && one.ok
	}
	f.ok = f.ok && len(t.refs)%2 == 0
	if rest := t.refs; f.ok && len(rest) > 0 {
		_, rest = references(t.text, 0, rest)
		f.ok = len(rest) == 0
	}
	return t
}

// by gives the write that a field names, nil for none.
func (w *hydration) by(f *fields, at int) *Write {
	if string(f.list[at]) == "-1" {
		return nil
	}
	n := f.place(at, len(w.writes))
	if !f.ok {
		return nil
	}
	return w.writes[n]
}
