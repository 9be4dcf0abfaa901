package store

import "sluice/store/jsontext"

// index finds rows of a table by the value of a member.
type index struct {
	member string
	slots  map[string]*slot // by the text of the value
}

// slot is what an index knows of one value.
type slot struct {
	row     row // stands for the slot: lookups depend on it
	index   *index
	holders []*row // those that took the value, in order; some may have lost it since
	live    int    // how many have it
}

// index gives the table an index of a member, made of the rows that are stored.
func (t *table) index(member string) {
	if t.indexOf(member) != nil {
		return
	}
	x := &index{member: member, slots: make(map[string]*slot)}
	t.indexes = append(t.indexes, x)
	for _, o := range t.order {
		if o.row != nil {
			x.take(o.row, o.row.cur)
		}
	}
	for _, by := range t.takers {
		if by.member == member {
			x.reorder(t, by)
		}
	}
}

func (t *table) indexOf(member string) *index {
	for _, x := range t.indexes {
		if x.member == member {
			return x
		}
	}
	return nil
}

// follow makes the index what it must be when a row that held was holds next.
func (x *index) follow(s *Store, r *row, was, next *content) {
	old, had := was.indexed(x.member)
	value, has := next.indexed(x.member)
	if had == has && string(old) == string(value) {
		return
	}
	if had {
		if slot := x.slots[string(old)]; slot != nil {
			slot.live--
			s.touch(&slot.row)
			if slot.live == 0 {
				slot.holders = nil
				slot.tidy()
			}
		}
	}
	if has {
		s.touch(&x.take(r, next).row)
	}
}

// take notes that a row has a value now.
func (x *index) take(r *row, k *content) *slot {
	value, has := k.indexed(x.member)
	if !has {
		return nil
	}
	slot := x.slot(value)
	slot.live++
	slot.holders = append(slot.holders, r)
	if len(slot.holders) > 2*slot.live+8 {
		slot.compact(x.member, value)
	}
	return slot
}

// slot gives the slot of a value and makes it if there is none.
func (x *index) slot(value []byte) *slot {
	sl := x.slots[string(value)]
	if sl == nil {
		sl = &slot{index: x}
		sl.row = row{slot: sl, pk: string(value)}
		x.slots[sl.row.pk] = sl
	}
	return sl
}

// tidy forgets a slot that nobody has the value of, in no layer, and nobody asks for.
func (sl *slot) tidy() {
	if sl.live == 0 && len(sl.row.cells) == 0 && sl.row.over == nil {
		delete(sl.index.slots, sl.row.pk)
	}
}

// compact forgets all but the last time that each holder took the value.
func (sl *slot) compact(member string, value []byte) {
	met := make(map[*row]struct{}, sl.live)
	at := len(sl.holders)
	for i := at - 1; i >= 0; i-- {
		r := sl.holders[i]
		if _, twice := met[r]; twice || !r.cur.has(member, value) {
			continue
		}
		met[r] = struct{}{}
		at--
		sl.holders[at] = r
	}
	n := copy(sl.holders, sl.holders[at:])
	clear(sl.holders[n:])
	sl.holders = sl.holders[:n]
}

// has reports whether a row that holds k is found by a value.
func (k *content) has(member string, value []byte) bool {
	text, ok := k.indexed(member)
	return ok && string(text) == string(value)
}

// indexed gives the text by which a row that holds k is found in the index of a member: that
// of a string, number or boolean, or the pk of what it refers to.
func (k *content) indexed(member string) ([]byte, bool) {
	if k == nil || k.invalid {
		return nil, false
	}
	start, end, ok := jsontext.Member(k.own, member)
	if !ok {
		return nil, false
	}
	for i := range k.refs {
		if r := &k.refs[i]; int(r.at) == start || r.tagged && int(r.at) == start+1 {
			return []byte(r.to.pk), true
		}
	}
	return indexText(k.own[start:end])
}

// indexText gives the text by which a value is found in an index.
func indexText(value []byte) ([]byte, bool) {
	if len(value) == 0 {
		return nil, false
	}
	switch c := value[0]; {
	case c == '"' && !hasEscape(value):
		return value[1 : len(value)-1], true
	case c == '"':
		return jsontext.Unquote(nil, value)
	case c == 't' || c == 'f':
		return value, true
	case c == '-' || c-'0' <= 9:
		return jsontext.NumberText(nil, value), true
	default:
		return nil, false
	}
}
