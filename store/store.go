package store

import "sluice/store/jsontext"

// Functions runs functions of the user. Arguments and results are JSON texts; an empty one is
// undefined. Functions are called only while a write is prepared or something is read, never
// while the store changes. What one throws is the error, which is passed on as it is.
//
//	pk                            value, parent, name, arguments → string or number
//	process                       input, parent, name, arguments → members, undefined for INVALID
//	validate                      members → text where refused
//	merge of an entity, an adder  existing, incoming → what is stored
//	shouldUpdate, shouldReorder   existing meta, incoming meta, existing, incoming → whether so
//	by of a union                 input, parent, name → the type
//	argsKey                       each argument → key object
//	nestKey                       parent, name → key object
//	filter                        arguments, key object → whether the list matches
//	skip                          name → whether it is no filter
//	update                        see [Change.Update]
//
// arguments is one text, that of the list of them. members, existing and incoming have pks in the
// place of rows. parent is the object that holds the place (of an item, the one that holds the list; at
// the root, the response), name the name of its member there. Meta is {fetchedAt, date, expiresAt}, with
// 1e999 for infinite. Where two calls have the same parent or arguments, the slices are the same.
type Functions interface {
	Call(fn Func, args ...[]byte) ([]byte, error)
}

// Store holds what one client knows. Use [New]. It is not safe for concurrent use.
type Store struct {
	functions Functions
	nodes     map[uint32]*Node
	refused   map[uint32]error // why nodes could not be defined
	tables    map[string]*table
	kin       map[kinship]*Node
	keys      map[string]*entry
	entries   []*entry         // in the order in which they came; nil where one went
	vacant    int              // how many of them are nil
	lent      []lent           // bodies that texts of rows stand in
	roots     []*root          // by number; nil where one was closed
	lookups   map[string]*root // those of no key
	freeRoots []uint32
	version   uint64  // counts commits that changed something
	seq       uint64  // counts rows as they are first stored
	epoch     uint64  // counts resets
	changed   []*root // reached by commits since Changed was asked
	round     uint64  // counts how often it was asked
	told      []uint32
	rows      []rowChange // memory for the next change
	seed      uint64      // of hashes
	horizon   Mark        // see Horizon
	in        ingest
	build     build
	preparing bool     // functions of the user may be running in prepare
	heeds     bool     // somebody is to be told before a row changes
	layers    *layers  // nil: there is none
	states    *states  // nil: there is none
	below     *frozen  // what a layer is being made of
	sweep     *sweep   // nil: none goes on
	sweeps    uint32   // their numbers
	prepared  int      // changes that were prepared and neither applied nor dropped
	spaces    [2]Space // the last numbers over base and view
	shifts    uint64   // counts changes of the view that are none of the base
	visits    uint64   // numbers walks over cells
	stack     []*cell  // of a walk, kept for the next
}

// New returns an empty store.
func New(functions Functions) *Store {
	return &Store{
		functions: functions,
		nodes:     make(map[uint32]*Node),
		refused:   make(map[uint32]error),
		tables:    make(map[string]*table),
		kin:       make(map[kinship]*Node),
		keys:      make(map[string]*entry),
		lookups:   make(map[string]*root),
		spaces:    [2]Space{Base, View},
	}
}

// Version counts the commits that changed something.
func (s *Store) Version() uint64 { return s.version }

// ViewVersion counts these and the changes of layers that made a difference.
func (s *Store) ViewVersion() uint64 {
	s.settle()
	return s.version + s.shifts
}

// Prepare reads a response by a schema. args is the JSON text of the list of arguments. The
// error is a [*jsontext.Error] when body is no JSON, a [*SchemaError] when it does not fit, or
// what a function of the user failed with; nothing is left of the change then.
//
// The body is not kept.
func (s *Store) Prepare(n *Node, key string, args, body []byte, w *Write) (*Change, error) {
	return s.prepare(&Change{store: s, write: w, node: n, key: key}, args, body)
}

