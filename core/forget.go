package core

// Forgetting says what [Core.ResetRequests] does.
type Forgetting struct {
	// Pending: what is in flight ends, with reason reset. Else its answer counts when it comes.
	Pending bool
	// Cached: what may be given again goes, too. Else queries with a valid answer stay.
	Cached bool
}

// ResetRequests takes away what is known of the targets, or of all names if targets is nil: data and error,
// what may be given again, progress, polling.
func (c *Core) ResetRequests(now Time, id ClientID, targets []Target, f Forgetting) {
	c.advance(now)
	cl := c.clients[id]
	if cl == nil {
		return
	}
	for _, r := range cl.meant(targets) {
		if !f.Cached && r.valid(c.clock) {
			continue
		}
		c.stopRepeating(r)
		c.forgetRecipe(r)
		c.empty(r)
		r.cached, r.asked = nil, false
		r.download, r.upload = -1, -1
		if f.Pending {
			c.abortOf(r, nil, reasonReset)
		}
	}
	c.commit()
}

// Join has a call wait for the newest request in flight that a target means, silent ones too. There may be none:
// then it is fulfilled with nothing at once.
func (c *Core) Join(now Time, id ClientID, call CallID, t Target) {
	c.advance(now)
	cl := c.clients[id]
	if cl == nil {
		c.refuse(call, abortErrors[reasonClosed])
		return
	}
	var newest *request
	for q := cl.open.first; q != nil; q = q.next {
		if q.listed() && q.ending == 0 && cl.means(t, q.record.pair) {
			newest = q
		}
	}
	if newest == nil {
		c.emit(Effect{Kind: EffectHit, Call: call})
	} else {
		newest.calls = append(newest.calls, call)
		c.calls[call] = newest
	}
	c.commit()
}
