package core

// Settle takes the outcome of a request. An outcome of a request that is no longer in flight
// is ignored: aborted, timed out, or settled before.
func (c *Core) Settle(now Time, id RequestID, o Outcome) {
	c.advance(now)
	q := c.requests[id]
	if q == nil {
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
		c.fail(q, err)
	} else {
		c.succeed(q, &o)
	}
	c.noted(cl, route, &o)
	c.commit()
}

// Fail ends a request with an error of the shell's.
func (c *Core) Fail(now Time, id RequestID, err error) {
	c.advance(now)
	if q := c.requests[id]; q != nil {
		c.fail(q, err)
	}
	c.commit()
}

func (c *Core) succeed(q *request, o *Outcome) {
	counts := true
	switch q.route {
	case RouteSession:
		counts = c.answered(q, o)
	case RouteLogin, RouteRegister:
		c.loggedIn(q, o)
	case RouteLogout:
		c.loggedOut(q)
	}
	c.settle(q)
	var id RecordID
	if r := q.record; r != nil && counts && c.apply(r, q) {
		if q.stores {
			r.hasData, r.noData, r.fetched = true, false, q.issued
			id = r.id
		}
		if r.hasError {
			r.hasError, r.noError = false, true
		}
		if r.newest(q) {
			r.complete()
		}
	}
	c.fulfil(q, id)
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
