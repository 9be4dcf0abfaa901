package store

import (
	"cmp"
	"sort"
	"strconv"
)

// layers is what a store has while there are optimistic layers.
type layers struct {
	list    []*layer // in order of start
	pending []*row   // whose parts are to be put together again
	failed  []LayerError
	// disturbed are rows that layers have read and of which something may have become.
	disturbed []*row
	work      Change // memory for merging
}

// LayerError says that a layer shows nothing, since a function of the user failed as it was put on
// what came to be below it.
type LayerError struct {
	Request uint64
	Err     error
}

// layer is an optimistic change: a write that is seen in the view alone, until the request
// that it belongs to is over.
type layer struct {
	request uint64
	write   *Write
	node    *Node
	key     string
	args    []byte
	body    []byte
	rows    []*row // that it has parts of
	said    map[*row][]*content
	ruled   map[*row]bool
	adds    []*table // whose lists it changes
	known   []*table // of which it has all rows
	lifted  []*row   // lists to which that makes a difference
	updates []Func   // see Change.Update
	count   int      // of objects that were given a pk
	again   bool     // it is to be prepared again, since something that it was made of changed
	hidden  bool     // it shows nothing for now
	stale   bool     // its function is to be asked again
	version uint64
	reads   map[*row]*content // what its function has read
	metas   map[*entry]Meta
}

// overlay is what layers make of a row.
type overlay struct {
	parts   []part // in the order of the layers
	top     *content
	pending bool
	lifted  []*row   // slots and lists that the top makes a difference to
	lifts   int      // of a slot or list: how many rows lift it
	readers []*layer // whose functions have read the row
}

// part is what one layer makes of one row.
type part struct {
	layer *layer
	// said is what the layer says, to be merged over what is below it. nil: next is what a
	// rule of its own made of what was below, by which the layer is prepared again when that changes.
	said []*content
	next *content // nil: the row stays as it is below
	// below is the content that next was made of, and its last write.
	below   *content
	written *Write
}

// before reports whether the layer comes before another.
func (l *layer) before(o *layer) bool {
	a, b := l.write.Start, o.write.Start
	return a.Before(b) || a == b && l.request < o.request
}

// none is in the place of the content of a result that a layer takes away.
var none = &content{}

// seen gives what a row holds in the view.
func (r *row) seen() *content {
	if r.over != nil && r.over.top != nil {
		return r.over.top.some()
	}
	return r.cur
}

// some gives a content that may be none.
func (k *content) some() *content {
	if k == none {
		return nil
	}
	return k
}

// below gives what a row holds under a layer.
func (r *row) below(l *layer) *content {
	k := r.cur
	if r.over == nil {
		return k
	}
	for i := range r.over.parts {
		p := &r.over.parts[i]
		if !p.layer.before(l) {
			break
		}
		if p.next != nil {
			k = p.next.some()
		}
	}
	return k
}

// PrepareLayer is [Store.Prepare] for the layer of a request: w is of origin [Layer]. What has
// no pk gets one, a text beginning with "tmp:", which is the same each time. A layer of the
// request that is there already is not looked at. The change is for [Store.SetLayer], or for
// [Store.Drop]. Without a schema, and then without key, the layer has what [Change.Update] gives.
//
// All texts are kept.
func (s *Store) PrepareLayer(request uint64, n *Node, key string, args, body []byte, w *Write) (*Change, error) {
	s.settle()
	l := s.layer(&layer{request: request, write: w, node: n, key: key, args: args, body: body})
	return s.prepare(&Change{store: s, write: w, node: n, key: key, layer: l}, args, body)
}

// SetLayer makes a prepared change the layer of its request, in the place of the one that it
// had. Nothing of the base changes.
func (s *Store) SetLayer(c *Change) {
	if s.layers == nil {
		s.layers = &layers{}
		s.heed()
	}
	l := c.layer
	s.withdraw(l.request)
	list := s.layers.list
	at := sort.Search(len(list), func(i int) bool { return !list[i].before(l) })
	list = append(list, nil)
	copy(list[at+1:], list[at:])
	list[at] = l
	s.layers.list = list
	s.listen(l)
	s.lay(c)
}

