package store

import (
	"sort"
	"strconv"

	"sluice/store/jsontext"
)

// Dehydrate appends all that is committed as one JSON object, which can stand inside of a script
// element: <, >, & and the line separators of Unicode are escaped. Layers are left out. shell is a
// JSON text that goes along, "" for none: what the shell holds by number or key, errors and values without
// schema. carries says whether it has the value of a key (nil: of each); a key whose value it cannot
// carry is left out.
func (s *Store) Dehydrate(dst, shell []byte, carries func(key string) bool) []byte {
	d := dehydration{writes: make(map[*Write]int), tables: make(map[*table]int)}
	for _, name := range tableNames(s.tables) {
		d.tables[s.tables[name]] = len(d.tables)
	}
	dst = append(dst, `{"version":1,"tables":[`...)
	for i, name := range tableNames(s.tables) {
		dst = append(comma(dst, i), '[')
		dst = appendSafe(dst, jsontext.Quote(nil, []byte(name)))
		dst = append(strconv.AppendBool(append(dst, ','), s.tables[name].known), ']')
	}
	dst = append(dst, `],"rows":[`...)
	dst = d.rows(dst, s)
	dst = append(dst, `],"keys":[`...)
	dst = d.keys(dst, s, carries)
	dst = append(dst, `],"takers":[`...)
	dst = d.takers(dst, s)
	dst = append(dst, `],"writes":[`...)
	for i, w := range d.list {
		dst = w.append(comma(dst, i))
	}
	dst = append(dst, ']')
	if len(shell) > 0 {
		dst = appendSafe(append(dst, `,"shell":`...), shell)
	}
	return append(dst, '}')
}

// dehydration is one dehydration.
type dehydration struct {
	writes map[*Write]int // by place in list
	list   []*Write
	tables map[*table]int // by place in the text
}

// rows appends all rows as [table, pk, text, write, marks, refs, whole]: null is the text of an INVALID
// one, false if it was never stored otherwise and so has no place in the order; marks are writes, one for each member, [] when all of it came with the last; whole is that of the
// last write of a whole list, -1 if there was none, -2 if it is no list. They are in the order of first storing.
func (d *dehydration) rows(dst []byte, s *Store) []byte {
	var rows []*row
	for t := range d.tables {
		for _, r := range t.byNum {
			if r != nil && r.cur != nil {
				rows = append(rows, r)
			}
		}
	}
	sort.Slice(rows, func(i, j int) bool {
		a, b := rows[i], rows[j]
		if a.seq-1 != b.seq-1 {
			return a.seq-1 < b.seq-1 // those that have no place come last
		}
		return d.tables[a.table] < d.tables[b.table] || a.table == b.table && a.num < b.num
	})
	for i, r := range rows {
		k := r.cur
		dst = strconv.AppendInt(append(comma(dst, i), '['), int64(d.tables[r.table]), 10)
		dst = appendSafe(append(dst, ','), jsontext.Quote(nil, []byte(r.pk)))
		dst = append(dst, ',')
		var refs []byte
		if k.invalid && r.seq == 0 {
			dst, refs = append(dst, "false"...), []byte("[]")
		} else {
			dst, refs = d.text(dst, k)
		}
		dst = d.write(append(dst, ','), k.write)
		dst = append(dst, ",["...)
		for j, w := range k.marks() {
			dst = d.write(comma(dst, j), w)
		}
		dst = append(dst, "],"...)
		dst = append(append(dst, refs...), ',')
		if k.list() != nil {
			dst = d.write(dst, k.list().whole)
		} else {
			dst = append(dst, "-2"...)
		}
		dst = append(dst, ']')
	}
	return dst
}

// text appends what k holds, with pks in the place of rows, and gives where they are: a list of
// place, table, place, table and so on.
func (d *dehydration) text(dst []byte, k *content) (out, refs []byte) {
	refs = []byte{'['}
	if k == nil || k.invalid {
		return append(dst, "null"...), append(refs, ']')
	}
	start, at := len(dst), 0
	for i := range k.refs {
		r := &k.refs[i]
		from, end := int(r.at), int(r.at)+int(r.len)
		if r.tagged {
			from--
			end, _ = jsontext.SkipString(k.own, end+1)
			end++
		}
		dst = appendSafe(dst, k.own[at:from])
		refs = strconv.AppendInt(comma(refs, i), int64(len(dst)-start), 10)
		refs = strconv.AppendInt(append(refs, ','), int64(d.tables[r.to.table]), 10)
		one := *r
		one.at -= uint32(from)
		dst = appendSafe(dst, appendNormal(nil, k.own[from:end], []ref{one}))
		at = end
	}
	return appendSafe(dst, k.own[at:]), append(refs, ']')
}

