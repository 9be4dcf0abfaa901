package client

import (
	"reflect"

	"sluice/core"
	"sluice/store"
)

// shownRoot is what a root showed at the end of a step.
type shownRoot struct {
	value reflect.Value
	panic any
}

// look is a question to the store that is being answered.
type look struct {
	root   core.RootID
	record core.RecordID
	closed bool // there is nobody to answer
}

// resolve fulfils a call.
func (c *Client) resolve(e *core.Effect) {
	if e.Rooted {
		c.finish(e.Call, result{root: c.rootOf(store.Base, e.Root)})
		return
	}
	if f := c.fetches[e.Request]; f != nil && f.route == core.RouteEndpoint {
		h := f.held
		if e.Record != 0 {
			h = c.shown(e.Record).hold(h)
		}
		c.finish(e.Call, result{held: h})
		return
	}
	a := c.answerOf(e.Request)
	if e.Record != 0 {
		c.shown(e.Record).show(a.value)
	}
	c.finish(e.Call, result{answer: *a})
}

// rootOf gives what a root shows in a space now.
func (c *Client) rootOf(sp store.Space, id core.RootID) *shownRoot {
	r := c.graph.seen(sp, id)
	if r == nil {
		return &shownRoot{}
	}
	return &shownRoot{r.value, r.panic}
}

// hold makes a value that of a key, unless it is equal to the one that is there: that one stays.
func (r *shown) hold(h held) held {
	if r.held.value != nil && h.value != nil && reflect.DeepEqual(r.held.value, h.value) {
		return r.held
	}
	r.held = h
	r.version++
	return h
}

// ofEndpoints carries out what concerns endpoints alone.
func (c *Client) ofEndpoints(e *core.Effect) {
	switch e.Kind {
	case core.EffectView:
		c.states[e.Root] = e.View
		c.touched = append(c.touched, c.observers[e.Root]...)
	case core.EffectLooked:
		if l := c.looks[e.Call]; l != nil {
			l.root, l.record = e.Root, e.Record
		}
	case core.EffectPublish:
		c.publish = true
	case core.EffectKeep:
		h := c.given[e.Call]
		if r := c.shown(e.Record); e.Failed {
			r.err = h.err
		} else {
			r.hold(h)
		}
	case core.EffectHold:
		c.queued[e.Record] = append(c.queued[e.Record], c.fetches[e.Request].held)
	case core.EffectHeld:
		list := c.queued[e.Record]
		if !e.Failed {
			c.shown(e.Record).hold(list[0])
		}
		if len(list) == 1 {
			delete(c.queued, e.Record)
		} else {
			c.queued[e.Record] = list[1:]
		}
	case core.EffectGive:
		c.finish(e.Call, result{held: c.given[e.By]})
	case core.EffectSwept:
		c.swept(e.Done, e.Left)
	case core.EffectHydrated:
		c.hydrated(e)
	case core.EffectReport:
		c.report(e.Err)
	case core.EffectDone:
		c.finish(e.Call, result{})
	}
}
