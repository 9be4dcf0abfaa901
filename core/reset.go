package core

import "slices"

// Reset empties the store of a client and the records of its names, and ends what is in flight
// with reason reset.
func (c *Core) Reset(now Time, id ClientID, call CallID) {
	c.advance(now)
	if cl := c.clients[id]; cl != nil {
		c.reset(cl, nil)
	}
	c.later = append(c.later, Effect{Kind: EffectDone, Call: call})
	c.commit()
}

// resetStore empties the store, and what is known of its keys.
func (c *Core) resetStore(cl *client) {
	if c.sinks == nil {
		return
	}
	c.unpublish(cl)
	cl.data().Reset()
	cl.lastReset = c.clock
	for _, p := range cl.polls {
		cl.store.Hold(p.record.keyed.text)
	}
	c.sinks.Reset(cl.id)
	for _, r := range sortedKeys(cl) {
		c.empty(r)
		r.asked = false
		c.touchKey(r)
	}
	c.written(cl)
}

// AbortKey ends what is in flight for a key, with reason aborted.
func (c *Core) AbortKey(now Time, id ClientID, call CallID, key string) {
	c.advance(now)
	if cl := c.clients[id]; cl != nil {
		c.publish(cl)
		if r := cl.keys[key]; r != nil {
			c.abortAll(cl, reasonAborted, func(q *request) bool { return q.record == r })
		}
	}
	c.later = append(c.later, Effect{Kind: EffectDone, Call: call})
	c.commit()
}

// Keys lists the keys of a client's endpoints, in the order in which they came.
func (c *Core) Keys(id ClientID) []string {
	cl := c.clients[id]
	if cl == nil {
		return nil
	}
	var out []string
	for _, r := range sortedKeys(cl) {
		out = append(out, r.keyed.text)
	}
	return out
}

func sortedKeys(cl *client) []*record {
	list := make([]*record, 0, len(cl.keys))
	for _, r := range cl.keys {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b *record) int { return int(a.id) - int(b.id) })
	return list
}
