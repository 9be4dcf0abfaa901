package core

import "slices"

// Value is data of a name, by a number that the shell gives. 0 is null.
type Value uint32

// Values keeps data of names for the core, which never sees it. Its methods are called while a command
// runs, and must not call the core. A number is meant until [EffectLetValue].
type Values interface {
	// Data gives a number to what the record shows.
	Data(RecordID) Value
	// Answer gives one to what the request was answered with.
	Answer(RequestID) Value
	// Update has a function of the user's make other data. It gives the same number if that is the same.
	Update(Updating) (Value, error)
}

// Updating is one call of a function that updates the data of a query.
type Updating struct {
	Call   CallID // whose functions are meant
	Entry  int    // of its updates
	Kind   UpdateKind
	Data   Value
	Answer Value // of the request, for UpdateData
}

// UpdateKind says which function of an entry is meant. They are bits of [Update.Has].
type UpdateKind uint8

// The kinds.
const (
	UpdateData UpdateKind = 1 << iota
	UpdateOptimistic
	UpdateRevert
)

// Update says of a call that it updates the data of a query.
type Update struct {
	Query Target     // Exact is not set: a name may spell a name and a key
	Has   UpdateKind // its functions
	Local bool       // UpdateData is applied at once, and has no answer
}

// layer is the change of one request to the data of a query. What a query shows is its base with all layers, in the
// order in which they came: with their requests or, where the query was not there yet, with the success of these.
type layer struct {
	call    CallID
	request RequestID
	blamed  RequestID // the one that fails where a function of the layer does; 0 when it has no more to do with that
	entry   int
	has     UpdateKind
	state   layerState
	answer  *counted
	settled RequestID // the last one that was made when it was settled
}

type layerState uint8

const (
	layerPending layerState = iota
	layerKept               // with what UpdateData makes of it
	layerReverted
)

// counted is an answer that several layers have.
type counted struct {
	value Value
	uses  int
}

// layered is what a record shows where that is more than an answer.
type layered struct {
	base   Value
	layers []*layer
}

// plan is what a record will show.
type plan struct {
	record *record
	base   Value
	folded int // layers that become part of the base
	data   Value
}

// planOf works out what a record shows. A function that fails leaves data as it is, and that is reported, unless
// the request to blame is blamed for it.
func (c *Core) planOf(r *record, blame RequestID) (plan, error) {
	d := r.layered
	p := plan{record: r, base: d.base, data: d.base}
	made := c.made[:0]
	for i, l := range d.layers {
		data, err := c.applyLayer(r, l, p.data, &made)
		if err != nil && blame != 0 && l.blamed == blame {
			c.letValues(made, d.base, d.base)
			return p, err
		}
		if err != nil {
			c.emit(Effect{Kind: EffectReport, Err: err})
		}
		if p.data = data; p.folded == i && l.state != layerPending && !r.askedBefore(l.settled) {
			p.folded, p.base = i+1, data
		}
	}
	c.letValues(made, p.base, p.data)
	c.made = made[:0]
	return p, nil
}

// applyLayer gives what a layer makes of data.
func (c *Core) applyLayer(r *record, l *layer, data Value, made *[]Value) (Value, error) {
	start := data
	for _, kind := range [...]UpdateKind{UpdateOptimistic, UpdateData, UpdateRevert} {
		if data == 0 || !l.runs(kind) {
			continue
		}
		u := Updating{Call: l.call, Entry: l.entry, Kind: kind, Data: data}
		if l.answer != nil {
			u.Answer = l.answer.value
		}
		next, err := r.client.options.Values.Update(u)
		if err != nil {
			return start, err
		}
		if next != data {
			*made = append(*made, next)
		}
		data = next
	}
	return data, nil
}

func (l *layer) runs(kind UpdateKind) bool {
	switch {
	case l.has&kind == 0:
		return false
	case kind == UpdateData:
		return l.state == layerKept
	case kind == UpdateRevert:
		return l.state == layerReverted
	}
	return true
}

// letValues lets numbers go, but for two.
func (c *Core) letValues(list []Value, but, andBut Value) {
	for _, v := range list {
		if v != but && v != andBut {
			c.letValue(v)
		}
	}
}

func (c *Core) letValue(v Value) {
	if v != 0 {
		c.later = append(c.later, Effect{Kind: EffectLetValue, Value: v})
	}
}

// carryOut shows what was planned.
func (c *Core) carryOut(p plan) {
	r, d := p.record, p.record.layered
	if p.base != d.base {
		c.letValue(d.base)
		d.base = p.base
	}
	for range p.folded {
		c.dropLayer(r, 0)
	}
	c.emit(Effect{Kind: EffectShow, Record: r.id, Value: p.data})
	if p.data != d.base {
		c.letValue(p.data)
	}
	if len(d.layers) == 0 {
		c.plain = append(c.plain, r)
	}
	c.touch(r)
}

// askedBefore reports whether a request is in flight whose answer will be the record's data, and that was made before
// another one had come to its end.
func (r *record) askedBefore(settled RequestID) bool {
	asks := func(q *request) bool { return q.stores && !q.silent() && q.ending == 0 && q.id <= settled }
	return slices.ContainsFunc(r.pending, asks) || slices.ContainsFunc(r.quiet, asks)
}

// simplify notes of records without layers that they show an answer. Until the end of the step they are kept as they are:
// the shell does not show it yet, so that it could not be asked for it if a layer comes.
func (c *Core) simplify() {
	for _, r := range c.plain {
		if d := r.layered; d != nil && len(d.layers) == 0 {
			c.letValue(d.base)
			r.layered = nil
		}
	}
	clear(c.plain)
	c.plain = c.plain[:0]
}

// fold makes layers part of the base that were kept for the answer of a request that does not come. If nothing else
// is known of the query, it is as if it was never asked for.
func (c *Core) fold(r *record) {
	if r == nil || r.layered == nil || len(r.layered.layers) == 0 {
		return
	}
	if !r.hasData && !r.hasError && len(r.pending) == 0 && !r.askedBefore(c.lastRequest) {
		c.dropLayers(r)
		return
	}
	if l := r.layered.layers[0]; l.state != layerPending && !r.askedBefore(l.settled) {
		_ = c.reshow([]*record{r}, 0)
	}
}

// addLayer puts a layer upon the others.
func (c *Core) addLayer(r *record, l *layer) {
	if r.layered == nil {
		r.layered = &layered{}
		if r.hasData {
			r.layered.base = r.client.options.Values.Data(r.id)
		}
	}
	r.layered.layers = append(r.layered.layers, l)
	c.emit(Effect{Kind: EffectRetain, Call: l.call})
}

func (c *Core) dropLayer(r *record, i int) {
	l := r.layered.layers[i]
	if a := l.answer; a != nil {
		if a.uses--; a.uses == 0 {
			c.letValue(a.value)
		}
	}
	c.later = append(c.later, Effect{Kind: EffectLet, Call: l.call})
	r.layered.layers = slices.Delete(r.layered.layers, i, i+1)
}

// dropLayers takes all layers of a record away.
func (c *Core) dropLayers(r *record) {
	if r.layered == nil {
		return
	}
	for len(r.layered.layers) > 0 {
		c.dropLayer(r, 0)
	}
	c.letValue(r.layered.base)
	r.layered = nil
}

// layerOf finds the layer of a request's entry.
func (r *record) layerOf(q RequestID, entry int) *layer {
	if r.layered == nil {
		return nil
	}
	for _, l := range r.layered.layers {
		if l.request == q && l.entry == entry {
			return l
		}
	}
	return nil
}
