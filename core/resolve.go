package core

import (
	"slices"

	"sluice/store"
)

// Resolved is an answer from outside: what a request has given, or would have. Its Value, or with
// Failed what the shell keeps, is the answer.
type Resolved struct {
	Written
	// Request is a call whose request is meant; 0: the oldest of the key that was issued at
	// FetchedAt, if there is one.
	Request CallID
	// FetchedAt is when the request was issued that is no more, or never was one of the client's.
	FetchedAt Time
	Failed    bool
}

// Resolve stores an answer from outside. It counts as that of the request that it names, which is
// settled with it, else as one that was issued at FetchedAt. A read of the key in flight is settled in
// any case, and its own answer will be an older write. One that does not fit is an error of the key.
func (c *Core) Resolve(now Time, x Resolved) {
	cl, e := c.writing(now, &x.Written)
	if e == nil {
		c.commit()
		return
	}
	r := c.keyOf(cl, x.Key)
	q := c.named(r, e, &x)
	w := c.writeResolved(cl, e, q, min(x.FetchedAt, c.clock))
	err := error(ErrForeign)
	if !x.Failed {
		err = c.takeResolved(r, e, &x, w)
	}
	failure := Effect{Kind: EffectReject, Call: x.Call, Err: err}
	if err != nil && !x.Aborted {
		failure.Record = c.storeFailure(r, x.Failed && x.Soft, e, w)
	}
	if x.Failed {
		if failure.By = x.Call; failure.Record != 0 {
			c.emit(Effect{Kind: EffectKeep, Call: x.Call, Record: r.id, Failed: true})
		}
	}
	r.asked = r.asked || !x.Aborted
	c.touchKey(r)
	c.settleResolved(r, e, q, failure)
	if err == nil || x.Failed {
		c.later = append(c.later, Effect{Kind: EffectDone, Call: x.Call})
	} else {
		c.emit(failure)
	}
	c.commit()
}

// named finds the request that an answer from outside is that of, nil if it is in flight no more.
func (c *Core) named(r *record, e *endpoint, x *Resolved) *request {
	if x.Request != 0 {
		if q := c.calls[x.Request]; q != nil && q.record == r && q.query != e.Mutation {
			return q
		}
		return nil
	}
	for _, q := range r.pending {
		if q.issued == x.FetchedAt && q.query != e.Mutation {
			return q
		}
	}
	return nil
}

// writeResolved says what an answer from outside brings.
func (c *Core) writeResolved(cl *client, e *endpoint, q *request, at Time) *store.Write {
	w := &store.Write{Origin: store.Read, Date: float64(c.clock), ExpiresAt: float64(c.clock) + e.DataExpiry}
	if q != nil {
		w.Start, w.FetchedAt = q.mark, float64(q.issued)
	} else {
		w.Start, w.FetchedAt = cl.mark(at), float64(at)
	}
	if w.End = w.Start; e.Mutation {
		w.Origin, w.End = store.Mutation, cl.mark(c.clock)
	}
	return w
}

// takeResolved stores an answer that is no error.
func (c *Core) takeResolved(r *record, e *endpoint, x *Resolved, w *store.Write) error {
	cl := r.client
	if e.node == nil {
		change, err := c.prepareUpdate(cl, e, x.Args, x.Value, w)
		if err != nil {
			return misfit(err)
		}
		if change != nil {
			cl.store.Apply(change)
		}
		if cl.store.SetValue(r.keyed.text, w) {
			c.emit(Effect{Kind: EffectKeep, Call: x.Call, Record: r.id})
			r.hasData, r.fetched = true, Time(w.FetchedAt)
		}
	} else {
		change, err := c.prepare(cl, e.node, e.Update, r.keyed.text, x.Args, &Outcome{Text: x.Value}, w)
		if err != nil {
			return misfit(err)
		}
		cl.store.Apply(change)
	}
	c.written(cl)
	c.noErrorOf(cl, r)
	return nil
}

// storeFailure makes an error that of a key, and gives the key's record if it counts.
func (c *Core) storeFailure(r *record, soft bool, e *endpoint, w *store.Write) RecordID {
	w.ExpiresAt = w.Date + e.ErrorExpiry
	if !r.client.store.SetError(r.keyed.text, 1, soft, w) {
		return 0
	}
	r.hasError, r.noError = true, false
	return r.id
}

// settleResolved ends those who wait for the answer that came from outside.
func (c *Core) settleResolved(r *record, e *endpoint, q *request, failure Effect) {
	if !e.Mutation {
		read := r.keyed.read
		if read == nil {
			return
		}
		if read == q {
			q.mark.N-- // see client.mark
		}
		for i, call := range read.calls {
			if failure.Err == nil {
				c.emitGiven(call, read.sharers[i], e, failure.Call)
			} else {
				c.emitFailure(failure, call)
			}
		}
		c.disown(read)
		return
	}
	if q == nil {
		return
	}
	calls := slices.Clone(q.calls)
	c.forget(q)
	c.settle(q)
	c.release(q)
	for _, call := range calls {
		if failure.Err == nil {
			c.later = append(c.later, Effect{Kind: EffectGive, Call: call, By: failure.Call})
		} else {
			c.emitFailure(failure, call)
		}
	}
}

// emitFailure rejects a call with the error of another.
func (c *Core) emitFailure(failure Effect, call CallID) {
	failure.Call = call
	c.emit(failure)
}
