package core

import "math"

// Watched names the record of a watch. The strings may alias a buffer of the shell's.
type Watched struct {
	Name, Key, Variant string // as in Call
	Query              Choice // likewise
}

// Watch makes the record of a name, if there is none, and answers with an [EffectWatched] that
// carries token in Call, and an [EffectRecord]. It does not count as a watcher: see
// [Core.Retain].
func (c *Core) Watch(now Time, id ClientID, token CallID, w Watched) {
	c.advance(now)
	cl := c.clients[id]
	if cl == nil {
		return
	}
	r := c.recordOf(cl, pair{w.Name, w.Key, w.Variant}, w.Query)
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

// Release counts one watcher less. A record that nobody watches and that holds nothing goes, also
// when nobody has watched it.
func (c *Core) Release(now Time, id RecordID) {
	c.advance(now)
	r := c.records[id]
	if r == nil {
		return
	}
	r.watchers = max(0, r.watchers-1)
	if r.watchers == 0 {
		c.touch(r)
	}
	c.commit()
}

// Leave says that a hook has moved on to other data. If nobody watches the record any more,
// its pending queries end as superseded.
func (c *Core) Leave(now Time, id RecordID) {
	c.advance(now)
	r := c.records[id]
	if r == nil || r.watchers > 0 || !r.query || r.pair == sessionPair {
		return
	}
	c.supersede(r, nil)
	c.commit()
}

// unmeasure has no progress be shown of a request.
func (c *Core) unmeasure(q *request) {
	q.upload, q.download = false, false
	if r := q.record; q.announced && r.newest(q) && (r.upload >= 0 || r.download >= 0) {
		r.upload, r.download = -1, -1
		c.touch(r)
	}
}

// Progress notes that percent of a request's upload or download has been transferred. What is
// shown is a whole number, never falls and stays below 100 until the request succeeds. Of
// several requests of a record the newest is shown. Nothing is shown that the call did not ask for.
func (c *Core) Progress(now Time, id RequestID, upload bool, percent float64) {
	c.advance(now)
	q := c.requests[id]
	if q == nil || q.record == nil || q.parked() {
		return
	}
	r := q.record
	if !r.newest(q) {
		return
	}
	at := &r.download
	if upload {
		at = &r.upload
	}
	if percent = math.Floor(min(percent, 99)); *at >= 0 && percent > *at {
		*at = percent
		c.touch(r)
	}
	c.commit()
}