func (s *Store) prepare(c *Change, args, body []byte) (*Change, error) {
	c.rows, c.args = s.rows[:0], args
	if c.node == nil { // only what update makes of it counts
		c.text, c.open = append([]byte(nil), body...), true
		s.prepared++
		return c, nil
	}
	var print []uint64
	var last *memo
	if c.layer == nil && len(body) >= memoSize && c.node.pure() {
		print = s.fingerprint(body)
		if e := s.keys[c.key]; e != nil && e.memo != nil {
			if last = e.memo; last.whole(c, e, print) {
				c.open = true
				s.prepared++
				return c, nil
			}
		}
	}
	in := &s.in
	*in = ingest{change: c, store: s, body: jsontext.Clean(body), args: args, text: in.text[:0], refs: in.refs[:0], pk: in.pk[:0], path: in.path[:0]}
	if len(in.body) != len(body) {
		c.loan = nil
	}
	s.preparing = true
	defer func() {
		if s.preparing { // it panicked
			s.preparing = false
			s.Drop(c)
		}
	}()
	in.remember(c.node, print, last)
	c.memo = in.recall.made
	in.response(c.node)
	s.preparing = false
	in.recall.old = nil
	if in.err != nil {
		s.Drop(c)
		return nil, in.reason()
	}
	c.text = append([]byte(nil), in.text...)
	if c.refs = in.refs; len(in.refs) < manyRefs {
		c.refs = append([]ref(nil), in.refs...)
	} else {
		in.refs = nil
	}
	c.open = true
	s.prepared++
	in.body, in.change = nil, nil
	return c, nil
}

// manyRefs is how many references are not copied to be kept.
const manyRefs = 1000

// Drop gives a prepared change up.
func (s *Store) Drop(c *Change) {
	for i := range c.rows {
		c.rows[i].row.prep = 0
	}
	for _, r := range c.made {
		if len(r.cells) == 0 { // a function of the user may have read meanwhile
			r.table.remove(r)
		}
	}
	s.spare(c)
}

// Apply carries a prepared change out.
func (s *Store) Apply(c *Change) {
	changed, late := false, false
	if len(c.lent) > 0 {
		s.lent = append(s.lent, lent{text: c.lent})
	}
	for _, r := range c.made {
		r.table.coming++
	}
	for _, r := range c.made {
		t := r.table
		t.order, t.coming = room(t.order, t.coming), 0
	}
	for i := range c.rows {
		ch := &c.rows[i]
		ch.row.prep = 0
		late = late || ch.late
		if ch.next != nil || !ch.late {
			s.put(ch)
			changed = true
		}
	}
	for _, t := range c.known {
		if !t.known {
			t.known, changed = true, true
			s.touchAll(t)
		}
	}
	for i := range c.results {
		s.putResult(&c.results[i])
		changed = true
	}
	if c.key != "" {
		accepted := s.answer(c)
		changed = accepted || changed
		e := s.keys[c.key]
		switch {
		case c.again && !late:
		case c.memo != nil && !c.mixed && !late && len(c.memo.items) > 0:
			c.memo.seal(c, e.memo)
			if e.memo = c.memo; accepted && !c.node.holdsRows(make(map[*Node]bool)) {
				e.memo.left = e.row.cur
			}
		default:
			e.memo = nil
		}
	}
	if changed {
		s.version++
	}
	s.spare(c)
}

// spare keeps the memory of a change that is over for the next one.
func (s *Store) spare(c *Change) {
	if c.open {
		c.open = false
		s.prepared--
	}
	clear(c.rows)
	s.rows, c.rows, c.made = c.rows[:0], nil, nil
}

// put makes a change of a row true.
func (s *Store) put(ch *rowChange) {
	r := ch.row
	if s.heeds {
		s.beforeChange(r, ch)
	}
	if ch.next == nil {
		r.cur.write = ch.write
		return
	}
	if ch.same {
		if len(s.lent) > 0 {
			s.abandon(r.cur.own)
		}
		r.cur = ch.next
		return
	}
	s.become(r, ch.next)
}
