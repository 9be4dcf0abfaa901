package core

import "slices"

// OriginBase is the origin of the client's address, to which calls by name go, as [Endpoint].Origin numbers it.
const OriginBase = 1

// place is where a request is between its dispatch and its end.
type place uint8

const (
	nowhere place = iota // before, between or after the others
	queued               // it waits for its turn
	onNetwork
	waiting // it waits for its next attempt, until its deadline
)

// lane is what a client has for one origin: no more than its limit is on the network at once.
type lane struct {
	limit  int
	busy   int
	queue  []*request // in the order in which they came
	listed bool       // in Core.freed
}

// laneOf gives the lane of a request, nil if it has none: where there is no limit, for logins and logouts, and
// for what goes to an origin that nobody knows.
func (c *Core) laneOf(q *request) *lane {
	cl, origin := q.client, uint32(OriginBase)
	switch {
	case q.endpoint != nil:
		origin = q.endpoint.Origin
	case q.meta != nil && q.meta.Apart:
		origin = q.meta.Origin
	case q.route >= RouteLogin:
		origin = 0
	}
	if cl.options.Concurrency <= 0 || origin == 0 {
		return nil
	}
	l := cl.lanes[origin]
	if l == nil {
		if cl.lanes == nil {
			cl.lanes = make(map[uint32]*lane)
		}
		l = &lane{limit: cl.options.Concurrency}
		cl.lanes[origin] = l
	}
	return l
}

// transmit puts a request on the network, or has it wait for its turn.
func (c *Core) transmit(q *request) {
	q.lane = c.laneOf(q)
	if l := q.lane; l != nil && (l.busy >= l.limit || len(l.queue) > 0) {
		q.place = queued
		l.queue = append(l.queue, q)
		if !q.held {
			c.reserve(q)
		}
		return
	}
	c.put(q)
}

// reserve has the shell keep a request for a later [EffectFetch].
func (c *Core) reserve(q *request) {
	e := c.fetchOf(q)
	e.Wait, q.held = true, true
	c.emit(e)
}

func (c *Core) put(q *request) {
	q.place = onNetwork
	if q.lane != nil {
		q.lane.busy++
	}
	c.emit(c.fetchOf(q))
	if q.held && q.query { // its answer is of now, not of when it was made
		q.issued = c.clock
		if q.endpoint != nil {
			q.mark = q.client.mark(c.clock)
			q.client.open.remove(q)
			q.client.open.add(q) // which is in the order of the marks
		}
	}
}

// offNetwork notes that a request is not on the network any more, nor about to be.
func (c *Core) offNetwork(q *request) {
	l := q.lane
	if l != nil && q.place == queued {
		i := slices.Index(l.queue, q)
		l.queue = slices.Delete(l.queue, i, i+1)
	}
	if l != nil && q.place == onNetwork {
		if l.busy--; !l.listed {
			l.listed = true
			c.freed = append(c.freed, l)
		}
	}
	q.place, q.lane = nowhere, nil
}

// out reports whether a request has been sent, or is about to be.
func (q *request) out() bool { return q.place == onNetwork || q.place == queued }

// fill has those go whose turn it is, at the end of a step: what ends in it does not go.
func (c *Core) fill() {
	for _, l := range c.freed {
		for l.busy < l.limit && len(l.queue) > 0 {
			q := l.queue[0]
			l.queue = slices.Delete(l.queue, 0, 1)
			c.put(q)
		}
		l.listed = false
	}
	clear(c.freed)
	c.freed = c.freed[:0]
}

// parked reports whether a request waits with the shell: for its turn, or for its next attempt.
func (q *request) parked() bool { return q.place == queued || q.place == waiting }

// forget lets the network of a mutation run on, unheard. One that was not sent yet will not be.
func (c *Core) forget(q *request) {
	e := Effect{Kind: EffectForget, Request: q.id}
	if q.place == queued {
		e.Kind, e.Reason = EffectAbort, reasonReset
	}
	c.emit(e)
}
