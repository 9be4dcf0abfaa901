package core

import "sluice/store/normal"

// Texts gives the core data of names as text, where that is to be normalised. Its methods are called while a
// command runs, and must not call the core. Values that JSON does not have are written as package normal
// says.
type Texts interface {
	// Text gives the answer of a request.
	Text(RequestID) ([]byte, error)
	// Rewrite has a function of the user's make other data; Data of the call is not set. same says that it is the
	// same. The result is valid until the next call.
	Rewrite(u Updating, data []byte) (text []byte, same bool, err error)
	// Parse gives a number to data.
	Parse(text []byte) Value
}

// Normal is what a request says about data that is normalised, as JSON texts; nil is nothing. They are kept.
type Normal struct {
	// Answer says that the answer is.
	Answer bool
	// Local has objects as they are from now on, Optimistic as they are until it has failed, Reverted as they are
	// then.
	Local, Optimistic, Reverted []byte
}

// normals is the normalised data of a client.
type normals struct {
	store *normal.Store
	// Of requests whose functions may be called again.
	calls   map[normal.RequestID]CallID
	answers map[normal.RequestID]Value
}

// normalData gives that of a client, made when it is first needed.
func (c *Core) normalData(cl *client) *normals {
	if cl.normals == nil {
		cl.normals = &normals{calls: make(map[normal.RequestID]CallID), answers: make(map[normal.RequestID]Value)}
		cl.normals.store = normal.New(rewriter{cl}, cl.options.Keys)
	}
	return cl.normals
}

// rewriter is normal.Functions of a client.
type rewriter struct{ client *client }

func (w rewriter) Update(u normal.Updating, data []byte) ([]byte, bool, error) {
	n := w.client.normals
	return w.client.options.Texts.Rewrite(Updating{
		Call: n.calls[u.Request], Entry: u.Entry, Kind: UpdateKind(u.Kind), Answer: n.answers[u.Request],
	}, data)
}

// normalises reports whether the answer of a request is normalised.
func (q *request) normalises() bool {
	return q.meta != nil && q.meta.Normal.Answer && q.client.options.Texts != nil
}

// isNormal reports whether the data of a record is, or will be.
func (r *record) isNormal() bool {
	if r.hasData || r.normal {
		return r.normal
	}
	for _, q := range r.pending {
		if q.normalises() && q.stores {
			return true
		}
	}
	return false
}

// askNormal notes that a query is asked for whose answer will be normalised.
func (c *Core) askNormal(q *request) {
	if q.normalises() && q.stores {
		c.normalData(q.client).store.Ask(normal.RequestID(q.id))
	}
}

// beginNormal shows what a request does to normalised data before its answer, and what it does to that for good.
func (c *Core) beginNormal(q *request, pending bool) error {
	cl := q.client
	m := normal.Mutation{Request: normal.RequestID(q.id), At: float64(c.clock), Pending: pending, Updates: c.normalUpdates(q)}
	if q.meta != nil && cl.options.Texts != nil {
		m.Local, m.Optimistic = q.meta.Normal.Local, q.meta.Normal.Optimistic
	}
	waits := pending && q.meta != nil && (q.normalises() && !q.stores || q.meta.Normal.Reverted != nil)
	if len(m.Updates) == 0 && m.Local == nil && m.Optimistic == nil && !waits {
		return nil
	}
	n := c.normalData(cl)
	c.keepFor(n, q)
	changes, err := n.store.Begin(m)
	q.layeredNormal = err == nil && pending
	c.showNormal(cl, changes)
	return misfitNormal(err)
}

// normalUpdates are those of a request's updates whose queries are normalised.
func (c *Core) normalUpdates(q *request) (list []normal.Update) {
	for i, u := range q.updates {
		for _, r := range q.client.meant([]Target{u.Query}) {
			if r.isNormal() {
				list = append(list, normal.Update{Query: normal.QueryID(r.id), Entry: i, Has: normal.Kind(u.Has), Local: u.Local})
			}
		}
	}
	return list
}

// keepFor has the shell keep the functions of a request while they may be called.
func (c *Core) keepFor(n *normals, q *request) {
	id := normal.RequestID(q.id)
	if _, kept := n.calls[id]; kept || len(q.updates) == 0 {
		return
	}
	n.calls[id] = q.caller()
	c.emit(Effect{Kind: EffectRetain, Call: q.caller()})
}

// settleNormal takes the success of a request. Its answer is merged into its own layer first, and then, of a query,
// becomes what that consists of.
func (c *Core) settleNormal(q *request) error {
	if !q.normalises() && !q.layeredNormal {
		return nil
	}
	cl := q.client
	n := c.normalData(cl)
	var text []byte
	if q.normalises() {
		var err error
		if text, err = cl.options.Texts.Text(q.id); err != nil {
			return err
		}
	}
	updates := c.normalUpdates(q)
	answers := text != nil && q.stores
	if q.layeredNormal || len(updates) > 0 || text != nil && !answers {
		if err := c.succeedNormal(n, q, text, updates); err != nil {
			return err
		}
	}
	r := q.record
	if !answers || q.silent() || q.overruled || q.id < r.applied {
		return nil
	}
	c.dropLayers(r)
	changes, err := n.store.Answer(normal.QueryID(r.id), normal.RequestID(q.id), float64(c.clock), text)
	if err != nil {
		return misfitNormal(err)
	}
	r.normal, q.shown = true, true
	c.showNormal(cl, changes)
	return nil
}

func (c *Core) succeedNormal(n *normals, q *request, text []byte, updates []normal.Update) error {
	id := normal.RequestID(q.id)
	c.keepFor(n, q)
	if len(q.updates) > 0 {
		n.answers[id] = q.client.options.Values.Answer(q.id)
	}
	changes, err := n.store.Succeed(id, normal.RequestID(c.lastRequest), float64(c.clock), text, updates)
	if err == nil {
		q.layeredNormal = false
	}
	c.showNormal(q.client, changes)
	return misfitNormal(err)
}

// failNormal takes that a request has failed, or was aborted.
func (c *Core) failNormal(q *request) {
	reverts := q.meta != nil && q.meta.Normal.Reverted != nil && q.client.options.Texts != nil
	if !q.layeredNormal && !reverts {
		return
	}
	q.layeredNormal = false
	var reverted []byte
	if reverts {
		reverted = q.meta.Normal.Reverted
	}
	n := c.normalData(q.client)
	c.showNormal(q.client, n.store.Fail(normal.RequestID(q.id), normal.RequestID(c.lastRequest), float64(c.clock), reverted))
}

// currentNormal gives what the data of a record is beneath the layers that will be shown above the answer of a request.
func (c *Core) currentNormal(q *request) Value {
	text, ok := q.client.normals.store.Current(nil, normal.QueryID(q.record.id), normal.RequestID(q.id))
	if !ok {
		return 0
	}
	v := q.client.options.Texts.Parse(text)
	c.letValue(v)
	return v
}

// adoptNormal takes data that was normalised elsewhere.
func (c *Core) adoptNormal(r *record, text []byte) {
	if text == nil || !r.hasData || r.client.options.Texts == nil {
		return
	}
	changes, err := c.normalData(r.client).store.Answer(normal.QueryID(r.id), 0, float64(c.clock), text)
	if r.normal = err == nil; r.normal {
		c.showNormal(r.client, changes)
	}
}

// overNormal notes that a request is over, whatever came of it.
func (c *Core) overNormal(q *request) {
	if q.normalises() && q.stores && q.client.normals != nil {
		q.client.normals.store.Over(normal.RequestID(q.id))
		c.showNormal(q.client, q.client.normals.store.Fold())
	}
}
