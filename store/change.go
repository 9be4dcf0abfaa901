package store

import (
	"cmp"
	"unsafe"

	"sluice/store/jsontext"
)

// Change is a write that was prepared: everything that can fail has been done, nothing has
// been changed. It is applied by [Store.Apply] or given up by [Store.Drop], one at a time.
type Change struct {
	store   *Store
	write   *Write
	node    *Node
	key     string // "" for a direct write, which has no result
	args    []byte
	layer   *layer   // nil: it is for the base
	open    bool     // it was prepared, and is not over
	occ     []uint32 // the rows of rows that were met, in order; only where a memo is made
	memo    *memo
	again   bool // memo is the one that the key has
	mixed   bool // a row was there twice, with different members
	results []resultChange
	known   []*table    // of which all rows were answered
	made    []*row      // rows that exist only for this change so far
	rows    []rowChange // in the order of their ends: a row comes after those nested in it
	text    []byte      // of the result, normalised
	refs    []ref
	order   order // of the row at hand
	own     []ownWrite
	split   [2][]member // scratch
	block   []byte      // where new texts are put
	links   []ref       // likewise
	slab    []content
	loan    *Loan  // nil: the body is not to be written over
	free    int    // so much of it was read and is needed no more
	used    int    // so much of that holds texts
	lent    []byte // the part of a body that is kept
}

// rowChange is what becomes of one row.
type rowChange struct {
	row *row
	// next is what the row will hold, nil if that stays.
	next *content
	// late says that the write came too late for the row's meta.
	late bool
	// same says that what can be read of the row stays.
	same bool
	// write is what brings it, nil for that of the change.
	write *Write
}

// base gives what a row holds before what comes next in the change.
func (c *Change) base(r *row) *content {
	if r.prep == 0 {
		return c.under(r)
	}
	ch := &c.rows[r.prep-1]
	if ch.next != nil || ch.late {
		return cmp.Or(ch.next, c.under(r))
	}
	k := *c.under(r) // confirmed
	k.write = ch.write
	return &k
}

// under gives what a row holds before the change.
func (c *Change) under(r *row) *content {
	if c.layer != nil {
		return r.below(c.layer)
	}
	return r.cur
}

// older reports whether the write at hand comes too late to replace what stored brought.
func (c *Change) older(stored *Write) bool {
	switch c.order {
	case byMark:
		return c.write.older(stored)
	default:
		return c.order == first
	}
}

// order is how a write is compared with what is stored.
type order uint8

const (
	byMark order = iota
	first        // it counts as older, whatever its mark
	last         // it never counts as older
)

// add enters what a response says about a row. own and refs are copied if they are kept.
func (c *Change) add(r *row, n *Node, own []byte, refs []ref) {
	base := c.base(r)
	if c.layer != nil {
		c.layer.say(r, n, own, refs, c.write)
	}
	if base != nil && base.by == n && base.marks() == nil && !base.invalid && jsontext.SameBytes(base.own, own) {
		if r.prep == 0 {
			c.enter(r, rowChange{row: r, same: true, late: c.older(base.write), write: c.write})
		}
	} else {
		c.mixed = c.mixed || r.prep != 0
		change := c.merge(base, n, own, refs)
		change.row, change.write = r, c.write
		c.enter(r, change)
	}
	if c.memo != nil {
		c.occ = append(room(c.occ, 1), uint32(r.prep-1))
	}
}

// enter notes what becomes of a row, after what was noted before.
func (c *Change) enter(r *row, change rowChange) {
	if r.prep == 0 {
		c.rows = append(room(c.rows, 1), change)
		r.prep = int32(len(c.rows))
		return
	}
	was := &c.rows[r.prep-1]
	change.same = change.same && was.same
	if change.next == nil {
		change.next = was.next
	}
	*was = change
}

// slabSize is how many contents are allocated at once: 8 KB, what the allocator has a size for.
const slabSize = 8 << 10 / int(unsafe.Sizeof(content{}))

// blockSize is how many bytes of rows' texts are allocated at once.
const blockSize = 32 << 10

// keep copies what a row will hold.
func (c *Change) keep(n *Node, own []byte, refs []ref) *content {
	if len(c.slab) == 0 {
		c.slab = make([]content, slabSize)
	}
	k := &c.slab[0]
	c.slab = c.slab[1:]
	k.by, k.write = n, c.write
	k.own = c.copyText(own)
	if len(refs) > 0 {
		if cap(c.links)-len(c.links) < len(refs) {
			c.links = make([]ref, 0, max(256, len(refs)))
		}
		at := len(c.links)
		c.links = append(c.links, refs...)
		k.refs = c.links[at:len(c.links):len(c.links)]
	}
	return k
}

func (c *Change) copyText(text []byte) []byte {
	if c.free-c.used >= len(text) {
		at := c.used
		c.used += copy(c.loan.Body[at:], text)
		return c.loan.Body[at:c.used:c.used]
	}
	if len(text) > blockSize/4 {
		return append(make([]byte, 0, len(text)), text...)
	}
	if cap(c.block)-len(c.block) < len(text) {
		c.block = make([]byte, 0, blockSize)
	}
	at := len(c.block)
	c.block = append(c.block, text...)
	return c.block[at:len(c.block):len(c.block)]
}
