package store

import (
	"math"

	"sluice/store/jsontext"
)

// Functions runs functions of the user. Arguments and results are JSON texts; an empty one is
// undefined. Functions are called only while a write is prepared or something is read, never
// while the store changes.
type Functions interface {
	Call(fn Func, args ...[]byte) ([]byte, error)
}

// Store holds what one client knows. Use [New]. It is not safe for concurrent use.
type Store struct {
	functions Functions
	nodes     map[uint32]*Node
	tables    map[string]*table
	kin       map[kinship]*Node
	keys      map[string]*entry
	roots     []*root // by number; nil where one was closed
	freeRoots []uint32
	version   uint64 // counts commits that changed something
	seq       uint64 // counts rows as they are first stored
	changed   []*root
	rows      []rowChange // memory for the next change
	seed      uint64      // of hashes
	in        ingest
	build     build
	preparing bool    // functions of the user may be running in prepare
	heeds     bool    // somebody is to be told before a row changes
	layers    *layers // nil: there is none
	visits    uint64  // numbers walks over cells
}

// Meta is what is known of an answer. Times are in ms.
type Meta struct {
	FetchedAt, Date, ExpiresAt float64
	PrevExpiresAt              float64 // NaN the first time
	Invalidated                bool
}

// entry is what is stored under a key.
type entry struct {
	key   string
	row   row // its content is the normalised result
	meta  Meta
	known bool   // there is meta
	last  *Write // the last answer or direct write
	memo  *memo  // of the last response
	roots []*root
}

// New returns an empty store.
func New(functions Functions) *Store {
	s := &Store{functions: functions}
	s.empty()
	s.nodes = make(map[uint32]*Node)
	s.kin = make(map[kinship]*Node)
	return s
}

func (s *Store) empty() {
	s.tables = make(map[string]*table)
	s.keys = make(map[string]*entry)
}

// Version counts the commits that changed something.
func (s *Store) Version() uint64 { return s.version }

// Prepare reads a response by a schema. args is the JSON text of the list of arguments. The
// error is a [*jsontext.Error] when body is no JSON, a [*SchemaError] when it does not fit, or
// what a function of the user failed with; nothing is left of the change then.
//
// The body is not kept.
func (s *Store) Prepare(n *Node, key string, args, body []byte, w *Write) (*Change, error) {
	return s.prepare(&Change{store: s, write: w, node: n, key: key}, args, body)
}

func (s *Store) prepare(c *Change, args, body []byte) (*Change, error) {
	c.rows = s.rows[:0]
	in := &s.in
	*in = ingest{change: c, store: s, body: jsontext.Clean(body), args: args, text: in.text[:0], refs: in.refs[:0], pk: in.pk[:0], path: in.path[:0]}
	s.preparing = true
	defer func() {
		if s.preparing { // it panicked
			s.preparing = false
			s.Drop(c)
		}
	}()
	if c.layer == nil {
		var last *memo
		if e := s.keys[c.key]; e != nil {
			last = e.memo
		}
		in.remember(c.node, last)
		c.memo = in.recall.made
	}
	in.response(c.node)
	s.preparing = false
	in.recall.old = nil
	if in.err != nil {
		s.Drop(c)
		return nil, in.reason()
	}
	c.text = append([]byte(nil), in.text...)
	c.refs = append([]ref(nil), in.refs...)
	in.body, in.change = nil, nil
	return c, nil
}

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
	for i := range c.rows {
		ch := &c.rows[i]
		ch.row.prep = 0
		s.put(ch)
	}
	if c.key != "" {
		s.answer(c)
		e := s.keys[c.key]
		if e.memo = nil; c.memo != nil && !c.mixed && len(c.memo.items) > 0 {
			c.memo.seal(c)
			e.memo = c.memo
		}
	}
	s.spare(c)
}

// spare keeps the memory of a change that is over for the next one.
func (s *Store) spare(c *Change) {
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
		if !ch.late {
			r.cur.write = ch.write
		}
		return
	}
	if ch.same {
		r.cur = ch.next
		return
	}
	s.become(r, ch.next)
}

// answer stores the result of a change under its key, unless a later one is there.
func (s *Store) answer(c *Change) {
	e := s.entry(c.key)
	if e.last != nil && c.write.older(e.last) {
		return
	}
	e.last = c.write
	m := Meta{FetchedAt: c.write.FetchedAt, Date: c.write.Date, ExpiresAt: c.write.ExpiresAt, PrevExpiresAt: math.NaN()}
	if e.known {
		m.PrevExpiresAt = e.meta.ExpiresAt
	}
	e.meta, e.known = m, true
	if s.heeds {
		s.beforeChange(&e.row, nil)
	}
	k := e.row.cur
	if k != nil && k.by == c.node && string(k.own) == string(c.text) {
		k.write = c.write
		return
	}
	e.row.cur = &content{own: c.text, refs: c.refs, by: c.node, write: c.write}
	s.touch(&e.row)
}

func (s *Store) entry(key string) *entry {
	e := s.keys[key]
	if e == nil {
		e = &entry{key: key, row: row{pk: key}}
		s.keys[key] = e
	}
	return e
}