// lay makes the rows of a change parts of its layer.
func (s *Store) lay(c *Change) {
	l := c.layer
	for i := range c.rows {
		ch := &c.rows[i]
		ch.row.prep = 0
		p := part{layer: l, next: ch.next}
		if !l.ruled[ch.row] && l.adds == nil {
			p.said = l.said[ch.row]
		}
		s.part(ch.row, p)
	}
	for i := range c.results {
		ch := &c.results[i]
		if !ch.value {
			s.part(&s.entry(ch.key).row, part{layer: l, next: cmp.Or(ch.next, none)})
		}
	}
	if c.key != "" {
		e := s.entry(c.key)
		p := part{layer: l}
		if e.last == nil || !c.write.older(e.last) {
			p.next = &content{own: c.text, refs: c.refs, by: c.node, write: c.write}
		}
		s.part(&e.row, p)
	}
	for _, t := range c.known {
		if !t.known {
			l.known = append(l.known, t)
			l.lifted = append(l.lifted, t.lists...)
		}
	}
	s.relift(nil, l.lifted)
	l.said, l.ruled = nil, nil
	s.spare(c)
}

// part puts the part of a layer into its place among those of a row.
func (s *Store) part(r *row, p part) {
	if r.over == nil {
		r.over = &overlay{}
	}
	o := r.over
	p.lie(r.below(p.layer))
	at := len(o.parts)
	for at > 0 && p.layer.before(o.parts[at-1].layer) {
		at--
	}
	o.parts = append(o.parts, part{})
	copy(o.parts[at+1:], o.parts[at:])
	o.parts[at] = p
	p.layer.rows = append(p.layer.rows, r)
	s.pend(r)
}

// temporary gives the pk of an object of a layer that has none of its own: the same whenever the layer
// is prepared. Where there is no layer it gives nothing.
func (in *ingest) temporary() []byte {
	l := in.change.layer
	if l == nil {
		return nil
	}
	l.count++
	pk := strconv.AppendUint([]byte("tmp:"), l.request, 10)
	return strconv.AppendInt(append(pk, ':'), int64(l.count), 10)
}

// PK gives the pk of a row by the number that a [Sink] knows it by. A temporary one, which only a
// layer's rows have, begins with "tmp:". It is "" for a row that is no more.
func (s *Store) PK(n *Node, row uint32) string {
	if t := n.table; t != nil && int(row) < len(t.byNum) && t.byNum[row] != nil {
		return t.byNum[row].pk
	}
	return ""
}

// DropLayer ends the layer of a request. Without one it does nothing.
func (s *Store) DropLayer(request uint64) {
	s.withdraw(request)
}

// withdraw takes a layer away.
func (s *Store) withdraw(request uint64) {
	if s.layers == nil {
		return
	}
	list := s.layers.list
	for i, l := range list {
		if l.request == request {
			s.unlisten(l)
			s.strip(l)
			s.layers.list = append(list[:i], list[i+1:]...)
			return
		}
	}
}

// strip takes what a layer shows away.
func (s *Store) strip(l *layer) {
	for _, r := range l.rows {
		parts := r.over.parts
		kept := parts[:0]
		for _, p := range parts {
			if p.layer != l {
				kept = append(kept, p)
			}
		}
		clear(parts[len(kept):])
		r.over.parts = kept
		s.pend(r)
	}
	s.relift(l.lifted, nil)
	l.rows, l.known, l.lifted = nil, nil, nil
}

// pend notes that the parts of a row are to be put together again.
func (s *Store) pend(r *row) {
	s.disturb(r)
	if !r.over.pending {
		r.over.pending = true
		s.layers.pending = append(s.layers.pending, r)
	}
}

// rule notes that more becomes of a row than to be merged member by member.
func (l *layer) rule(r *row) {
	if l.ruled == nil {
		l.ruled = make(map[*row]bool)
	}
	l.ruled[r] = true
}

// enlist notes that a table is about to have another list.
func (ls *layers) enlist(t *table) {
	for _, l := range ls.list {
		for _, o := range l.adds {
			l.again = l.again || o == t
		}
	}
}

// say notes what a layer says about a row that is merged member by member.
func (l *layer) say(r *row, n *Node, own []byte, refs []ref, w *Write) {
	if l.said == nil {
		l.said = make(map[*row][]*content)
	}
	if !n.plain {
		l.rule(r)
	}
	k := &content{own: append([]byte(nil), own...), refs: append([]ref(nil), refs...), by: n, write: w}
	l.said[r] = append(l.said[r], k)
}
