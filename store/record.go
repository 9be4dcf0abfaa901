package store

import (
	"cmp"
	"math"
)

// record is what is stored under a key.
type record struct {
	content *content
	meta    Meta
	known   bool // there is meta
	value   bool // there is a value without schema
}

// stored reports whether there is a result.
func (a record) stored() bool { return a.content != nil || a.value }

// failure gives the number of the error that a reader is shown, 0 for none: a soft one is not shown while there is
// a result.
func (a record) failure() uint32 {
	if a.meta.Soft && a.stored() {
		return 0
	}
	return a.meta.Error
}

// present gives what is stored under a key now.
func (e *entry) present(view bool) record {
	k := e.row.cur
	if view {
		k = e.row.seen()
	}
	return record{k, e.meta, e.known, e.value}
}

// kept gives the same, to be kept: the write of a content may be replaced.
func (e *entry) kept(view bool) record {
	a := e.present(view)
	if a.content != nil {
		k := *a.content
		a.content = &k
	}
	return a
}

// record gives what is stored under a key in a space.
func (s *Store) record(key string, sp Space) record {
	if sp > View {
		if f := s.frozen(sp); f != nil {
			return f.record(key)
		}
		return record{}
	}
	if e := s.keys[key]; e != nil {
		return e.present(sp == View)
	}
	return record{}
}

// recordOf gives what is stored under the key of a root in a space.
func (s *Store) recordOf(r *root, sp Space) record {
	if r.entry == nil {
		return record{}
	}
	if sp > View {
		return s.record(r.entry.key, sp)
	}
	return r.entry.present(sp == View)
}

// shows gives the cell of a root in the base, or in the view.
func (r *root) shows(sp Space) *cell {
	if sp == Base {
		return r.cell
	}
	return r.cell.shown()
}

// stateOf gives what there is to be read of a root in a space.
func (s *Store) stateOf(r *root, sp Space) state {
	if sp <= View {
		return r.shows(sp).state
	}
	f := s.frozen(sp)
	if f == nil || f.roots[r] == nil {
		return missing
	}
	x := f.roots[r]
	if !x.own {
		return x.live.state
	}
	return x.state
}

// earliestIn gives the earliest expiry of the rows that a root shows in a frozen space.
func (s *Store) earliestIn(sp Space, r *root) float64 {
	f := s.frozen(sp)
	a := album{f: f, met: make(map[stillName]*still), whole: true}
	top := a.still(stillName{root: r, node: r.node})
	for i := 0; i < len(a.list); i++ {
		a.derive(a.list[i])
	}
	for _, x := range a.list {
		x.own = true
	}
	a.judge()
	out := math.Inf(1)
	met := map[*still]bool{top: true}
	for list := []*still{top}; len(list) > 0; {
		x := list[len(list)-1]
		list = list[:len(list)-1]
		if x.state != usable {
			continue
		}
		if x.name.root == nil {
			out = min(out, x.content.counted().ExpiresAt)
		}
		kids := x.kids
		if x.hollow() {
			_, refs := a.hollowed(x)
			kids = nil
			for i := range refs {
				kids = append(kids, a.still(stillName{row: refs[i].to, node: refs[i].node}))
			}
		}
		for _, kid := range kids {
			if !met[kid] {
				met[kid] = true
				list = append(list, kid)
			}
		}
	}
	return out
}

// counted gives the write whose meta counts for what holds k.
func (k *content) counted() *Write { return cmp.Or(k.rarely().under, k.write) }

// MetaIn is [Store.Meta] in any space.
func (s *Store) MetaIn(sp Space, key string) (m Meta, ok bool) {
	if a := s.record(key, sp); a.known {
		return a.meta, true
	}
	return Meta{PrevExpiresAt: math.NaN()}, false
}

// HasValueIn is [Store.HasValue] in any space.
func (s *Store) HasValueIn(sp Space, key string) bool { return s.record(key, sp).value }
