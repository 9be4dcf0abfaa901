package store

import "unsafe"

// Loan is a body that the store may write over while it reads it, and keep: the texts of rows then stand
// where the body stood, and not beside it.
type Loan struct {
	Body []byte
	// Again writes the body into its place again. It is called where it has to be read once more.
	Again func()
	// Kept is how many bytes from its start are the store's when it was read: none, unless that is most of it.
	Kept int
}

// loanSize is from how many bytes on a body is worth keeping.
const loanSize = 256 << 10

// lent is the part of a body that texts of rows stand in.
type lent struct {
	text []byte
	dead int // bytes of texts that no row holds any more
}

// holds reports whether a text stands there.
func (l *lent) holds(text []byte) bool {
	at := uintptr(unsafe.Pointer(unsafe.SliceData(text)))
	from := uintptr(unsafe.Pointer(unsafe.SliceData(l.text)))
	return at >= from && at < from+uintptr(len(l.text))
}

// PrepareLent is Prepare of a body that is the store's to use.
func (s *Store) PrepareLent(n *Node, key string, args []byte, loan *Loan, w *Write) (*Change, error) {
	c := &Change{store: s, write: w, node: n, key: key}
	if len(loan.Body) >= loanSize {
		c.loan = loan
	}
	_, err := s.prepare(c, args, loan.Body)
	if err != nil {
		return nil, err
	}
	if c.used > 0 {
		c.settleLoan()
	}
	return c, nil
}

// again makes the body what it was, to be read once more and written over no more.
func (in *ingest) again() {
	c := in.change
	if c.used > 0 {
		c.loan.Again()
	}
	c.loan, c.free, c.used = nil, 0, 0
}

// lend lets the change write over all of the body before i.
func (in *ingest) lend(i int) {
	if in.change.loan != nil && !in.firm && len(in.later) == 0 {
		in.change.free = i
	}
}

// settleLoan decides whether the body is kept. If little of it is used, those texts move.
func (c *Change) settleLoan() {
	loan, used := c.loan, c.used
	l := lent{text: loan.Body[:used:used]}
	c.loan, c.free, c.used = nil, 0, 0
	if 2*used >= len(loan.Body) {
		c.lent, loan.Kept = l.text, used
		return
	}
	for i := range c.rows {
		if k := c.rows[i].next; k != nil && l.holds(k.own) {
			k.own = c.copyText(k.own)
		}
	}
}

// abandon notes that no row holds a text any more. What is left in a body of which most is dead moves
// out of it: this looks at all rows, which is less often than once for each that was replaced.
func (s *Store) abandon(text []byte) {
	for i := range s.lent {
		l := &s.lent[i]
		if !l.holds(text) {
			continue
		}
		if l.dead += len(text); l.dead < len(l.text)/4*3 {
			return
		}
		var c Change // for its blocks
		for _, t := range s.tables {
			for _, r := range t.byNum {
				if r != nil && r.cur != nil && l.holds(r.cur.own) {
					r.cur.own = c.copyText(r.cur.own)
				}
			}
		}
		s.lent = append(s.lent[:i], s.lent[i+1:]...)
		return
	}
}
