package normal

import (
	"errors"
	"math"
	"slices"
	"strconv"

	"sluice/store/jsontext"
)

// ErrHydrate says that a text is none that [Store.Dehydrate] has written.
var ErrHydrate = errors.New("normal: this is no text of a dehydrated store")

// Dehydrate appends all queries as a JSON object: without what layers make of them. name gives a query's name,
// as JSON, and whether it is to be there. Characters that mean something in HTML are not escaped.
//
// It is {"queries":[[name,time,data],…],"times":[[key,time],…]}: data as the query shows it, times of objects
// where they are not those of the first query that shows them.
func (s *Store) Dehydrate(dst []byte, name func(QueryID) (text []byte, ok bool)) []byte {
	ids := make([]QueryID, 0, len(s.queries))
	for id := range s.queries {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	times := []byte(`],"times":[`)
	listed := make(map[*object]bool)
	dst = append(dst, `{"queries":[`...)
	some := false
	for _, id := range ids {
		q := s.queries[id]
		text, ok := name(id)
		if !ok || q.base == nil {
			continue
		}
		if some {
			dst = append(dst, ',')
		}
		some = true
		dst = append(append(append(dst, '['), text...), ',')
		dst = append(strconv.AppendFloat(dst, q.at, 'f', -1, 64), ',')
		dst = append(s.render(dst, q.base, func(o *object) *content { return o.base }, true), ']')
		for _, o := range s.renderer.met {
			if listed[o] {
				continue
			}
			if listed[o] = true; o.at != q.at {
				if times[len(times)-1] == ']' {
					times = append(times, ',')
				}
				times = append(append(append(times, '['), o.key...), ',')
				times = append(strconv.AppendFloat(times, o.at, 'f', -1, 64), ']')
			}
		}
	}
	return append(append(dst, times...), "]}"...)
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
func (s *Store) Hydrate(text []byte, now float64, query func(name []byte) QueryID) (Changes, error) {
	s.begin()
	if jsontext.Check(text) != nil {
		return Changes{}, ErrHydrate
	}
	if _, _, ok := jsontext.Member(text, "queries"); !ok {
		return Changes{}, ErrHydrate
	}
	times := make(map[string]float64)
	for list := itemsOf(text, "times"); list.Next(); {
		if p := tuple(text, list.Value); len(p) == 2 {
			if key, err := canonical(nil, p[0]); err == nil {
				times[string(key)] = moment(p[1], now)
			}
		}
	}
	var all []dried
	for list := itemsOf(text, "queries"); list.Next(); {
		p := tuple(text, list.Value)
		if len(p) != 3 {
			return Changes{}, ErrHydrate
		}
		base, patches, err := s.read(p[2])
		if err != nil {
			return Changes{}, err
		}
		all = append(all, dried{query(p[0]), moment(p[1], now), base, patches})
	}
	for _, d := range all {
		for _, k := range d.patches {
			o, at := k.object, d.at
			if t, ok := times[o.key]; ok {
				at = t
			} else {
				times[o.key] = at
			}
			if o.base == nil || at > o.at {
				s.settle(o, s.merge(o.base, k.with), at)
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

// itemsOf goes through the items of an array that is a member.
func itemsOf(text []byte, name string) jsontext.Items {
	start, _, ok := jsontext.Member(text, name)
	if !ok {
		return jsontext.Items{}
	}
	return jsontext.ItemsOf(text, start)
}

// tuple gives the items of an array.
func tuple(text []byte, at int) (out [][]byte) {
	for list := jsontext.ItemsOf(text, at); list.Next(); {
		out = append(out, text[list.Value:list.End])
	}
	return out
}

// moment reads a time.
func moment(text []byte, now float64) float64 {
	at, err := strconv.ParseFloat(string(text), 64)
	if err != nil || math.IsNaN(at) {
		return 0
	}
	return min(at, now)
}
