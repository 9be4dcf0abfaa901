package core

import (
	"cmp"
	"maps"
	"slices"
)

// Abort ends one call, with reason aborted. A request goes on as long as another call waits
// for it, or a poll; the last one to leave aborts it.
func (c *Core) Abort(now Time, id CallID) {
	c.advance(now)
	q := c.calls[id]
	if q == nil || q.ending != 0 {
		return
	}
	if len(q.calls) > 1 || q.poll != nil || q.repeated {
		if q.meta != nil && q.endpoint == nil && q.carrier == 0 && q.calls[0] == id {
			c.carry(q, id)
		}
		at := slices.Index(q.calls, id)
		q.calls = slices.Delete(q.calls, at, at+1)
		if q.endpoint != nil {
			q.sharers = slices.Delete(q.sharers, at, at+1)
		}
		delete(c.calls, id)
		c.emit(Effect{Kind: EffectReject, Call: id, Request: q.id, Err: abortErrors[reasonAborted]})
		if len(q.calls) == 0 && q.poll != nil {
			c.end(q.record, q)
		}
		c.commit()
		return
	}
	c.emit(Effect{Kind: EffectAbort, Request: q.id, Reason: reasonAborted})
	c.abort(q, reasonAborted)
	c.commit()
}

// Target names pending requests.
type Target struct {
	// Name and Key are exact when Exact is set. Else Name may also spell a name and a key put
	// together ("FETCH_BOOK1"), if no request has that very name.
	Name, Key string
	Exact     bool
	AnyKey    bool // all keys of Name
}

// AbortRequests ends the pending named requests of the targets, or all of them if targets is
// nil. Logins and logouts are not among them.
func (c *Core) AbortRequests(now Time, id ClientID, targets []Target) {
	c.advance(now)
	cl := c.clients[id]
	if cl == nil {
		return
	}
	c.abortAll(cl, reasonAborted, func(q *request) bool {
		return q.listed() && (targets == nil || slices.ContainsFunc(targets, func(t Target) bool { return cl.means(t, q.record.pair) }))
	})
	c.commit()
}

// means reports whether the target names the pair. A hook's requests answer to the name and
// key that the hook was given.
func (cl *client) means(t Target, p pair) bool {
	if t.Name == p.name && (t.AnyKey || t.Key == p.key) {
		return true
	}
	if t.Exact || t.AnyKey || t.Key != "" || p.key == "" || t.Name != p.name+p.key {
		return false
	}
	_, taken := cl.records[pair{name: t.Name}]
	return !taken
}

func sortedRecords(set map[pair]*record) []*record {
	return slices.SortedFunc(maps.Values(set), byID)
}

func byID(a, b *record) int { return cmp.Compare(a.id, b.id) }
