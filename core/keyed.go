package core

import (
	"strings"

	"sluice/store"
)

// keyed is what the record of an endpoint's key has beside what that of a name has. Its data is in
// the client's store where the endpoint has a schema, else with the shell.
type keyed struct {
	text  string
	read  *request // in flight, shared by all who ask meanwhile
	views []*view  // one for each schema that it was read through
	poll  *poll    // while somebody is subscribed
}

// view is what a key shows through a schema, or what arguments find through it.
type view struct {
	record   *record     // nil: there is no key
	node     *store.Node // nil: it has no schema
	root     RootID
	watchers int
	wanted   bool // it is to be brought up to date in this step
	based    bool // likewise what it shows of the base
	touched  bool // what it shows beside its data may have changed
	looked   bool // somebody asked for that
	stale    bool // what it showed last had expired
	listed   bool // in client.concerned
	aged     bool // in client.aged
	used     Time // when somebody asked for it last
}

// keyOf finds or makes the record of a key. The text may alias a buffer of the shell's.
func (c *Core) keyOf(cl *client, text string) *record {
	if r := cl.keys[text]; r != nil {
		return r
	}
	c.lastRecord++
	k := &keyed{text: strings.Clone(text)}
	r := &record{id: c.lastRecord, client: cl, keyed: k, download: -1, upload: -1}
	r.pending = r.single[:0]
	_, r.asked = cl.store.Meta(text)
	cl.keys[k.text] = r
	c.records[r.id] = r
	return r
}

func (c *Core) dropKey(r *record) {
	delete(r.client.keys, r.keyed.text)
	delete(c.records, r.id)
	c.emit(Effect{Kind: EffectDrop, Record: r.id})
}

// viewOf finds or makes the view of a key, or of no key, through a schema. args is the JSON text of
// the list of arguments.
func (c *Core) viewOf(cl *client, r *record, node *store.Node, args []byte) *view {
	key := ""
	if r != nil {
		key = r.keyed.text
		for _, v := range r.keyed.views {
			if v.node == node {
				v.used = c.clock
				return v
			}
		}
	}
	root := cl.store.Root(node, key, args)
	v := cl.views[root]
	if v == nil {
		v = &view{record: r, node: node, root: root}
		cl.views[root] = v
		if r != nil {
			r.keyed.views = append(r.keyed.views, v)
		}
	} else {
		cl.store.Close(root, nil) // it is counted once
	}
	v.used = c.clock
	return v
}

// touchKey notes that what is shown of a key may have changed.
func (c *Core) touchKey(r *record) {
	c.touch(r)
	for _, v := range r.keyed.views {
		v.touched = true
		c.concern(r.client, v)
	}
}
