package store

import (
	"math"
	"sort"
	"strconv"

	"sluice/store/jsontext"
)

// Member is one of the tables that a state consists of.
type Member uint8

// The members, and what [Store.AppendTable] writes of each.
const (
	Entities     Member = iota // {pk: members of the row; null for INVALID}
	Endpoints                  // {key: normalised result}, without the values that the shell holds
	Indexes                    // {member: {value: pk}}
	Metas                      // {key: {fetchedAt, date, expiresAt, prevExpiresAt?, error?, soft?, invalidated?}}
	EntitiesMeta               // {pk: {fetchedAt, date, expiresAt}}
)

// AppendNames appends the names of the entities that a member has a table for in a space, as
// a JSON list. Endpoints and meta have one table, without a name.
func (s *Store) AppendNames(dst []byte, sp Space, m Member) []byte {
	var names []string
	look := s.looker(sp)
	for name, t := range s.tables {
		if look != nil && (m == Indexes && len(t.indexes) > 0 || m != Indexes && t.any(look.sight)) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	dst = append(dst, '[')
	for i, name := range names {
		dst = jsontext.Quote(comma(dst, i), []byte(name))
	}
	return append(dst, ']')
}

// AppendTable appends a table of a space as a JSON object. In it rows are pks, an infinite time is a
// number too great for JSON's readers, and an error is the shell's number. A space that is no more has
// empty tables.
func (s *Store) AppendTable(dst []byte, sp Space, m Member, name string) []byte {
	dst = append(dst, '{')
	t, look := s.tables[name], s.looker(sp)
	switch {
	case look == nil:
	case m == Endpoints || m == Metas:
		dst = s.appendKeys(dst, sp, m)
	case t == nil:
	case m == Indexes:
		for i, x := range t.indexes {
			dst = append(jsontext.Quote(comma(dst, i), []byte(x.member)), ':', '{')
			dst = s.appendIndex(dst, sp, t, x, look)
			dst = append(dst, '}')
		}
	default:
		count := 0
		for _, r := range t.byNum {
			if r == nil {
				continue
			}
			k := look.sight(r)
			if k == nil {
				continue
			}
			dst = append(jsontext.Quote(comma(dst, count), []byte(r.pk)), ':')
			count++
			switch {
			case m == EntitiesMeta:
				dst = appendMeta(dst, k.counted())
			case k.invalid:
				dst = append(dst, "null"...)
			default:
				dst = appendNormal(dst, k.own, k.refs)
			}
		}
	}
	return append(dst, '}')
}

// looker gives what looks things up in a space, nil if it is no more.
func (s *Store) looker(sp Space) *finder {
	switch sp {
	case Base:
		return s.finder(nil)
	case View:
		s.settle()
		return s.viewFinder(nil)
	}
	if f := s.frozen(sp); f != nil {
		return f.finder(nil)
	}
	return nil
}

// any reports whether a table has a row.
func (t *table) any(sight func(*row) *content) bool {
	for _, r := range t.byNum {
		if r != nil && sight(r) != nil {
			return true
		}
	}
	return false
}

func (s *Store) appendIndex(dst []byte, sp Space, t *table, x *index, look *finder) []byte {
	values := make(map[string]struct{}, len(x.slots))
	for value := range x.slots {
		values[value] = struct{}{}
	}
	for o := s.frozen(sp); o != nil; o = o.next {
		for name := range o.slots {
			if name.index == x {
				values[name.value] = struct{}{}
			}
		}
	}
	count := 0
	for _, value := range sortedKeys(values) {
		if r := look.holder(t, x.member, []byte(value)); r != nil {
			dst = append(jsontext.Quote(comma(dst, count), []byte(value)), ':')
			dst = jsontext.Quote(dst, []byte(r.pk))
			count++
		}
	}
	return dst
}

// appendKeys appends what is stored under keys, sorted.
func (s *Store) appendKeys(dst []byte, sp Space, m Member) []byte {
	keys := make(map[string]struct{}, len(s.keys))
	for key := range s.keys {
		keys[key] = struct{}{}
	}
	for o := s.frozen(sp); o != nil; o = o.next {
		for key := range o.records {
			keys[key] = struct{}{}
		}
	}
	count := 0
	for _, key := range sortedKeys(keys) {
		a := s.record(key, sp)
		if m == Metas && !a.known || m == Endpoints && a.content == nil {
			continue
		}
		dst = append(jsontext.Quote(comma(dst, count), []byte(key)), ':')
		count++
		if m == Metas {
			dst = a.meta.append(dst)
		} else {
			dst = appendNormal(dst, a.content.own, a.content.refs)
		}
	}
	return dst
}

// append appends what is known of an answer.
func (m Meta) append(dst []byte) []byte {
	dst = appendTime(append(dst, `{"fetchedAt":`...), m.FetchedAt)
	dst = appendTime(append(dst, `,"date":`...), m.Date)
	dst = appendTime(append(dst, `,"expiresAt":`...), m.ExpiresAt)
	if !math.IsNaN(m.PrevExpiresAt) {
		dst = appendTime(append(dst, `,"prevExpiresAt":`...), m.PrevExpiresAt)
	}
	if m.Error != 0 {
		dst = strconv.AppendUint(append(dst, `,"error":`...), uint64(m.Error), 10)
		if m.Soft {
			dst = append(dst, `,"soft":true`...)
		}
	}
	if m.Invalidated {
		dst = append(dst, `,"invalidated":true`...)
	}
	return append(dst, '}')
}

func sortedKeys(set map[string]struct{}) []string {
	out := make([]string, 0, len(set))
	for key := range set {
		out = append(out, key)
	}
	sort.Strings(out)
	return out
}

// comma appends what comes before the i-th of several.
func comma(dst []byte, i int) []byte {
	if i > 0 {
		return append(dst, ',')
	}
	return dst
}
