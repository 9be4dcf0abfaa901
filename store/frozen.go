package store

import "sort"

// frozen is a space that no write changes: an older state, or what is under a layer.
type frozen struct {
	store *Store
	space Space
	users int

	// Of an older state: what changed since, up to the next one, as it was.
	next    *frozen
	version uint64
	build   uint64 // builds up to this one showed what it holds
	seq     uint64 // rows that were first stored later have greater ones
	rows    map[*row]*content
	records map[string]record // by key
	slots   map[slotName][]*row
	left    []seat   // rows that went
	unknown []*table // of which nothing was known
	extra   []*row   // that only layers had
	takers  []taker

	// Of what is under a layer.
	end   *layer
	reads map[*row]*content // what was read, and what it held
	metas map[*entry]Meta   // of the keys among it

	// What was seen of it.
	stills map[stillName]*still
	roots  map[*root]*still
	anchor *cell // contains the cells of the base that are seen in it, itself or their twins
	held   map[*cell]bool
}

// taker is a row that was given a value of an index by a layer.
type taker struct {
	index *index
	value string
	row   *row
}

func newFrozen(s *Store, sp Space) *frozen {
	return &frozen{
		store: s, space: sp, users: 1,
		rows: make(map[*row]*content), records: make(map[string]record),
		stills: make(map[stillName]*still), roots: make(map[*root]*still),
		anchor: &cell{}, held: make(map[*cell]bool),
	}
}

// over gives the space that is under it.
func (f *frozen) over() Space { return f.space % 2 }

// live gives what a row holds now in the space under it.
func (f *frozen) live(r *row) *content {
	if f.over() == View {
		return r.seen()
	}
	return r.cur
}

// content gives what a row holds.
func (f *frozen) content(r *row) *content {
	if f.end != nil {
		k := r.below(f.end)
		f.reads[r] = k
		return k
	}
	for o := f; o != nil; o = o.next {
		if k, kept := o.rows[r]; kept {
			return k
		}
	}
	return f.live(r)
}

// record gives what is stored under a key.
func (f *frozen) record(key string) record {
	for o := f; o != nil; o = o.next {
		if a, kept := o.records[key]; kept {
			return a
		}
	}
	e := f.store.keys[key]
	if f.end != nil {
		if e == nil {
			e = f.store.entry(key) // whose coming the layer depends on
		}
		f.metas[e] = e.meta
		return record{f.content(&e.row), e.meta, e.known, e.value}
	}
	if e == nil {
		return record{}
	}
	return record{f.live(&e.row), e.meta, e.known, e.value}
}

// finder gives one that looks up what it holds.
func (f *frozen) finder(args []byte) *finder {
	if f.end != nil {
		out := f.store.finderBelow(args, f.end)
		out.sight = f.content
		return out
	}
	out := f.store.finder(args)
	out.sight = f.content
	out.holders = f.holders
	out.known = f.known
	out.later = func(x *index, value []byte) *row {
		for _, k := range f.takers {
			if k.index == x && k.value == string(value) {
				return k.row
			}
		}
		return nil
	}
	return out
}

// holders gives the rows that took a value of an index, the last one last.
func (f *frozen) holders(x *index, value []byte) []*row {
	for o := f; o != nil; o = o.next {
		if rows, kept := o.slots[slotName{x, string(value)}]; kept {
			return rows
		}
	}
	if sl := x.slots[string(value)]; sl != nil {
		return sl.holders
	}
	return nil
}

// known reports whether a row of an all's types was known of.
func (f *frozen) known(n *Node) bool {
	for _, t := range n.Items.tables() {
		unknown := false
		for _, o := range f.unknown {
			unknown = unknown || o == t
		}
		if !unknown {
			return true
		}
	}
	return false
}

func (f *frozen) extras(n *Node) []*row {
	var out []*row
	for _, r := range f.extra {
		if n.ofType(r.table) {
			out = append(out, r)
		}
	}
	return out
}

// listing gives what the list of all rows of n's types held.
func (f *frozen) listing(n *Node) *content {
	s := f.store
	if f.end != nil {
		k, extras := s.listing(n), s.extras(n.ofType, f.end)
		if k == nil && s.knownBelow(n.ofType, f.end) || len(extras) > 0 {
			k = s.extended(k, n, extras)
		}
		f.reads[n.all] = k
		return k
	}
	if !f.known(n) {
		return nil
	}
	var seats []seat
	for _, t := range n.Items.tables() {
		for _, o := range t.order {
			if o.row != nil && o.seq <= f.seq {
				seats = append(seats, o)
			}
		}
		for o := f; o != nil; o = o.next {
			for _, left := range o.left {
				if left.row.table == t && left.seq <= f.seq {
					seats = append(seats, left)
				}
			}
		}
	}
	sort.Slice(seats, func(i, j int) bool { return seats[i].seq < seats[j].seq })
	k := &content{own: []byte{'['}, by: n, write: timeless}
	for _, o := range seats {
		k.appendItem(n.Items, o.row)
	}
	k.own = append(k.own, ']')
	return s.extended(k, n, f.extras(n))
}

// listingOf gives what the list of all rows of n's types holds in the base or the view.
func (s *Store) listingOf(n *Node, sp Space) *content {
	k := s.listing(n)
	if sp == View {
		if extras := s.extras(n.ofType, nil); len(extras) > 0 || k == nil && s.knownBelow(n.ofType, nil) {
			return s.extended(k, n, extras)
		}
	}
	return k
}

// takers lists, the last first, what rows were given values of indexes by layers.
func (s *Store) takers() []taker {
	var out []taker
	for i := len(s.layers.list) - 1; i >= 0; i-- {
		l := s.layers.list[i]
		for j := len(l.rows) - 1; j >= 0; j-- {
			r := l.rows[j]
			if r.table == nil {
				continue
			}
			for _, x := range r.table.indexes {
				if value, has := r.seen().indexed(x.member); has && !r.below(l).has(x.member, value) {
					out = append(out, taker{x, string(value), r})
				}
			}
		}
	}
	return out
}
