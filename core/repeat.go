package core

import (
	"slices"
)

// repeating is a request of a name that is made again some time after its last one has ended.
type repeating struct {
	recipe
	alarm alarm
	due   bool // but the page is away
	place int  // in client.repeats
}

// repeat takes that a call of a query wants to be made again.
func (c *Core) repeat(r *record, call *Call, latest bool, timeout float64) {
	if !r.query || !(call.Meta.Poll > 0) || r.client.options.Server {
		return
	}
	cl := r.client
	p := &repeating{recipe: cl.recipeOf(call, latest, timeout), place: len(cl.repeats)}
	p.alarm.place, p.alarm.again = -1, r
	r.repeated = p
	cl.repeats = append(cl.repeats, r)
	c.emit(Effect{Kind: EffectRetain, Call: call.ID})
}

// answeredBefore takes a call that needs no answer.
func (c *Core) answeredBefore(r *record, call CallID, m *Meta) bool {
	if !m.Answered {
		return false
	}
	if !r.asksAfter(0) {
		c.repeatLater(r)
	}
	c.emit(Effect{Kind: EffectHit, Call: call, Record: r.id})
	return true
}

func (c *Core) stopRepeating(r *record) {
	p := r.repeated
	if p == nil {
		return
	}
	c.unset(&p.alarm)
	list := r.client.repeats
	last := list[len(list)-1]
	list[p.place], last.repeated.place = last, p.place
	list[len(list)-1] = nil
	r.client.repeats = list[:len(list)-1]
	r.repeated = nil
	c.touch(r)
	c.emit(Effect{Kind: EffectLet, Call: p.call})
}

// repeatAfter plans the next request when one has ended, whatever came of it, unless a later one is in flight.
func (c *Core) repeatAfter(q *request) {
	if r := q.record; r != nil && !r.beside(q.silent()) && !r.asksAfter(q.id) {
		c.repeatLater(r)
	}
}

// beside reports whether a request has nothing to do with the polls of its record: a silent one, as functions make to
// mend an error, has not, unless they are silent, too.
func (r *record) beside(silent bool) bool {
	return silent && r.repeated != nil && !r.repeated.meta.Silent
}

func (c *Core) repeatLater(r *record) {
	if r.repeated != nil {
		c.set(&r.repeated.alarm, c.clock+Time(r.repeated.meta.Poll*1000))
	}
}

// asksAfter reports whether a request is in flight that was made after another one.
func (r *record) asksAfter(id RequestID) bool {
	later := func(q *request) bool { return q.id > id && !r.beside(q.silent()) }
	return slices.ContainsFunc(r.pending, later) || slices.ContainsFunc(r.quiet, later)
}

// again makes the request of a record again. While the page is away it is due until then.
func (c *Core) again(r *record) {
	p, cl := r.repeated, r.client
	c.unset(&p.alarm) // an older one may have ended while this was due
	if p.meta.Watched && r.watchers == 0 {
		c.stopRepeating(r)
		return
	}
	if p.due = c.away(cl); p.due {
		return
	}
	c.remake(r, &p.recipe)
}

// StopPolling ends the polls of the targets, or all if targets is nil. What is in flight goes on.
func (c *Core) StopPolling(now Time, id ClientID, targets []Target) {
	c.advance(now)
	if cl := c.clients[id]; cl != nil {
		for _, r := range cl.meant(targets) {
			c.stopRepeating(r)
		}
	}
	c.commit()
}

// meant lists the records of the targets, or all if targets is nil, in the order in which they were made.
func (cl *client) meant(targets []Target) []*record {
	list := sortedRecords(cl.records)
	if targets == nil {
		return list
	}
	return slices.DeleteFunc(list, func(r *record) bool {
		return !slices.ContainsFunc(targets, func(t Target) bool { return cl.means(t, r.pair) })
	})
}
