package normal

// layer is what a request does to objects and queries, beside its answer to a query.
type layer struct {
	request RequestID
	pending bool
	dirty   bool
	at      float64
	steps   []*step
	last    int // the place of the last step there was
	updates []Update
}

// step is a part of a layer: a text that was read, or one call of a function.
type step struct {
	layer   *layer
	place   int       // among the steps of its layer
	settled RequestID // the last request that was made when it was settled; 0: pending
	stays   bool      // whatever becomes of the request
	writes  []*write
	dirty   bool
	stale   []*write // of a text: those that are to be made again

	// Of a call.
	query  *query
	update Updating
	input  []byte
	made   bool // with this input
	same   bool // it gave what it was given
	failed bool
	after  *content
	output *content
	says   []patch
	masks  map[*object][]*content // what later answers gave
	shown  shower
}

// write is what a step makes of an object.
type write struct {
	step   *step
	object *object
	patch  *content
	after  *content
	stale  bool
}

// before reports whether a step comes before another.
//
//go:noinline
func (p *step) before(o *step) bool {
	if p.layer != o.layer {
		return p.layer.request < o.layer.request
	}
	return p.place < o.place
}

// outdated reports whether the answer of a request knows what a step has done.
//
//go:noinline
func (p *step) outdated(by RequestID) bool { return p.settled != 0 && p.settled < by }

// from gives the number of the first write to an object that comes not before a step.
//
//go:noinline
func (o *object) from(p *step) int {
	low, high := 0, len(o.chain)
	for low < high {
		if mid := (low + high) / 2; o.chain[mid].step.before(p) {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// beneath gives what an object holds beneath the write of a number.
//
//go:noinline
func (o *object) beneath(i int) *content {
	if i == 0 {
		return o.base
	}
	return o.chain[i-1].after
}

// from gives the number of the first step of a query that comes not before one.
//
//go:noinline
func (q *query) from(p *step) int {
	i := len(q.chain)
	for i > 0 && !q.chain[i-1].before(p) {
		i--
	}
	return i
}

// beneath gives what a query consists of beneath the step of a number.
//
//go:noinline
func (q *query) beneath(i int) *content {
	if i == 0 {
		return q.base
	}
	return q.chain[i-1].after
}

// layerOf finds the layer of a request, and where it is or would be.
//
//go:noinline
func (s *Store) layerOf(by RequestID) (*layer, int) {
	i := len(s.layers)
	for i > 0 && s.layers[i-1].request > by {
		i--
	}
	if i > 0 && s.layers[i-1].request == by {
		return s.layers[i-1], i - 1
	}
	return nil, i
}

// openLayer makes a layer, unless there is one.
func (s *Store) openLayer(by RequestID) *layer {
	l, i := s.layerOf(by)
	if l == nil {
		l = &layer{request: by, pending: true}
		s.layers = insert(s.layers, i, l)
	}
	return l
}

func (l *layer) step() *step {
	l.last++
	p := &step{layer: l, place: l.last}
	p.shown.step = p
	l.steps = append(l.steps, p)
	return p
}

// says adds a step that merges what a text says, if it says anything.
func (s *Store) says(l *layer, patches []patch) {
	if len(patches) == 0 {
		return
	}
	p := l.step()
	for _, k := range patches {
		s.put(&write{step: p, object: k.object, patch: k.with})
	}
}

// calls adds a step that calls a function.
func (s *Store) calls(l *layer, u Update, kind Kind) {
	p := l.step()
	p.query = s.query(u.Query)
	p.update = Updating{Request: l.request, Entry: u.Entry, Query: u.Query, Kind: kind}
	q := p.query
	i := q.from(p)
	q.chain = insert(q.chain, i, p)
	p.after = q.beneath(i)
	p.soil()
}

// put brings a write in its place, to be made.
func (s *Store) put(w *write) {
	o := w.object
	i := o.from(w.step)
	o.chain = insert(o.chain, i, w)
	w.after = o.beneath(i)
	w.step.writes = append(w.step.writes, w)
	w.spoil()
}

// spoil says that a write is to be made again, soil that of a step.
//
//go:noinline
func (w *write) spoil() {
	if w.step.query != nil {
		w.step.soil()
	} else if !w.stale {
		w.stale = true
		w.step.stale = append(w.step.stale, w)
		w.step.soil()
	}
}

//go:noinline
func (p *step) soil() { p.dirty, p.layer.dirty = true, true }
