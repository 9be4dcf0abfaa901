package core

import (
	"errors"

	"sluice/store"
)

// Asked says what an [Optimist] is asked about.
type Asked struct {
	Client    ClientID
	Call      CallID      // whose endpoint and arguments are meant
	Space     store.Space // what is under the layer; to be read by [Core.See] until the answer is given
	FetchedAt Time        // when the request started
}

// Optimist asks the user what the answer of a mutation will probably be. It gives that as JSON, or
// [ErrNotNow], or what the user's function failed with. It must call no other method of the core
// than See.
type Optimist interface {
	Optimistic(Asked) ([]byte, error)
}

// ErrNotNow says that nothing is to be shown until the function is asked again.
var ErrNotNow = errors.New("sluice: nothing to show for now")

// foresee makes a layer of what the answer of a mutation will probably be.
func (c *Core) foresee(q *request) error {
	cl, e, id := q.client, q.endpoint, uint64(q.id)
	s := cl.store
	if q.layer == nil {
		at := float64(q.issued)
		q.layer = &store.Write{Origin: store.Layer, Start: q.mark, End: q.mark, FetchedAt: at, Date: at, ExpiresAt: at + cl.lengths.Data}
	}
	sp := s.Below(id, q.layer)
	text, err := cl.options.Optimist.Optimistic(Asked{Client: cl.id, Call: q.calls[0], Space: sp, FetchedAt: q.issued})
	var change *store.Change
	if err == nil && (e.node != nil || e.Update != 0) {
		key := q.record.keyed.text
		if e.node == nil {
			key = "" // the shell has its value
		}
		if change, err = s.PrepareLayer(id, e.node, key, q.args, text, q.layer); err == nil && e.Update != 0 {
			err = change.Update(e.Update)
		}
	}
	switch {
	case err == nil && change != nil:
		s.SetLayer(change)
	case err != nil && (err == ErrNotNow || q.layered):
		s.HideLayer(id, q.layer)
	}
	s.Release(sp, c.sinks.Of(cl.id))
	if err == ErrNotNow {
		err = nil
	}
	q.layered = q.layered || err == nil
	return err
}

// replay makes the layers again under which something has changed that they were made of.
func (c *Core) replay(cl *client) {
	if len(cl.unpublished) > 0 {
		return // its change is prepared: nothing has become of the base since
	}
	for id, stale := cl.store.Stale(); stale; id, stale = cl.store.Stale() {
		if q := c.requests[RequestID(id)]; q == nil {
			cl.store.DropLayer(id)
		} else if err := c.foresee(q); err != nil {
			c.complain(q, err)
		}
	}
	for _, failed := range cl.store.Failed() {
		if q := c.requests[RequestID(failed.Request)]; q != nil {
			c.complain(q, failed.Err)
		}
	}
}

// complain reports, once, that the layer of a request shows nothing because of an error.
func (c *Core) complain(q *request, err error) {
	if !q.complained {
		q.complained = true
		c.emit(Effect{Kind: EffectReport, Call: q.calls[0], Err: misfit(err)})
	}
}

// withdraw ends the layer of a request that is over.
func (c *Core) withdraw(q *request) {
	if q.layered {
		q.layered = false
		c.publish(q.client)
		q.client.store.DropLayer(uint64(q.id))
		c.written(q.client)
	}
}

// PK gives the pk of a row of an entity by its number, "" if there is none.
func (c *Core) PK(id ClientID, schema, row uint32) string {
	if cl := c.clients[id]; cl != nil && cl.store != nil {
		if n := cl.store.Node(schema); n != nil {
			return cl.store.PK(n, row)
		}
	}
	return ""
}

// Seen is what [Core.See] gives.
type Seen struct {
	Root   RootID
	Record RecordID // that of the key, 0 if there is none
	View   ViewState
}

// See answers at once what [Core.Look] asks, for a space: what came of the objects that it shows has
// been told then. It gives nothing where the space cannot be read any more. It may be called while a
// function of the user runs.
func (c *Core) See(l Look, sp store.Space) (out Seen, ok bool) {
	cl := c.clients[l.Client]
	if cl == nil {
		return out, false
	}
	s := cl.data()
	node := s.Node(l.Schema)
	if node == nil && (l.Schema != 0 || l.Key == "") {
		return out, false
	}
	var r *record
	if l.Key != "" {
		r = c.keyOf(cl, l.Key)
		out.Record = r.id
	}
	out.Root = c.viewOf(cl, r, node, l.Args).root
	if !s.ReadIn(sp, out.Root, c.sinks.Of(cl.id)) {
		return out, false
	}
	shown := s.Shown(out.Root, sp)
	out.View = ViewState{
		Status: shown.Status, Presence: shown.Presence,
		ExpiresAt: Time(shown.ExpiresAt), Failed: shown.Failed,
	}
	return out, true
}