// keys appends all keys as [key, text, refs, write, last, value, meta]: null is the text of no
// result; write is that of the result, last that of the last answer or direct write, -1 for none.
func (d *dehydration) keys(dst []byte, s *Store, carries func(key string) bool) []byte {
	count := 0
	for _, e := range s.entries {
		if e == nil || !e.known && !e.stored() || e.value && carries != nil && !carries(e.key) {
			continue
		}
		dst = appendSafe(append(comma(dst, count), '['), jsontext.Quote(nil, []byte(e.key)))
		count++
		dst = append(dst, ',')
		k := e.row.cur
		var refs []byte
		dst, refs = d.text(dst, k)
		dst = append(append(append(dst, ','), refs...), ',')
		if k != nil {
			dst = d.write(dst, k.write)
		} else {
			dst = append(dst, "-1"...)
		}
		dst = d.write(append(dst, ','), e.last)
		dst = strconv.AppendBool(append(dst, ','), e.value)
		dst = append(dst, ',')
		if e.known {
			dst = e.meta.append(dst)
		} else {
			dst = append(dst, "null"...)
		}
		dst = append(dst, ']')
	}
	return dst
}

// takers appends, as [table, member, value, pks], which rows have a value of an index that
// several have, in the order in which they took it.
func (d *dehydration) takers(dst []byte, s *Store) []byte {
	count := 0
	for _, name := range tableNames(s.tables) {
		t := s.tables[name]
		for _, x := range t.indexes {
			for _, value := range slotValues(x) {
				sl := x.slots[value]
				if sl.live < 2 {
					continue
				}
				sl.compact(x.member, []byte(value))
				dst = strconv.AppendInt(append(comma(dst, count), '['), int64(d.tables[t]), 10)
				count++
				dst = appendSafe(append(dst, ','), jsontext.Quote(nil, []byte(x.member)))
				dst = appendSafe(append(dst, ','), jsontext.Quote(nil, []byte(value)))
				dst = append(dst, ",["...)
				for i, r := range sl.holders {
					dst = appendSafe(comma(dst, i), jsontext.Quote(nil, []byte(r.pk)))
				}
				dst = append(dst, "]]"...)
			}
		}
	}
	return dst
}

// write appends the place of a write in the list of them, -1 for none.
func (d *dehydration) write(dst []byte, w *Write) []byte {
	if w == nil {
		return append(dst, "-1"...)
	}
	at, known := d.writes[w]
	if !known {
		at = len(d.list)
		d.writes[w] = at
		d.list = append(d.list, w)
	}
	return strconv.AppendInt(dst, int64(at), 10)
}

// append appends a write as a list of its numbers.
func (w *Write) append(dst []byte) []byte {
	dst = strconv.AppendInt(append(dst, '['), int64(w.Origin), 10)
	for _, m := range [2]Mark{w.Start, w.End} {
		dst = appendTime(append(dst, ','), m.MS)
		dst = strconv.AppendUint(append(dst, ','), m.N, 10)
	}
	for _, ms := range [3]float64{w.FetchedAt, w.Date, w.ExpiresAt} {
		dst = appendTime(append(dst, ','), ms)
	}
	return append(dst, ']')
}

// appendSafe appends a JSON text with everything escaped that means something in HTML or ends a line
// in JavaScript. In JSON these characters stand in strings only.
func appendSafe(dst, text []byte) []byte {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '<' || c == '>' || c == '&':
			dst = append(dst, `\u00`...)
			dst = append(dst, "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		case c == 0xE2 && i+2 < len(text) && text[i+1] == 0x80 && text[i+2]&^1 == 0xA8:
			dst = append(dst, `\u202`...)
			dst = append(dst, '8'+text[i+2]&1)
			i += 2
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

func tableNames(tables map[string]*table) []string {
	out := make([]string, 0, len(tables))
	for name := range tables {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

func slotValues(x *index) []string {
	out := make([]string, 0, len(x.slots))
	for value := range x.slots {
		out = append(out, value)
	}
	sort.Strings(out)
	return out
}
