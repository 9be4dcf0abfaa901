package core

import (
	"errors"
	"slices"

	"sluice/store"
	"sluice/store/jsontext"
)

// answerEndpoint takes the answer of an endpoint's request. Where the endpoint has a schema, the text
// is its JSON; else the shell keeps the value.
func (c *Core) answerEndpoint(q *request, o *Outcome) {
	cl, e := q.client, q.endpoint
	w := c.writeOf(q)
	if e.node == nil {
		c.hold(q, o.Text, w)
		return
	}
	change, err := c.prepare(cl, e.node, e.Update, q.record.keyed.text, q.args, o, w)
	if err != nil {
		c.failEndpoint(q, misfit(err), false)
		return
	}
	if e.Mutation {
		c.fulfilFirst(q, unpublished{record: q.record, change: change})
		return
	}
	cl.store.Apply(change)
	c.written(cl)
	r := q.record
	r.asked = true
	c.noErrorOf(cl, r)
	c.touchKey(r)
	calls, sharers := slices.Clone(q.calls), slices.Clone(q.sharers)
	c.settle(q)
	for i, call := range calls {
		c.emitShared(call, sharers[i], q)
	}
	c.release(q)
}

// emitShared fulfils one of those who shared a read, through its own schema.
func (c *Core) emitShared(call CallID, v *view, q *request) {
	if v == nil || v.node == nil {
		c.emit(Effect{Kind: EffectResolve, Call: call, Request: q.id})
		return
	}
	c.emitRoot(call, v)
}

// emitGiven fulfils one who waited for a read with the answer that by has brought from outside, likewise.
func (c *Core) emitGiven(call CallID, v *view, e *endpoint, by CallID) {
	if v.node == nil && e.node != nil {
		c.later = append(c.later, Effect{Kind: EffectGive, Call: call, By: by})
		return
	}
	c.emitRoot(call, v)
}

// emitRoot fulfils a call with what a view of a key shows of the base.
func (c *Core) emitRoot(call CallID, v *view) {
	cl := v.record.client
	c.bring(cl, v)
	v.based = true
	c.later = append(c.later, Effect{Kind: EffectResolve, Client: cl.id, Call: call, Root: v.root, Rooted: true})
}

// prepareUpdate prepares what update of an endpoint without schema makes of an answer; nil if it has none.
func (c *Core) prepareUpdate(cl *client, e *endpoint, args, text []byte, w *store.Write) (change *store.Change, err error) {
	if e.Update != 0 {
		c.preparing = true
		change, err = cl.store.PrepareUpdate(e.Update, args, text, w)
		c.preparing = false
	}
	return change, err
}

// prepare prepares a write, with what update of the endpoint adds to it.
func (c *Core) prepare(cl *client, n *store.Node, update store.Func, key string, args []byte, o *Outcome, w *store.Write) (change *store.Change, err error) {
	c.preparing = true
	if o.Lent != nil {
		change, err = cl.store.PrepareLent(n, key, args, o.Lent, w)
	} else {
		change, err = cl.store.Prepare(n, key, args, o.Text, w)
	}
	if err == nil && update != 0 {
		err = change.Update(update)
	}
	c.preparing = false
	return change, err
}

// hold stores an answer without schema, which the shell keeps as the data of the key's record.
func (c *Core) hold(q *request, text []byte, w *store.Write) {
	cl, r := q.client, q.record
	change, err := c.prepareUpdate(cl, q.endpoint, q.args, text, w)
	if err != nil {
		c.failEndpoint(q, misfit(err), false)
		return
	}
	if q.endpoint.Mutation {
		c.emit(Effect{Kind: EffectHold, Request: q.id, Record: r.id})
		c.fulfilFirst(q, unpublished{record: r, change: change, write: w})
		return
	}
	if change != nil {
		cl.store.Apply(change)
		c.written(cl)
	}
	var id RecordID
	if cl.store.SetValue(r.keyed.text, w) {
		id = r.id
		r.hasData, r.fetched = true, q.issued
		r.hasError, r.noError = false, r.hasError || r.noError
	}
	r.asked = true
	c.touchKey(r)
	c.settle(q)
	c.fulfil(q, id)
	c.release(q)
}

// writeOf says what the answer of a request brings, as of now.
func (c *Core) writeOf(q *request) *store.Write {
	w := &store.Write{
		Origin: store.Read, Start: q.mark, End: q.mark,
		FetchedAt: float64(q.issued), Date: float64(c.clock), ExpiresAt: float64(c.clock) + q.endpoint.DataExpiry,
	}
	if q.polled > 0 {
		w.ExpiresAt = w.Date + q.polled/2
	}
	if q.endpoint.Mutation {
		w.Origin, w.End = store.Mutation, q.client.mark(c.clock)
	}
	return w
}

// failEndpoint ends a request of an endpoint with an error, which is stored under its key.
func (c *Core) failEndpoint(q *request, err error, soft bool) {
	r := q.record
	w := c.writeOf(q)
	w.ExpiresAt = w.Date + q.endpoint.ErrorExpiry
	if q.polled > 0 {
		soft, w.ExpiresAt = true, w.Date+q.polled/10
	}
	var id RecordID
	if r.client.store.SetError(r.keyed.text, uint32(q.id), soft, w) {
		id = r.id
		r.hasError, r.noError = true, false
	}
	r.asked = true
	c.touchKey(r)
	c.settle(q)
	c.reject(q, id, err)
	c.release(q)
}

// Soften says that the error that is stored for the record of a key does not hide data: what the
// endpoint's policy says of an error that the core itself has made.
func (c *Core) Soften(now Time, client ClientID, record RecordID) {
	c.advance(now)
	if cl, r := c.clients[client], c.records[record]; cl != nil && r != nil && r.client == cl && r.keyed != nil && r.hasError {
		cl.store.Soften(r.keyed.text)
		c.touchKey(r)
	}
	c.commit()
}

// ErrForeign stands for an error that the shell keeps for the request.
var ErrForeign = errors.New("sluice: the endpoint failed")

// SchemaError says that an answer does not fit its schema.
type SchemaError struct {
	Path    string // where in the answer; "" for the whole of it
	Message string
}

func (e *SchemaError) Error() string {
	if e.Path == "" {
		return "sluice: the answer " + e.Message
	}
	return "sluice: the answer's " + e.Path + " " + e.Message
}

// misfit gives the error for an answer that the store refuses.
func misfit(err error) error {
	switch e := err.(type) {
	case *store.SchemaError:
		return &SchemaError{Path: e.Path, Message: e.Message}
	case *jsontext.Error:
		if e.TooDeep {
			return &SchemaError{Message: e.Message}
		}
		return invalidResponse(400, "the body is not well-formed JSON: "+e.Message)
	}
	return err // that of a function of the user's
}
