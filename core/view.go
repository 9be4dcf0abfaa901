package core

import "sluice/store"

// Sinks gives the sink that is told how the objects of a client change. It is called at the end of
// a step that changed something, before the step's effects are handed over.
type Sinks interface {
	Of(ClientID) store.Sink
	// Reset says that nothing that was told of a client's objects before is meant any more.
	Reset(ClientID)
}

// ViewState is what watchers of a view see beside its data.
type ViewState struct {
	Status    store.ExpiryStatus
	Presence  store.Presence
	ExpiresAt Time
	Stale     bool // expired when the state was made
	Failed    bool // the error of the key's record is shown
}

// Look asks for what a key shows through a schema, or with no key for what args find in the store.
// It is answered with an [EffectLooked] that carries token, after the data is there, and an
// [EffectView]. It does not count as a watcher: see [Core.Show].
type Look struct {
	Client ClientID
	Token  CallID
	Schema uint32 // 0: none
	Key    string
	Args   []byte // JSON text of the list of arguments
}

// Look answers l.
func (c *Core) Look(now Time, l Look) {
	c.advance(now)
	cl := c.clients[l.Client]
	if cl == nil {
		return
	}
	cl.data()
	e := Effect{Kind: EffectLooked, Client: cl.id, Call: l.Token}
	var r *record
	if l.Key != "" {
		r = c.keyOf(cl, l.Key)
		e.Record = r.id
	}
	node := cl.store.Node(l.Schema)
	if node == nil && l.Schema != 0 {
		return
	}
	v := c.viewOf(cl, r, node, l.Args)
	e.Root = v.root
	v.wanted, v.looked = true, true
	c.concern(cl, v)
	c.emit(e)
	if r != nil {
		c.touch(r)
	}
	c.conclude()
}

// Show counts one watcher more of a root, or one less.
func (c *Core) Show(now Time, id ClientID, root RootID, more bool) {
	c.advance(now)
	cl := c.clients[id]
	if cl == nil || cl.views[root] == nil {
		return
	}
	v := cl.views[root]
	if more {
		cl.store.Watch(root)
		if v.watchers++; v.watchers == 1 {
			c.bring(cl, v)
		}
	} else if v.watchers > 0 {
		cl.store.Unwatch(root)
		v.watchers--
	}
	c.commit()
}

// bring has what a view shows told at the end of the step, whether or not somebody watches.
func (c *Core) bring(cl *client, v *view) {
	v.wanted, v.touched = true, true
	c.concern(cl, v)
}

// concern notes a view that has something to tell.
func (c *Core) concern(cl *client, v *view) {
	if !v.listed {
		v.listed = true
		cl.concerned = append(cl.concerned, v)
	}
	if !cl.listed {
		cl.listed = true
		c.concerned = append(c.concerned, cl)
	}
}

// show ends a step for the stores: objects that somebody sees are told first, then what is shown beside
// them.
func (c *Core) show() {
	for _, cl := range c.concerned {
		c.replay(cl)
		cl.store.Horizon(c.oldest(cl))
		for _, root := range cl.store.Changed() {
			if v := cl.views[root]; v != nil && v.watchers > 0 {
				c.bring(cl, v)
			}
		}
		roots := c.roots[:0]
		for _, v := range cl.concerned {
			if v.wanted {
				roots = append(roots, v.root)
			}
		}
		if len(roots) > 0 {
			cl.store.ReadAll(roots, c.sinks.Of(cl.id))
		}
		for _, v := range cl.concerned {
			if v.based {
				v.based = false
				cl.store.ReadBase(v.root, c.sinks.Of(cl.id))
			}
		}
		for i, v := range cl.concerned {
			cl.concerned[i] = nil
			v.listed, v.wanted = false, false
			if v.touched || v.looked {
				c.tell(cl, v)
			}
		}
		c.renew(cl)
		c.roots, cl.concerned = roots[:0], cl.concerned[:0]
		cl.listed = false
	}
	clear(c.concerned)
	c.concerned = c.concerned[:0]
}

// oldest is the start of the oldest request in flight that may write to the store, or now.
func (c *Core) oldest(cl *client) store.Mark {
	for q := cl.open.first; q != nil; q = q.next {
		if q.endpoint != nil {
			return q.mark
		}
	}
	return store.Mark{MS: float64(c.clock), N: cl.marks + 2}
}

// tell says what a view shows beside its data. Time alone makes nothing stale for those who watch.
func (c *Core) tell(cl *client, v *view) {
	shown := cl.store.Shown(v.root, store.View)
	expiresAt := Time(shown.ExpiresAt)
	if v.touched || v.watchers == 0 {
		v.stale = expiresAt < c.clock
		if v.stale && v.watchers > 0 && !v.aged {
			v.aged = true
			cl.aged = append(cl.aged, v)
		}
	}
	v.touched, v.looked = false, false
	c.emit(Effect{Kind: EffectView, Client: cl.id, Root: v.root, View: ViewState{
		Status: shown.Status, Presence: shown.Presence, ExpiresAt: expiresAt, Stale: v.stale, Failed: shown.Failed,
	}})
}

// renew tells of the stale views that are fresh again although nothing else of them has changed.
func (c *Core) renew(cl *client) {
	kept := cl.aged[:0]
	for _, v := range cl.aged {
		if v.stale && v.watchers > 0 && Time(cl.store.Shown(v.root, store.View).ExpiresAt) >= c.clock {
			v.touched = true
			c.tell(cl, v)
		}
		if v.aged = v.stale && v.watchers > 0; v.aged {
			kept = append(kept, v)
		}
	}
	clear(cl.aged[len(kept):])
	cl.aged = kept
}

// written notes that the store of a client may have changed.
func (c *Core) written(cl *client) {
	if !cl.listed {
		cl.listed = true
		c.concerned = append(c.concerned, cl)
	}
}
