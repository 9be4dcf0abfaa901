package normal

import (
	"errors"
	"strconv"

	"sluice/store/jsontext"
)

// ErrHydrate says that a text is none that [Store.Dehydrate] has written.
var ErrHydrate = errors.New("normal: this is no text of a dehydrated store")

// Named is a query and its name, which is JSON.
type Named struct {
	Query QueryID
	Name  []byte
}

// Dehydrate appends what queries show without layers as a JSON array of [name, time, data]. Queries without data
// are left out, and characters that mean something in HTML are not escaped.
func (s *Store) Dehydrate(dst []byte, list []Named) []byte {
	dst = append(dst, '[')
	for _, n := range list {
		q := s.queries[n.Query]
		if q == nil || q.base == nil {
			continue
		}
		if dst[len(dst)-1] == ']' {
			dst = append(dst, ',')
		}
		dst = append(append(append(dst, '['), n.Name...), ',')
		dst = append(strconv.AppendFloat(dst, q.at, 'f', -1, 64), ',')
		dst = append(s.render(dst, q.base, func(o *object) *content { return o.base }), ']')
	}
	return append(dst, ']')
}

// dried is a query of a text.
type dried struct {
	id      QueryID
	at      float64
	base    *content
	patches []patch
}

// Hydrate adds what another store has dehydrated. Of a query and of the members of an object that are there what
// was fetched later stays; times later than now, in ms, count as now. query gives a name, which is JSON, its
// number. On an error nothing changes.
func (s *Store) Hydrate(text []byte, now float64, query func(name []byte) QueryID) (*Changes, error) {
	s.begin()
	if jsontext.Check(text) != nil || text[0] != '[' {
		return &s.changes, ErrHydrate
	}
	var all []*dried
	for _, m := range spans(nil, text, 0) {
		p := spans(nil, text, m.start)
		if len(p) != 3 {
			return &s.changes, ErrHydrate
		}
		at, err := strconv.ParseFloat(string(text[p[1].start:p[1].end]), 64)
		if err != nil {
			return &s.changes, ErrHydrate
		}
		d := &dried{id: query(text[p[0].start:p[0].end]), at: min(at, now)}
		if d.base, d.patches, err = s.read(text[p[2].start:p[2].end]); err != nil {
			return &s.changes, err
		}
		all = append(all, d)
	}
	for _, d := range all {
		for _, k := range d.patches {
			if o := k.object; o.base == nil || d.at > o.at {
				s.settle(o, s.merge(o.base, k.with), d.at)
			} else {
				s.settle(o, s.merge(k.with, o.base), o.at)
			}
		}
		if q := s.query(d.id); q.base == nil || d.at > q.at {
			q.at = d.at
			s.rebase(q, d.base)
		}
	}
	_ = s.run(nil)
	return s.finish(), nil
}
