package core

import (
	"strings"

	"sluice/store"
)

// Written is a direct write: what a user says is so, with no request. The strings may alias a
// buffer of the shell's.
type Written struct {
	Call     CallID
	Client   ClientID
	Endpoint EndpointID
	Schema   uint32 // of Set, in place of an endpoint
	Key      string
	Args     []byte // JSON text of the list of arguments
	Value    []byte // JSON text; empty where the shell keeps the value
	Soft     bool   // of SetError: what the endpoint's policy says
	Aborted  bool   // likewise: it is an AbortError, which leaves no trace
}

// SetResponse stores a response as if the endpoint had answered now. A read of the key in flight
// is fulfilled with it.
func (c *Core) SetResponse(now Time, w Written) {
	cl, e := c.writing(now, &w)
	if e == nil {
		c.commit()
		return
	}
	r := c.keyOf(cl, w.Key)
	write := c.direct(cl, e.DataExpiry)
	if e.node == nil {
		change, err := c.prepareUpdate(cl, e, w.Args, w.Value, write)
		if err != nil {
			c.refuse(w.Call, misfit(err))
			c.commit()
			return
		}
		if change != nil {
			cl.store.Apply(change)
			c.written(cl)
		}
		cl.store.SetValue(r.keyed.text, write)
		c.emit(Effect{Kind: EffectKeep, Call: w.Call, Record: r.id})
		r.hasData, r.fetched = true, c.clock
	} else if !c.take(cl, &w, e.node, e.Update, r.keyed.text, write) {
		c.commit()
		return
	}
	r.asked = true
	c.noErrorOf(cl, r)
	c.touchKey(r)
	if q := r.keyed.read; q != nil && !e.Mutation {
		for i, call := range q.calls {
			c.emitGiven(call, q.sharers[i], e, w.Call)
		}
		c.disown(q)
	}
	c.later = append(c.later, Effect{Kind: EffectDone, Call: w.Call})
	c.commit()
}

// SetError stores an error, which the shell keeps, as if the endpoint had failed now. A read of
// the key in flight is rejected with it.
func (c *Core) SetError(now Time, w Written) {
	cl, e := c.writing(now, &w)
	if e == nil {
		c.commit()
		return
	}
	r := c.keyOf(cl, w.Key)
	if !w.Aborted {
		cl.store.SetError(r.keyed.text, uint32(w.Call), w.Soft, c.direct(cl, e.ErrorExpiry))
		r.asked, r.hasError, r.noError = true, true, false
		c.touchKey(r)
		c.emit(Effect{Kind: EffectKeep, Call: w.Call, Record: r.id, Failed: true})
	}
	if q := r.keyed.read; q != nil && !e.Mutation {
		for _, call := range q.calls {
			c.emit(Effect{Kind: EffectReject, Call: call, By: w.Call, Err: ErrForeign})
		}
		c.disown(q)
	}
	c.later = append(c.later, Effect{Kind: EffectDone, Call: w.Call})
	c.commit()
}

// Set writes a value through a schema that says where it belongs.
func (c *Core) Set(now Time, w Written) {
	c.advance(now)
	cl := c.clients[w.Client]
	if cl == nil {
		c.emit(Effect{Kind: EffectDone, Call: w.Call})
		return
	}
	c.publish(cl)
	if n := cl.data().Node(w.Schema); n == nil || !n.Settable() {
		c.refuse(w.Call, cl.unusable(w.Schema, "set: the schema cannot be looked up by arguments; give an entity, a union or a collection"))
	} else if c.take(cl, &w, n, 0, "", c.direct(cl, cl.lengths.Data)) {
		c.later = append(c.later, Effect{Kind: EffectDone, Call: w.Call})
	}
	c.commit()
}

