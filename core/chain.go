package core

// phase is where a request is that has functions of the user's to go through. Others are in flight
// from their beginning to their end.
type phase uint8

const (
	inFlight phase = iota
	starting
	succeeding
	failing
	delivering // of an endpoint's: the shell is to give what has come of the steps
)

// chains are the steps of a phase.
var chains = [...]struct{ first, last Step }{
	starting:   {StepRequest, StepOwnRequest},
	succeeding: {StepGetData, StepOwnSuccess},
	failing:    {StepGetError, StepOwnError},
}

// start has a request go through what comes before it is sent.
func (c *Core) start(q *request, started Time, timeout float64) {
	q.phase = starting
	if q.client.options.Values != nil {
		q.updates = q.meta.Updates
	}
	c.enter(q)
	switch {
	case q.meta.Broken:
		c.lose(q, ErrForeign)
	case c.limit(q, started, timeout):
		c.goThrough(q, starting)
	}
}

// goThrough begins a phase.
func (c *Core) goThrough(q *request, p phase) {
	c.offNetwork(q)
	q.phase, q.step = p, chains[p].first-1
	c.next(q)
}

// next has the shell run the next step of the phase or, after the last one, ends the phase.
func (c *Core) next(q *request) {
	for last := chains[q.phase].last; q.step < last; {
		if q.step++; q.meta.Steps.has(q.step) {
			e := Effect{Kind: EffectRun, Client: q.client.id, Request: q.id, Call: q.caller(), Record: q.record.id, Step: q.step}
			if q.step == StepGetData && q.record.normal {
				e.Based, e.Value = true, c.currentNormal(q)
			} else if q.step == StepGetData && q.record.layered != nil {
				e.Based, e.Value = true, c.current(q)
			}
			c.emit(e)
			return
		}
	}
	switch p := q.phase; p {
	case starting:
		q.phase = inFlight
		if c.announce(q) {
			c.transmit(q)
		}
	case succeeding, failing:
		switch {
		case q.endpoint != nil:
			c.deliver(q)
		case p == succeeding:
			c.complete(q)
		default:
			c.fail(q, q.err)
		}
	}
}

// Ran says what came of a step of a request. It is of no interest any more when the request has ended.
func (c *Core) Ran(now Time, id RequestID, step Step, v Verdict) {
	c.advance(now)
	q := c.requests[id]
	if q == nil || q.phase == inFlight || q.phase == delivering || q.step != step {
		return
	}
	switch {
	case v == Waiting:
		if q.phase == starting {
			c.announce(q) // as it is
		}
	case v == Recovered && q.phase == failing:
		q.err = nil
		c.goThrough(q, succeeding)
	case v != Threw:
		if v == Listed {
			c.unmeasure(q)
		}
		c.next(q)
	case q.phase == starting:
		c.lose(q, ErrForeign)
	case q.phase == succeeding:
		q.thrown = true
		c.fail(q, ErrForeign)
	default:
		q.err = ErrForeign
		c.next(q)
	}
	c.commit()
}

// Arrived says that the network of an endpoint's request with steps is over, and whether it has failed. The shell
// keeps what came of it.
func (c *Core) Arrived(now Time, id RequestID, failed bool) {
	c.advance(now)
	if q := c.requests[id]; q != nil && q.endpoint != nil && q.meta != nil && q.phase == inFlight && !q.parked() {
		if failed {
			c.lose(q, ErrForeign)
		} else {
			c.unset(&q.deadline)
			c.goThrough(q, succeeding)
		}
	}
	c.commit()
}

// deliver asks for what has come of the steps of an endpoint's request.
func (c *Core) deliver(q *request) {
	q.phase = delivering
	c.emit(Effect{Kind: EffectDeliver, Request: q.id, Call: q.caller()})
}

// announce makes a request known that is about to be sent: those that it supersedes end, its record
// shows that it is pending, the queries that it updates what it will probably do to them. If that fails, so does
// the request.
func (c *Core) announce(q *request) (goesOn bool) {
	if q.announced {
		return true
	}
	q.announced = true
	if q.latest {
		c.supersede(q.record, q)
	}
	c.begin(q.record, q)
	c.askNormal(q)
	err := c.foretell(q)
	c.tellEvent(q, EventRequest)
	if err != nil {
		c.fail(q, err)
	}
	return err == nil
}

// lose ends a request with an error, after the steps that may change or mend that.
func (c *Core) lose(q *request, err error) {
	if q.meta == nil {
		c.fail(q, err)
		return
	}
	if !c.announce(q) {
		return
	}
	c.unset(&q.deadline)
	q.err = err
	if err != ErrForeign {
		c.emit(Effect{Kind: EffectLost, Request: q.id, Call: q.caller(), Err: err})
	}
	c.goThrough(q, failing)
}

// caller is the call whose data and functions a request carries.
func (q *request) caller() CallID {
	if len(q.calls) > 0 && q.carrier == 0 {
		return q.calls[0]
	}
	return q.carrier
}

// carry has a request carry a call that does not wait for it.
func (c *Core) carry(q *request, call CallID) {
	q.carrier = call
	c.emit(Effect{Kind: EffectRetain, Call: call})
}

// tellEvent tells an event of a request as an action, after what it has changed.
func (c *Core) tellEvent(q *request, event Event) {
	if !q.told() || !q.announced {
		return
	}
	c.tellRecords()
	c.emit(Effect{Kind: EffectAction, Client: q.client.id, Request: q.id, Call: q.caller(), Event: event, Polled: q.repeated, Failed: q.thrown})
}
