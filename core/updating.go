package core

import "slices"

// foretell shows what a request will probably do to the queries that it updates, and what it does to them in any
// case. If one of its functions fails, nothing is shown of it.
func (c *Core) foretell(q *request) error {
	var changed []*record
	var locals []*layer
	for i, u := range q.updates {
		for _, r := range q.client.meant([]Target{u.Query}) {
			if r.isNormal() || !r.hasData && !r.askedBefore(q.id) {
				continue
			}
			l := &layer{call: q.caller(), request: q.id, blamed: q.id, entry: i, has: u.Has}
			if u.Local {
				l.has, l.state, l.settled = u.Has&UpdateData, layerKept, c.lastRequest
				locals = append(locals, l)
			}
			c.addLayer(r, l)
			changed = append(changed, r)
		}
	}
	err := c.reshow(changed, q.id)
	for _, l := range locals {
		l.blamed = 0
	}
	if err != nil {
		return err
	}
	if err = c.beginNormal(q, c.requests[q.id] == q); err != nil {
		c.withdrawLayers(changed, q.id)
	}
	return err
}

// withdrawLayers takes the layers of a request away.
func (c *Core) withdrawLayers(records []*record, id RequestID) {
	records = slices.DeleteFunc(records, func(r *record) bool { return r == nil || r.layered == nil })
	c.dropSome(records, func(l *layer) bool { return l.request == id })
}

// dropSome takes the layers of some records away that are meant.
func (c *Core) dropSome(records []*record, which func(*layer) bool) {
	for _, r := range records {
		for i := len(r.layered.layers) - 1; i >= 0; i-- {
			if which(r.layered.layers[i]) {
				c.dropLayer(r, i)
			}
		}
	}
	_ = c.reshow(records, 0)
}

// settleLayers takes that a request has come to its end. A query that it updates and whose data came after it had
// begun is updated now. If one of its functions fails, nothing is shown of it any more.
func (c *Core) settleLayers(q *request, state layerState) error {
	if len(q.updates) == 0 {
		return nil
	}
	var changed []*record
	var answer *counted
	if state == layerKept {
		answer = &counted{value: q.client.options.Values.Answer(q.id)}
	}
	for i, u := range q.updates {
		if u.Local {
			continue
		}
		for _, r := range sortedRecords(q.client.records) {
			l := r.layerOf(q.id, i)
			if l == nil && state == layerKept && q.client.means(u.Query, r.pair) && !r.isNormal() && (r.hasData || r.askedBefore(c.lastRequest)) {
				l = &layer{call: q.caller(), request: q.id, blamed: q.id, entry: i, has: u.Has &^ UpdateOptimistic}
				c.addLayer(r, l)
			}
			if l == nil {
				continue
			}
			changed = append(changed, r)
			if state == layerReverted && u.Has&UpdateRevert == 0 {
				c.dropLayer(r, slices.Index(r.layered.layers, l))
				continue
			}
			if l.state, l.settled = state, c.lastRequest; answer != nil {
				l.answer = answer
				answer.uses++
			}
		}
	}
	if answer != nil && answer.uses == 0 {
		c.letValue(answer.value)
	}
	return c.reshow(changed, q.id)
}

// takeBack takes what a request has foretold back. A function for that which fails is reported: the request has
// another end already.
func (c *Core) takeBack(q *request) {
	c.failNormal(q)
	if err := c.settleLayers(q, layerReverted); err != nil {
		c.emit(Effect{Kind: EffectReport, Err: err})
	}
}

// reshow shows what has become of the data of queries. If a function of the request to blame fails, its layers go,
// and the error is given.
func (c *Core) reshow(changed []*record, blame RequestID) error {
	slices.SortFunc(changed, byID)
	changed = slices.Compact(changed)
	plans := make([]plan, 0, len(changed))
	for _, r := range changed {
		p, err := c.planOf(r, blame)
		if err == nil {
			plans = append(plans, p)
			continue
		}
		for _, p := range plans {
			before := p.record.layered.base
			if c.letValues([]Value{p.base}, before, 0); p.data != p.base {
				c.letValues([]Value{p.data}, before, 0)
			}
		}
		c.dropSome(changed, func(l *layer) bool { return l.blamed == blame })
		return err
	}
	for _, p := range plans {
		c.carryOut(p)
	}
	return nil
}

// Local applies updates that no request belongs to, and merges objects, JSON or nil, into normalised data.
func (c *Core) Local(now Time, id ClientID, call CallID, updates []Update, objects []byte) {
	c.advance(now)
	cl := c.clients[id]
	if cl == nil {
		c.refuse(call, abortErrors[reasonClosed])
		return
	}
	c.lastRequest++
	q := &request{id: c.lastRequest, client: cl, calls: []CallID{call}, updates: updates, meta: &Meta{Normal: Normal{Local: objects}}}
	if err := c.foretell(q); err != nil {
		c.refuse(call, err)
	} else {
		c.later = append(c.later, Effect{Kind: EffectDone, Call: call})
	}
	c.commit()
}

// answerLayered makes the answer of a request the base of its record, beneath the layers of requests that were in
// flight since it was made.
func (c *Core) answerLayered(q *request) {
	r := q.record
	for i := len(r.layered.layers) - 1; i >= 0; i-- {
		if r.layered.layers[i].outdated(q) {
			c.dropLayer(r, i)
		}
	}
	c.letValue(r.layered.base)
	r.layered.base = q.client.options.Values.Answer(q.id)
	_ = c.reshow([]*record{r}, 0)
}

// outdated reports whether the answer of a request knows what a layer has done.
func (l *layer) outdated(q *request) bool { return l.state != layerPending && l.settled < q.id }

// current gives what the data of a record is beneath the layers that will be shown above the answer of a request.
func (c *Core) current(q *request) Value {
	r := q.record
	data := r.layered.base
	made := []Value{}
	for _, l := range r.layered.layers {
		if !l.outdated(q) {
			continue
		}
		if next, err := c.applyLayer(r, l, data, &made); err == nil {
			data = next
		}
	}
	c.letValues(made, 0, 0)
	return data
}
