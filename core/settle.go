package core

// Settle takes the outcome of a request. An outcome of a request that is no longer in flight
// is ignored: aborted, timed out, or settled before.
func (c *Core) Settle(now Time, id RequestID, o Outcome) {
	c.advance(now)
	q := c.requests[id]
	if q == nil || q.parked() || q.phase != inFlight && q.phase != delivering {
		return
	}
	if q.endpoint != nil {
		c.publish(q.client)
		cl, route := q.client, q.route
		c.answerEndpoint(q, &o)
		c.noted(cl, route, &o)
		c.commit()
		return
	}
	cl, route := q.client, q.route
	c.preparing = true
	err := interpret(&o)
	c.preparing = false
	if err != nil {
		c.signedOut(q, err)
		if !Transient(err) || !c.tryAgain(q, o.RetryAfter) {
			c.lose(q, err)
		}
	} else {
		c.succeed(q, &o)
	}
	c.noted(cl, route, &o)
	c.commit()
}

// Fail ends a request with an error of the shell's, after the steps for errors. A CrashError ends it at once.
func (c *Core) Fail(now Time, id RequestID, err error) {
	c.advance(now)
	if q := c.requests[id]; q == nil {
	} else if _, crash := err.(*CrashError); crash {
		if q.meta != nil && q.endpoint != nil {
			q.phase = delivering
		}
		c.fail(q, err)
	} else if !q.parked() && (!Transient(err) || !c.tryAgain(q, 0)) {
		c.lose(q, err)
	}
	c.commit()
}

// Failure says what kind of error the shell has for a request.
type Failure struct {
	Soft    bool // what the endpoint's errorPolicy says of it
	Aborted bool // it is an AbortError, which leaves no trace
	Final   bool // no step for errors is run
}

// Failed ends a request with an error that the shell keeps: an endpoint's, or that of a driver.
func (c *Core) Failed(now Time, id RequestID, f Failure) {
	c.advance(now)
	switch q := c.requests[id]; {
	case q == nil || q.parked() || q.phase != inFlight && q.phase != delivering:
	case q.route == RouteEndpoint:
		c.publish(q.client)
		if f.Aborted {
			c.settle(q)
			c.reject(q, 0, ErrForeign)
			c.release(q)
		} else {
			c.failEndpoint(q, ErrForeign, f.Soft)
		}
	case f.Aborted:
		c.abort(q, reasonAborted)
	case f.Final:
		c.fail(q, ErrForeign)
	default:
		c.lose(q, ErrForeign)
	}
	c.commit()
}

// succeed takes a success. The request goes through the steps that come after it, if there are any.
func (c *Core) succeed(q *request, o *Outcome) {
	switch q.route {
	case RouteSession:
		q.overruled = !c.answered(q, o)
	case RouteLogin, RouteRegister:
		c.loggedIn(q, o)
	case RouteLogout:
		c.loggedOut(q)
	}
	if q.meta != nil {
		c.unset(&q.deadline)
		c.goThrough(q, succeeding)
		return
	}
	c.complete(q)
}

// complete ends a request with its answer.
func (c *Core) complete(q *request) {
	if err := c.settleLayers(q, layerKept); err != nil {
		q.thrown = true
		c.fail(q, err)
		return
	}
	if err := c.settleNormal(q); err != nil {
		q.thrown = true
		c.fail(q, err)
		return
	}
	c.settle(q)
	c.finish(q)
	var id RecordID
	if r := q.record; r != nil && !q.overruled && !q.silent() && c.apply(r, q) {
		if q.stores {
			r.hasData, r.noData, r.fetched = true, false, q.issued
			switch id = r.id; {
			case q.shown:
				id = 0
			case r.normal:
				c.forgetNormal(r)
			case r.layered != nil:
				id = 0
				c.answerLayered(q)
			}
		}
		if r.hasError {
			r.hasError, r.noError = false, true
		}
		if r.newest(q) {
			r.complete()
		}
		c.cache(r, q.meta)
	}
	c.fold(q.record)
	c.fulfil(q, id)
	c.tellEvent(q, EventSuccess)
	c.release(q)
}

func (c *Core) fulfil(q *request, id RecordID) {
	if len(q.calls) == 0 {
		c.emit(Effect{Kind: EffectResolve, Request: q.id, Record: id})
	}
	for _, call := range q.calls {
		c.emit(Effect{Kind: EffectResolve, Call: call, Request: q.id, Record: id})
	}
}
