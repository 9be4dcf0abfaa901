package core

import (
	"math"

	"sluice/store/normal"
)

// forgetNormal takes the data of a record away.
func (c *Core) forgetNormal(r *record) {
	if r.normal {
		r.normal = false
		c.showNormal(r.client, r.client.normals.store.Forget(normal.QueryID(r.id)))
	}
}

// resetNormal takes all normalised data of a client away.
func (c *Core) resetNormal(cl *client) {
	n := cl.normals
	if n == nil {
		return
	}
	for id := range n.calls {
		c.letNormal(n, id)
	}
	cl.normals = nil
	for _, r := range cl.records {
		r.normal = false
	}
	for q := cl.open.first; q != nil; q = q.next {
		if q.layeredNormal = false; q.record != nil && q.endpoint == nil {
			c.askNormal(q)
		}
	}
}

// sweepNormal lets objects go that no query shows; budget 0 is no limit. It reports whether it is done.
func (c *Core) sweepNormal(cl *client, budget int) bool {
	if budget == 0 {
		budget = math.MaxInt
	}
	gone, done := cl.normals.store.Sweep(budget)
	if cl.names {
		for _, key := range gone {
			c.emit(Effect{Kind: EffectObject, Client: cl.id, User: key})
		}
	}
	return done
}

func (c *Core) letNormal(n *normals, id normal.RequestID) {
	if call, kept := n.calls[id]; kept {
		delete(n.calls, id)
		c.later = append(c.later, Effect{Kind: EffectLet, Call: call})
	}
	if v, kept := n.answers[id]; kept {
		delete(n.answers, id)
		c.letValue(v)
	}
}

// showNormal tells what has become of queries.
func (c *Core) showNormal(cl *client, changes *normal.Changes) {
	if changes == nil {
		return
	}
	for _, s := range changes.Queries {
		r := c.records[RecordID(s.Query)]
		if r == nil {
			continue
		}
		r.hasData, r.noData = true, false
		c.emit(Effect{Kind: EffectShowText, Record: r.id, Shell: append([]byte(nil), s.Text...)})
		c.touch(r)
	}
	if cl.names {
		for _, key := range changes.Keys {
			text, _ := cl.normals.store.Object(nil, key)
			c.emit(Effect{Kind: EffectObject, Client: cl.id, User: key, Shell: text})
		}
	}
	for _, err := range changes.Failed {
		c.emit(Effect{Kind: EffectReport, Err: err})
	}
	for _, id := range changes.Gone {
		c.letNormal(cl.normals, id)
	}
}

// misfitNormal gives the error for a text that cannot be normalised. That of a function is given as it is.
func misfitNormal(err error) error {
	if err == normal.ErrKey {
		return &UsageError{Message: "the key of an object is not well-formed UTF-16: it has a lone surrogate"}
	}
	return err
}
