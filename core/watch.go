package core

// Watch makes the record of a pair, if there is none, and answers with an [EffectWatched]
// that carries token in Call, and an [EffectRecord]. It does not count as a watcher: see
// [Core.Retain].
func (c *Core) Watch(now Time, id ClientID, token CallID, name, key, variant string) {
	c.advance(now)
	cl := c.clients[id]
	if cl == nil {
		return
	}
	r := c.recordOf(cl, pair{name, key, variant})
	c.emit(Effect{Kind: EffectWatched, Client: id, Call: token, Record: r.id})
	c.emit(Effect{Kind: EffectRecord, Client: id, Record: r.id, State: r.state()})
}

// Retain counts one watcher more for the record.
func (c *Core) Retain(now Time, id RecordID) {
	c.advance(now)
	if r := c.records[id]; r != nil {
		r.watchers++
		r.client.variants.note(c, r)
	}
}

// Release counts one watcher less. With supersede, and if it was the last one, the pending
// queries of the record end as superseded: a hook has moved on to other data.
func (c *Core) Release(now Time, id RecordID, supersede bool) {
	c.advance(now)
	r := c.records[id]
	if r == nil || r.watchers == 0 {
		return
	}
	r.watchers--
	if r.watchers == 0 {
		if supersede {
			c.supersede(r)
		}
		c.touch(r)
	}
	c.commit()
}

// Progress notes that percent of a request's upload or download has been transferred. The
// number never falls and stays below 100 until the request succeeds.
func (c *Core) Progress(now Time, id RequestID, upload bool, percent float64) {
	c.advance(now)
	q := c.requests[id]
	if q == nil || q.record == nil {
		return
	}
	r := q.record
	if newest := r.pending[len(r.pending)-1]; newest != q {
		return
	}
	at := &r.download
	if upload {
		at = &r.upload
	}
	if percent = min(percent, 99); percent > *at {
		*at = percent
		c.touch(r)
	}
	c.commit()
}
