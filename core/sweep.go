package core

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"sluice/store"
)

// Sweep asks for keys and rows to be let go that nobody reads and whose life is over.
type Sweep struct {
	Client ClientID
	Call   CallID // to be fulfilled, 0 for none
	Limits store.Limits
	// Budget is at about how many things to look; 0: at all of them, from the beginning.
	Budget int
}

// Views that nobody watches are let go when they show nothing. Those that do show something stay, so
// that who asks again is given the same objects: as many as sparedViews, and all that somebody has
// looked at within idleView ms.
const (
	sparedViews = 1000
	idleView    = 600_000
)

// Sweep answers with an [EffectSwept]. Nobody is told anything.
func (c *Core) Sweep(now Time, x Sweep) {
	c.advance(now)
	e := Effect{Kind: EffectSwept, Client: x.Client, Call: x.Call, Done: true}
	if cl := c.clients[x.Client]; cl != nil && cl.store != nil {
		c.publish(cl)
		budget := x.Budget
		if budget == 0 {
			budget = math.MaxInt
			if cl.sweeping {
				c.sweep(cl, x.Limits, budget)
			}
		}
		e.Done = c.sweep(cl, x.Limits, budget)
		e.Left = !cl.store.Empty()
	}
	if cl := c.clients[x.Client]; cl != nil && cl.normals != nil {
		done := c.sweepNormal(cl, x.Budget)
		e.Done, e.Left = e.Done && done, e.Left || !cl.normals.store.Empty()
	}
	c.emit(e)
	if x.Call != 0 {
		c.later = append(c.later, Effect{Kind: EffectDone, Call: x.Call})
	}
	c.commit()
}

func (c *Core) sweep(cl *client, limits store.Limits, budget int) bool {
	gone, done := cl.store.Sweep(float64(c.clock), limits, budget, c.sinks.Of(cl.id))
	for _, key := range gone {
		if r := cl.keys[key]; r != nil {
			c.empty(r)
			r.asked = len(r.pending) > 0
		}
	}
	if cl.sweeping = !done; done {
		c.tidy(cl)
	}
	c.written(cl)
	return done
}

// tidy lets go of views and records that nothing is stored for and nobody uses.
func (c *Core) tidy(cl *client) {
	used := make(map[any]bool)
	for q := cl.open.first; q != nil; q = q.next {
		used[q.record] = true
		for _, v := range q.sharers {
			used[v] = true
		}
	}
	spare := len(cl.views) - sparedViews
	for _, v := range slices.SortedFunc(maps.Values(cl.views), func(a, b *view) int { return cmp.Or(cmp.Compare(a.used, b.used), cmp.Compare(a.root, b.root)) }) {
		if v.watchers > 0 || v.listed || used[v] {
			continue
		}
		if v.record != nil {
			if _, known := cl.store.Meta(v.record.keyed.text); known {
				continue
			}
		}
		cl.store.Read(v.root, c.sinks.Of(cl.id))
		if cl.store.Presence(v.root, store.View) == store.Missing {
			c.closeView(cl, v)
		} else if spare > 0 && c.clock-v.used > idleView {
			c.closeView(cl, v)
			spare--
		}
	}
	for _, r := range sortedKeys(cl) {
		_, known := cl.store.Meta(r.keyed.text)
		if !known && !used[r] && len(r.pending) == 0 && len(r.keyed.views) == 0 && r.keyed.poll == nil && r.watchers == 0 {
			c.dropKey(r)
		}
	}
}

func (c *Core) closeView(cl *client, v *view) {
	delete(cl.views, v.root)
	if r := v.record; r != nil {
		r.keyed.views = slices.DeleteFunc(r.keyed.views, func(o *view) bool { return o == v })
	}
	cl.store.Close(v.root, c.sinks.Of(cl.id))
}
