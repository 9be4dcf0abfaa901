package core

import "math"

// cached says until when a record's data may be given again, and to whom.
type cached struct {
	key   string
	until Time // +Inf for ever
}

// cache notes that the record's data, which has just come, may be given again.
func (c *Core) cache(r *record, m *Meta) {
	if m == nil || !m.Cached {
		return
	}
	until := c.clock + Time(m.Cache*1000)
	if math.IsInf(m.Cache, 1) {
		until = never
	}
	r.cached = &cached{m.CacheKey, until}
	c.touch(r)
}

// valid reports whether the record's data may be given to a call.
func (r *record) valid(now Time) bool { return r.cached != nil && r.hasData && now <= r.cached.until }

// hit answers a call with what its record has, if it may. The steps that would come before and after
// run beside it.
func (c *Core) hit(r *record, call CallID, m *Meta) bool {
	if !m.Cached || !r.valid(c.clock) || r.cached.key != m.CacheKey {
		return false
	}
	c.answer(r, call, m)
	return true
}

// answer answers a call with what its record has.
func (c *Core) answer(r *record, call CallID, m *Meta) {
	q := c.newRequest(r.client, RouteName, r)
	meta := *m
	q.meta, q.calls = &meta, append(q.calls, call)
	c.aside(q, StepRequest, StepOwnRequest)
	c.tellHit(q, EventRequest)
	if r.hasError {
		c.aside(q, StepError, StepOwnError)
		c.tellHit(q, EventError)
	} else {
		c.aside(q, StepSuccess, StepOwnSuccess)
		c.tellHit(q, EventSuccess)
	}
	c.emit(Effect{Kind: EffectHit, Call: call, Record: r.id, Request: q.id, Failed: r.hasError})
	if !r.beside(q.silent()) && !r.asksAfter(0) {
		c.repeatLater(r)
	}
	c.release(q)
}

// aside has steps run of which nothing is to come.
func (c *Core) aside(q *request, first, last Step) {
	for step := first; step <= last; step++ {
		if q.meta.Steps.has(step) {
			c.emit(Effect{Kind: EffectRun, Client: q.client.id, Request: q.id, Call: q.caller(), Record: q.record.id, Step: step, Aside: true})
		}
	}
}

func (c *Core) tellHit(q *request, event Event) {
	if q.told() {
		c.emit(Effect{Kind: EffectAction, Client: q.client.id, Request: q.id, Call: q.caller(), Record: q.record.id, Event: event, Hit: true})
	}
}

// ClearCache forgets that answers may be given again: those of the targets, or all if targets is nil. The
// data stays.
func (c *Core) ClearCache(now Time, id ClientID, targets []Target) {
	c.advance(now)
	if cl := c.clients[id]; cl != nil {
		for _, r := range cl.meant(targets) {
			if r.cached != nil {
				r.cached = nil
				c.touch(r)
			}
		}
	}
	c.commit()
}