// writing begins a direct write through an endpoint. It settles the call where there is nothing to do.
func (c *Core) writing(now Time, w *Written) (*client, *endpoint) {
	c.advance(now)
	cl := c.clients[w.Client]
	if cl == nil {
		c.emit(Effect{Kind: EffectDone, Call: w.Call})
		return nil, nil
	}
	e := cl.endpoints[w.Endpoint]
	switch {
	case e == nil:
		c.refuse(w.Call, &UsageError{Message: "the endpoint was not defined for this client"})
	case e.wrong != nil:
		c.refuse(w.Call, e.wrong)
		e = nil
	}
	c.publish(cl)
	return cl, e
}

// take prepares and applies a direct write; if it is refused, so is the call.
func (c *Core) take(cl *client, w *Written, n *store.Node, update store.Func, key string, write *store.Write) bool {
	change, err := c.prepare(cl, n, update, key, w.Args, &Outcome{Text: w.Value}, write)
	if err != nil {
		c.refuse(w.Call, misfit(err))
		return false
	}
	cl.store.Apply(change)
	c.written(cl)
	return true
}

// direct says what a direct write brings.
func (c *Core) direct(cl *client, length float64) *store.Write {
	m, now := cl.mark(c.clock), float64(c.clock)
	return &store.Write{Origin: store.Direct, Start: m, End: m, FetchedAt: now, Date: now, ExpiresAt: now + length}
}

// disown lets a read run on whose calls have been settled. Its answer will be an older write. One that is not on the
// network ends.
func (c *Core) disown(q *request) {
	for _, call := range q.calls {
		delete(c.calls, call)
	}
	q.calls, q.sharers = q.calls[:0], q.sharers[:0]
	q.record.keyed.read = nil
	c.unset(&q.deadline)
	c.end(q.record, q)
	c.polled(q)
	if q.parked() {
		c.emit(Effect{Kind: EffectAbort, Request: q.id, Reason: reasonAborted})
		c.settle(q)
		c.release(q)
	}
}

// noErrorOf lets go of the error of a key that its store has none of any more.
func (c *Core) noErrorOf(cl *client, r *record) {
	if r.hasError && cl.store.Error(r.keyed.text) == 0 {
		r.hasError, r.noError = false, true
	}
}

// Expiry says which keys are to be invalidated, or made stale.
type Expiry struct {
	Call   CallID
	Client ClientID
	Stale  bool // they become stale, no more
	// One of: Key, known or not; those of Keys that are known; or, where both are absent, those known
	// that have the form of Pattern, see fits.
	Key     string
	Keys    []string
	Pattern string
}

// fits reports whether a key has the form of a pattern, in which \x00 stands for one segment of a
// path and \x01, at the end, for anything. A query behind the whole does not count.
func fits(pattern, key string) bool {
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == 1:
			return true
		case c == 0:
			n := 0
			for n < len(key) && key[n] != '/' && key[n] != '?' {
				n++
			}
			if n == 0 {
				return false
			}
			key = key[n:]
		case len(key) == 0 || key[0] != c:
			return false
		default:
			key = key[1:]
		}
	}
	return key == "" || key[0] == '?'
}

// Expire invalidates keys, or makes them stale.
func (c *Core) Expire(now Time, x Expiry) {
	c.advance(now)
	cl := c.clients[x.Client]
	if cl == nil {
		c.emit(Effect{Kind: EffectDone, Call: x.Call})
		return
	}
	c.publish(cl)
	s := cl.data()
	test := func(key string) (bool, error) { return fits(x.Pattern, key), nil }
	if x.Keys != nil {
		listed := make(map[string]bool, len(x.Keys))
		for _, key := range x.Keys {
			listed[key] = true
		}
		test = func(key string) (bool, error) { return listed[key], nil }
	}
	switch {
	case x.Key != "":
		s.Invalidate(strings.Clone(x.Key))
	case x.Stale:
		_ = s.ExpireAll(test) // test does not fail
	default:
		_ = s.InvalidateAll(test) // likewise
	}
	c.written(cl)
	c.later = append(c.later, Effect{Kind: EffectDone, Call: x.Call})
	c.commit()
}
