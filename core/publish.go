package core

import "sluice/store"

// unpublished is the answer of a mutation whose promise was fulfilled, and which is not visible yet.
type unpublished struct {
	record *record
	change *store.Change
	write  *store.Write // beside change or in its place: of a value without schema, which the shell holds
	layer  uint64       // of the layer that it replaces, 0 for none
}

// fulfilFirst fulfils the call of a mutation with its answer, which becomes visible afterwards.
func (c *Core) fulfilFirst(q *request, u unpublished) {
	cl := q.client
	if q.layered {
		q.layered, u.layer = false, uint64(q.id)
	}
	c.settle(q)
	cl.unpublished = append(cl.unpublished, u)
	c.emit(Effect{Kind: EffectResolve, Client: cl.id, Call: q.calls[0], Request: q.id})
	c.emit(Effect{Kind: EffectPublish, Client: cl.id})
	c.release(q)
}

// Publish makes the answers of mutations visible whose promises were fulfilled before.
func (c *Core) Publish(now Time, id ClientID) {
	c.advance(now)
	if cl := c.clients[id]; cl != nil {
		c.publish(cl)
	}
	c.commit()
}

func (c *Core) publish(cl *client) {
	for i, u := range cl.unpublished {
		r := u.record
		cl.store.DropLayer(u.layer)
		if u.change != nil {
			cl.store.Apply(u.change)
		}
		if u.write != nil {
			counts := cl.store.SetValue(r.keyed.text, u.write)
			c.emit(Effect{Kind: EffectHeld, Record: r.id, Failed: !counts})
			if counts {
				r.hasData, r.fetched = true, Time(u.write.FetchedAt)
			}
		}
		r.asked = true
		c.noErrorOf(cl, r)
		c.touchKey(r)
		c.written(cl)
		cl.unpublished[i] = unpublished{}
	}
	cl.unpublished = cl.unpublished[:0]
}

// unpublish gives up what is not visible yet.
func (c *Core) unpublish(cl *client) {
	for i, u := range cl.unpublished {
		if u.change != nil {
			cl.store.Drop(u.change)
		}
		if u.write != nil {
			c.emit(Effect{Kind: EffectHeld, Record: u.record.id, Failed: true})
		}
		cl.unpublished[i] = unpublished{}
	}
	cl.unpublished = cl.unpublished[:0]
}
