package store

import (
	"slices"

	"sluice/store/jsontext"
)

// memo remembers the items of the lists of a key's last response by a hash of their bytes, and
// which rows each of them said something about. An item that comes again with the same bytes,
// while all of its rows hold what they held then, need not be read again.
//
// A memo is made only of lists of entities that are not inside of a row, whose schemas have no
// functions, and of responses in which no row was there twice with different members, and that came too late for none.
//
// A body that is the same from its first byte to its last is not even looked at: see [memo.whole].
type memo struct {
	node  *Node
	print []uint64 // of the body as it came, see fingerprint
	left  *content // what the key held after the response; nil where the text alone does not say what becomes of it
	items []memoItem
	occ   []uint32    // for each item the rows it holds, as places in rows
	rows  []rowChange // each with what it held after the response
}

// memoItem is one item.
type memoItem struct {
	hash uint64
	size uint32
	occ  uint32 // where its part of memo.occ ends
	ref  ref
}

// memoSize is from how many bytes on a response is remembered. Below it, reading it again
// costs no more than looking.
const memoSize = 1 << 10

// resync is how many items that went the search for the place in the memo looks past.
const resync = 64

// recall is the part of an ingest that looks for items of the last response.
type recall struct {
	old  *memo // nil: there is none
	at   int   // the item of old that is expected next
	made *memo // of this response; nil: none is made
}

// printed is how many bytes of a body make one number of its fingerprint.
const printed = 64 << 10

// fingerprint gives hashes of a body, part by part, and its length.
func (s *Store) fingerprint(body []byte) []uint64 {
	out := make([]uint64, 1, 2+len(body)/printed)
	out[0] = uint64(len(body))
	for len(body) > 0 {
		n := min(len(body), printed)
		out = append(out, jsontext.Hash(body[:n], s.seed))
		body = body[n:]
	}
	return out
}

// remember begins a memo for a response whose body has that fingerprint, if one can be of use.
func (in *ingest) remember(n *Node, print []uint64, last *memo) {
	in.recall = recall{}
	if len(print) > 0 {
		in.recall = recall{old: last, made: &memo{node: n, print: print}}
	}
}

// whole prepares the change for a body with that fingerprint out of the memo of the key's last response,
// if it is the same body and nothing has become of the rows and the result since.
func (m *memo) whole(c *Change, e *entry, print []uint64) bool {
	if m.node != c.node || m.left == nil || m.left != e.row.cur || !slices.Equal(m.print, print) {
		return false
	}
	for i := range m.rows {
		if r := m.rows[i]; r.row.cur != r.next || r.next.marks() != nil || r.next.by == nil {
			return false
		}
	}
	c.rows = reserve(c.rows, len(m.rows))
	for i := range m.rows {
		r := m.rows[i].row
		c.enter(r, rowChange{row: r, same: true, late: c.write.older(r.cur.write), write: c.writeOf(r.cur.by)})
	}
	c.text, c.refs, c.memo, c.again = m.left.own, m.left.refs, m, true
	return true
}

// known skips the item at i if the memo has it and nothing has become of its rows since. It
// returns where it ends, or -1.
func (in *ingest) known(i int) int {
	m := in.recall.old
	if m == nil || in.recall.at >= len(m.items) {
		return -1
	}
	item := &m.items[in.recall.at]
	end := i + int(item.size)
	if end >= len(in.body) || !endsItem(in.body[end]) || jsontext.Hash(in.body[i:end], in.store.seed) != item.hash {
		return -1
	}
	occ := m.occ[m.start(in.recall.at):item.occ]
	for _, at := range occ {
		r := &m.rows[at]
		if r.row.cur != r.next || r.next.marks() != nil || r.next.by == nil || r.row.prep != 0 && in.change.rows[r.row.prep-1].next != nil {
			return -1
		}
	}
	c := in.change
	for _, at := range occ {
		r := m.rows[at].row
		if r.prep == 0 {
			c.enter(r, rowChange{row: r, same: true, late: c.write.older(r.cur.write), write: c.writeOf(r.cur.by)})
		}
		c.occ = append(room(c.occ, 1), uint32(r.prep-1))
	}
	in.text, in.refs = appendRef(in.text, in.refs, in.base, item.ref.to, item.ref.node, item.ref.rise)
	in.recall.made.add(item.hash, end-i, len(c.occ), item.ref)
	in.recall.at++
	return end
}

// note remembers the item that was just read from i to end.
func (in *ingest) note(i, end int) {
	last := in.refs[len(in.refs)-1]
	in.recall.made.add(jsontext.Hash(in.body[i:end], in.store.seed), end-i, len(in.change.occ), last)
	if in.recall.old != nil {
		in.recall.pass(last.to)
	}
}

// pass moves the place in the old memo behind the item that is a row, if it is near.
func (r *recall) pass(to *row) {
	for n := r.at; n < len(r.old.items) && n < r.at+resync; n++ {
		if r.old.items[n].ref.to == to {
			r.at = n + 1
			return
		}
	}
}

func (m *memo) add(hash uint64, size, occ int, item ref) {
	m.items = append(room(m.items, 1), memoItem{hash: hash, size: uint32(size), occ: uint32(occ), ref: item})
}

// start is where the part of occ of an item begins.
func (m *memo) start(item int) uint32 {
	if item == 0 {
		return 0
	}
	return m.items[item-1].occ
}

// seal notes what the rows hold now that the change was applied.
// The memory of the one before, which is over, is the change's.
func (m *memo) seal(c *Change, before *memo) {
	m.occ = c.occ
	if len(c.rows) < manyRows {
		m.rows = append([]rowChange(nil), c.rows...)
	} else {
		m.rows, c.rows = c.rows, nil
		if before != nil {
			c.rows, before.rows = before.rows, nil
		}
	}
	for i := range m.rows {
		m.rows[i] = rowChange{row: m.rows[i].row, next: m.rows[i].row.cur}
	}
}

// manyRows is how many changes of rows a memo takes over from a change; fewer are copied.
const manyRows = 1000

func endsItem(c byte) bool {
	return c == ',' || c == ']' || c == ' ' || c == '\n' || c == '\r' || c == '\t'
}
