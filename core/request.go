package core

import (
	"sluice/abort"
	"sluice/store"
)

// request is a request in flight. Settled ones are reused; who keeps one keeps its id.
type request struct {
	id       RequestID
	client   *client
	record   *record // nil when nobody can watch it (login, register, logout)
	route    Route
	query    bool     // reads: superseded by the rule, aborted by a reset
	stores   bool     // its answer becomes the record's data
	calls    []CallID // who waits; several share a logout, none a session that the core asks for
	timeout  float64  // ms
	deadline alarm
	issued   Time     // when it was put in flight
	next     *request // in client.open, or in Core.free
	previous *request // in client.open

	// Of an endpoint's request.
	endpoint *endpoint
	args     []byte     // JSON text of the list of arguments
	mark     store.Mark // of its start
	sharers  []*view    // what each of calls is fulfilled with; nil: the answer
	layer    *store.Write
	layered  bool // the store may have a layer of its
	// complained says that it was reported that the layer cannot be made.
	complained bool
	poll       *poll   // that waits for it, too
	polled     float64 // of a poll's own: its frequency, in ms
	carrier    CallID  // likewise: whose endpoint and arguments it is sent with
}

// flight lists the requests of a client that are in flight, in the order of their dispatch.
// The zero value is empty.
type flight struct {
	first, last *request
}

func (f *flight) add(q *request) {
	q.previous, q.next = f.last, nil
	if f.last == nil {
		f.first = q
	} else {
		f.last.next = q
	}
	f.last = q
}

func (f *flight) remove(q *request) {
	if q.previous == nil {
		f.first = q.next
	} else {
		q.previous.next = q.next
	}
	if q.next == nil {
		f.last = q.previous
	} else {
		q.next.previous = q.previous
	}
	q.previous, q.next = nil, nil
}

func (c *Core) newRequest(cl *client, route Route, r *record) *request {
	q := c.free
	if q == nil {
		q = &request{}
	} else {
		c.free = q.next
	}
	c.lastRequest++
	*q = request{id: c.lastRequest, client: cl, route: route, record: r, calls: q.calls[:0], sharers: q.sharers[:0]}
	q.deadline.place, q.deadline.request = -1, q
	return q
}

// enter puts the request into the tables of those in flight.
func (c *Core) enter(q *request) {
	q.issued = c.clock
	c.requests[q.id] = q
	q.client.open.add(q)
	if q.record != nil {
		c.begin(q.record, q)
	}
	if len(q.calls) > 0 {
		c.calls[q.calls[0]] = q
	}
}

// send puts the request in flight.
func (c *Core) send(q *request, started Time, timeout float64) {
	cl := q.client
	c.enter(q)
	e := Effect{Kind: EffectFetch, Client: cl.id, Request: q.id, Route: q.route, WantBody: q.route != RouteName && q.route != RouteLogout}
	if q.route == RouteEndpoint {
		e.WantBody = q.endpoint.node != nil || q.endpoint.Update != 0
	}
	e.Call = q.carrier
	if len(q.calls) > 0 {
		e.Call = q.calls[0]
	}
	if timeout == 0 {
		c.emit(e)
		return
	}
	q.timeout = timeout
	if at := started + Time(timeout); at > c.clock {
		c.emit(e)
		c.set(&q.deadline, at)
		return
	}
	// The time was over before the request could be sent: the core was still loading.
	c.fail(q, &TimeoutError{Timeout: timeout})
}

// settle takes the request out of every table. Its calls must be answered afterwards, from
// the value that settle returns.
func (c *Core) settle(q *request) {
	c.withdraw(q)
	delete(c.requests, q.id)
	q.client.open.remove(q)
	for _, call := range q.calls {
		delete(c.calls, call)
	}
	c.unset(&q.deadline)
	if q.record != nil {
		c.end(q.record, q)
	}
	c.polled(q)
	if q.record != nil && q.record.keyed != nil && q.record.keyed.read == q {
		q.record.keyed.read = nil
	}
	if q.client.logout == q {
		q.client.logout = nil
	}
	if q.client.refresh == q {
		q.client.refresh = nil
	}
}

// release gives a settled request back for reuse.
func (c *Core) release(q *request) {
	q.client, q.record, q.endpoint, q.args, q.layer, q.poll = nil, nil, nil, nil, nil, nil
	clear(q.sharers)
	q.next, c.free = c.free, q
}

// fail ends the request with an error that its record shows.
func (c *Core) fail(q *request, err error) {
	if q.endpoint != nil {
		c.failEndpoint(q, err, q.endpoint.Soft)
		return
	}
	c.settle(q)
	var id RecordID
	if q.record != nil && c.apply(q.record, q) {
		q.record.hasError, q.record.noError = true, false
		id = q.record.id
	}
	c.reject(q, id, err)
	c.release(q)
}

// abort ends the request without a trace in its record.
func (c *Core) abort(q *request, reason abort.Reason) {
	c.settle(q)
	c.reject(q, 0, abortErrors[reason])
	c.release(q)
}

func (c *Core) reject(q *request, id RecordID, err error) {
	if len(q.calls) == 0 && id != 0 {
		c.emit(Effect{Kind: EffectReject, Request: q.id, Record: id, Err: err})
	}
	for _, call := range q.calls {
		c.emit(Effect{Kind: EffectReject, Call: call, Request: q.id, Record: id, Err: err})
	}
}

// abortAll aborts the requests of the client for which choose is true, oldest first.
func (c *Core) abortAll(cl *client, reason abort.Reason, choose func(*request) bool) {
	var next *request
	for q := cl.open.first; q != nil; q = next {
		next = q.next
		if !choose(q) {
			continue
		}
		if reason == reasonReset && !q.query {
			// The answer of a mutation may matter to the server: it runs on, unheard.
			c.emit(Effect{Kind: EffectForget, Request: q.id})
		} else {
			c.emit(Effect{Kind: EffectAbort, Request: q.id, Reason: reason})
		}
		c.abort(q, reason)
	}
}
