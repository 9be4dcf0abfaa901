package store

import "strconv"

// table holds the rows of one entity key, or of one collection key.
type table struct {
	name   string
	names  names
	byNum  []*row // every row ever named, by number; nil where one went
	free   []uint32
	order  []seat // of the rows that are stored, in the order of their first storing
	gone   int    // how many of them are empty
	coming int    // scratch: how many rows a change has made
	known  bool   // a row was stored, or an all of it was answered
	node   *Node  // the schema that it was first defined by

	indexes []*index
	takers  []dryTaker // for indexes that are not there yet, see Store.Hydrate
	lists   []*row     // stand for the lists of all its rows, see Node.all
}

// row is what a key and a pk name. It may be named (referred to) before it is stored.
type row struct {
	table *table
	pk    string
	num   uint32
	prep  int32 // 1 + its place in the change that is being prepared
	cur   *content
	cells []*cell
	seq   uint64 // counts the rows of the store as they are first stored; 0: it is not in table.order
	slot  *slot  // of what stands for a slot of an index
	mark  uint32 // of the last sweep that met it, see sweep.number
	over  *overlay
}

// content is a state of a row. It is never changed once it was applied, but for write.
type content struct {
	// own is the JSON text of the row itself. Where it refers to another row, it has that
	// row's number, in a union [number,"type"].
	own  []byte
	refs []ref
	// by is the schema by which all of it was written, nil if by several.
	by      *Node
	write   *Write // the last one
	rare    *rare  // nil: there is none of it
	invalid bool
	passed  bool // the schema that wrote it has found it valid
	neat    bool // own has no spaces between its members, and each has a name of its own, without escapes
}

// rare is what most contents do not have. It is never changed.
type rare struct {
	marks []*Write // which write brought each member of own, in order; nil: all of it write
	list  *list    // of a collection
	under *Write   // of the base's row, whose meta counts for what layers make of it; nil: write of the content
}

var usual rare

// rarely gives what most contents do not have, to be read.
func (k *content) rarely() *rare {
	if k.rare == nil {
		return &usual
	}
	return k.rare
}

func (k *content) marks() []*Write { return k.rarely().marks }

func (k *content) list() *list { return k.rarely().list }

// mark, enlist and lay set what most contents do not have, where a content is made.
func (k *content) mark(marks []*Write) {
	r := *k.rarely()
	r.marks = marks
	k.rare = &r
}

func (k *content) enlist(l *list) {
	r := *k.rarely()
	r.list = l
	k.rare = &r
}

func (k *content) lay(under *Write) {
	r := *k.rarely()
	r.under = under
	k.rare = &r
}

// ref is a reference in a text: len digits at at.
type ref struct {
	to   *row
	node *Node // the schema of the row that it was written by
	at   uint32
	len  uint8
	rise rise
	// tagged says that it is that of a union, [number,"type"].
	tagged bool
}

// rise says what becomes of the place of a reference whose row is INVALID.
type rise uint8

const (
	stays  rise = iota // the place is dropped or undefined
	within             // an object around it, inside of the row
	whole              // the row that refers is INVALID too
	apart              // it has no place: it is what a lookup depends on
)

func newTable(name string, node *Node) *table {
	return &table{name: name, node: node}
}

// row gives the row of a pk and makes it if there is none.
func (t *table) row(pk []byte) (r *row, made bool) {
	if r = t.find(string(pk)); r != nil {
		return r, false
	}
	r = &row{table: t, pk: string(pk)}
	if n := len(t.free); n > 0 {
		r.num = t.free[n-1]
		t.free = t.free[:n-1]
		t.byNum[r.num] = r
	} else {
		r.num = uint32(len(t.byNum))
		t.byNum = append(room(t.byNum, 1), r)
	}
	t.enter(r)
	return r, true
}

// remove forgets a row that nothing refers to.
func (t *table) remove(r *row) {
	t.unname(r)
	t.byNum[r.num] = nil
	t.free = append(t.free, r.num)
}

// usable reports whether there is something to read.
func (r *row) usable() bool { return r.cur != nil && !r.cur.invalid }

// appendRef writes a reference to r at the end of a text whose entity begins at base.
func appendRef(text []byte, refs []ref, base int, r *row, node *Node, up rise) ([]byte, []ref) {
	at := len(text)
	text = strconv.AppendUint(text, uint64(r.num), 10)
	return text, append(refs, ref{to: r, node: node, at: uint32(at - base), len: uint8(len(text) - at), rise: up})
}
