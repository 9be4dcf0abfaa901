package core

import (
	"slices"

	"sluice/store"
)

// Fetch is one call of Controller.fetch. Key and Args may alias a buffer of the shell's.
type Fetch struct {
	ID       CallID
	Client   ClientID
	Endpoint EndpointID
	Key      string
	Args     []byte // JSON text of the list of arguments
	// Started is when the user called; earlier than now when the core was still loading.
	Started Time
	// Timeout in ms from Started to the end of the body; 0 is none. Negative is the client's.
	Timeout float64
}

// Fetch makes a call. A read of the same key in flight is shared. It answers with effects: a
// fetch with [RouteEndpoint] that carries the call, a rejection, or nothing yet.
func (c *Core) Fetch(now Time, f Fetch) {
	c.advance(now)
	cl := c.clients[f.Client]
	if cl == nil {
		c.refuse(f.ID, abortErrors[reasonClosed])
		return
	}
	e := cl.endpoints[f.Endpoint]
	if e == nil {
		c.refuse(f.ID, &UsageError{Message: "the endpoint was not defined for this client"})
		return
	}
	if e.wrong != nil {
		c.refuse(f.ID, e.wrong)
		return
	}
	c.publish(cl)
	r := c.keyOf(cl, f.Key)
	if q := r.keyed.read; q != nil && !e.Mutation {
		c.share(q, f.ID, e, f.Args)
	} else {
		c.dispatch(r, e, &f)
	}
	c.commit()
}

// share lets one more call wait for a read in flight.
func (c *Core) share(q *request, call CallID, e *endpoint, args []byte) {
	q.calls = append(q.calls, call)
	q.sharers = append(q.sharers, c.sharer(q.record, e, args))
	c.calls[call] = q
	if len(q.calls) == 1 { // it was but a poll
		c.begin(q.record, q)
	}
}

// sharer is the view that a call will be fulfilled with, nil for the answer itself.
func (c *Core) sharer(r *record, e *endpoint, args []byte) *view {
	if e.Mutation {
		return nil
	}
	return c.viewOf(r.client, r, e.node, args)
}

// dispatch puts a request of an endpoint in flight.
func (c *Core) dispatch(r *record, e *endpoint, f *Fetch) {
	cl := r.client
	q := c.newRequest(cl, RouteEndpoint, r)
	q.query, q.endpoint, q.args = !e.Mutation, e, slices.Clone(f.Args)
	q.mark = cl.mark(c.clock)
	q.calls = append(q.calls, f.ID)
	q.sharers = append(q.sharers, c.sharer(r, e, f.Args))
	if !e.Mutation {
		r.keyed.read, q.retry = q, cl.retryOf(e.Retry)
	} else if e.Optimistic && cl.options.Optimist != nil {
		q.issued = c.clock
		c.preparing = true
		err := c.foresee(q)
		c.preparing = false
		if err != nil {
			c.enter(q)
			c.failEndpoint(q, misfit(err), false)
			return
		}
		c.written(cl)
	}
	timeout := f.Timeout
	if timeout < 0 {
		timeout = cl.options.Timeout
	}
	c.launch(q, f.Started, timeout)
}

// launch puts a request of an endpoint in flight, or what comes before that.
func (c *Core) launch(q *request, started Time, timeout float64) {
	if q.meta = q.endpoint.meta; q.meta == nil {
		c.send(q, started, timeout)
		return
	}
	q.announced = true
	c.start(q, started, timeout)
}

// mark gives the next place in the order of the client's writes. The one before it is free, for a
// request whose answer was given by somebody else.
func (cl *client) mark(now Time) store.Mark {
	cl.marks += 2
	return store.Mark{MS: float64(now), N: cl.marks}
}
