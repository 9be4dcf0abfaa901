package core

import "sluice/store"

// Member is one of the tables that a state consists of.
type Member = store.Member

// State is what the shell is given of a state of a client.
type State struct {
	// Space is its number, by which it can be read until [Core.Free]: the same for as long as nothing
	// changes. Each call needs one Free.
	Space     store.Space
	Epoch     uint64 // counts resets
	LastReset Time   // 0 at first
	Layers    []Layer
}

// Layer is an optimistic change that is shown.
type Layer struct {
	Call      CallID
	Key       string
	FetchedAt Time
}

// State gives the present state of the base or, if view is true, with optimistic layers.
func (c *Core) State(now Time, id ClientID, view bool) (out State) {
	c.advance(now)
	cl := c.clients[id]
	if cl == nil {
		return out
	}
	sp := store.Base
	if view {
		sp = store.View
	}
	s := cl.data()
	out = State{Space: s.State(sp), Epoch: s.Epoch(), LastReset: cl.lastReset}
	for q := cl.open.first; q != nil; q = q.next {
		if q.layered {
			out.Layers = append(out.Layers, Layer{Call: q.calls[0], Key: q.record.keyed.text, FetchedAt: q.issued})
		}
	}
	return out
}

// Free ends one use of a state. When it was the last, its number means nothing any more.
func (c *Core) Free(id ClientID, sp store.Space) {
	if cl := c.clients[id]; cl != nil && cl.store != nil {
		cl.store.Release(sp, c.sinks.Of(id))
	}
}

// Table gives a table of a state as JSON, or with names true the names that the member has tables of;
// see store.AppendTable.
func (c *Core) Table(id ClientID, sp store.Space, m Member, names bool, name string) []byte {
	cl := c.clients[id]
	switch {
	case cl == nil || cl.store == nil:
		return nil
	case names:
		return cl.store.AppendNames(nil, sp, m)
	default:
		return cl.store.AppendTable(nil, sp, m, name)
	}
}
