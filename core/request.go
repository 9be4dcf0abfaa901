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
	upload   bool // progress is shown
	download bool
	issued   Time     // when it was put in flight
	next     *request // in client.open, or in Core.free
	previous *request // in client.open
	place    place
	held     bool    // the shell keeps it for later, or has
	lane     *lane   // while it is queued or on the network
	retry    *Retry  // nil: it is not sent again
	tries    uint32  // attempts that have failed
	backoff  float64 // ms, the last one waited

	// Of one that functions of the user go along with; meta is nil of others.
	meta      *Meta
	phase     phase
	step      Step         // that the shell runs
	announced bool         // it counts as pending
	latest    bool         // it supersedes when it is announced
	overruled bool         // its answer is of no interest to its record
	repeated  bool         // a poll of a name
	ending    abort.Reason // it was aborted, and that is still to be told
	thrown    bool         // a function of the user's threw after a success
	err       error        // with which it is about to end
	updates   []Update     // of queries
	// layeredNormal says that normalised data has a layer of its that is pending; shown that its answer was
	// normalised, and is told.
	layeredNormal, shown bool

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
	switch {
	case q.record == nil:
	case q.phase == starting && !q.announced:
		q.record.quiet = append(q.record.quiet, q)
		q.client.variants.note(c, q.record)
	default:
		c.begin(q.record, q)
	}
	if len(q.calls) > 0 {
		c.calls[q.calls[0]] = q
	}
}

// send puts the request in flight.
func (c *Core) send(q *request, started Time, timeout float64) {
	c.enter(q)
	if c.limit(q, started, timeout) {
		c.transmit(q)
	}
}

// fetchOf is the effect that puts a request on the network.
func (c *Core) fetchOf(q *request) Effect {
	e := Effect{Kind: EffectFetch, Client: q.client.id, Request: q.id, Route: q.route, WantBody: q.route != RouteName && q.route != RouteLogout}
	if q.route == RouteEndpoint {
		e.WantBody = q.endpoint.node != nil || q.endpoint.Update != 0
	}
	e.Call = q.caller()
	return e
}

// limit sets when the time of a request is over. If that was before it could be sent, since the core was still
// loading, the request ends.
func (c *Core) limit(q *request, started Time, timeout float64) (goesOn bool) {
	if timeout == 0 {
		return true
	}
	q.timeout = timeout
	if at := started + Time(timeout); at > c.clock {
		c.set(&q.deadline, at)
		return true
	}
	c.lose(q, &TimeoutError{Timeout: timeout})
	return false
}

// settle takes the request out of every table. Its calls must be answered afterwards, from
// the value that settle returns.
func (c *Core) settle(q *request) {
	c.withdraw(q)
	c.offNetwork(q)
	c.overNormal(q)
	delete(c.requests, q.id)
	if q.ending != 0 {
		delete(c.ending, q.id)
	}
	q.client.open.remove(q)
	for _, call := range q.calls {
		delete(c.calls, call)
	}
	c.unset(&q.deadline)
	if q.record != nil {
		c.end(q.record, q)
	}
	c.polled(q)
	c.repeatAfter(q)
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
	if q.record != nil {
		c.shrink(q.record)
	}
	if q.meta != nil {
		c.emit(Effect{Kind: EffectOver, Request: q.id})
		if q.carrier != 0 && q.endpoint == nil {
			c.later = append(c.later, Effect{Kind: EffectLet, Call: q.carrier})
		}
	}
	q.client, q.record, q.endpoint, q.args, q.layer, q.poll, q.meta, q.err, q.updates, q.retry = nil, nil, nil, nil, nil, nil, nil, nil, nil, nil
	clear(q.sharers)
	q.next, c.free = c.free, q
}

// fail ends the request with an error that its record shows.
func (c *Core) fail(q *request, err error) {
	if q.endpoint != nil {
		if q.meta == nil || q.phase == delivering {
			c.failEndpoint(q, err, q.endpoint.Soft)
		} else {
			c.deliver(q)
		}
		return
	}
	c.takeBack(q)
	c.settle(q)
	c.finish(q)
	var id RecordID
	if r := q.record; r != nil && !q.silent() && c.apply(r, q) {
		r.hasError, r.noError = true, false
		if r.cached = nil; q.meta != nil && q.meta.DropData && r.hasData {
			c.dropLayers(r)
			c.forgetNormal(r)
			r.hasData, r.noData = false, true
		}
		id = r.id
	}
	c.fold(q.record)
	c.reject(q, id, err)
	c.tellEvent(q, EventError)
	c.release(q)
}

// abort ends the request without a trace in its record. One that is told as actions goes on as pending until
// [Core.Ended]: that of the request that follows comes before that of its end.
func (c *Core) abort(q *request, reason abort.Reason) {
	if q.announced && q.told() && reason != reasonClosed {
		c.unset(&q.deadline)
		c.offNetwork(q)
		delete(c.requests, q.id)
		q.ending = reason
		c.ending[q.id] = q
		c.emit(Effect{Kind: EffectEnding, Request: q.id, Call: q.caller()})
		return
	}
	c.endAborted(q, reason)
}

// Ended has an aborted request end that [EffectEnding] has told of.
func (c *Core) Ended(now Time, id RequestID) {
	c.advance(now)
	if q := c.ending[id]; q != nil {
		c.endAborted(q, q.ending)
	}
	c.commit()
}

func (c *Core) endAborted(q *request, reason abort.Reason) {
	if q.meta != nil {
		for step := StepAbort; step <= StepOwnAbort; step++ {
			if q.meta.Steps.has(step) {
				c.emit(Effect{Kind: EffectRun, Client: q.client.id, Request: q.id, Call: q.caller(), Step: step, Aside: true})
			}
		}
	}
	c.takeBack(q)
	c.settle(q)
	c.fold(q.record)
	c.reject(q, 0, abortErrors[reason])
	c.tellEvent(q, EventAbort)
	c.release(q)
}

// silent reports whether a request leaves no trace in its record.
func (q *request) silent() bool { return q.meta != nil && (q.meta.Silent || q.meta.Apart) }

// listed reports whether it is a named one, that lists of requests may mean.
func (q *request) listed() bool {
	return q.record != nil && q.endpoint == nil && (q.meta == nil || !q.meta.Apart)
}

// told reports whether its events are told as actions.
func (q *request) told() bool { return q.meta != nil && q.meta.Action }

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
		if q.ending != 0 && reason != reasonClosed || !choose(q) {
			continue
		}
		if q.ending != 0 {
			c.endAborted(q, q.ending)
			continue
		}
		if reason == reasonReset && !q.query {
			// The answer of a mutation may matter to the server: it runs on, unheard.
			c.forget(q)
		} else {
			c.emit(Effect{Kind: EffectAbort, Request: q.id, Reason: reason})
		}
		c.abort(q, reason)
	}
}
