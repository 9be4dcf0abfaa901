package jsbridge

import (
	"sluice/core"
	"sluice/jsbridge/wire"
	"sluice/store"
)

// changes collects what a step changes in the objects that JavaScript keeps: a list of numbers
// and a JSON array of texts, see wire.Changes.
type changes struct {
	client core.ClientID // of the last change
	list   []uint32
	texts  []byte
	ended  bool // texts is complete, for the time being
	spill  func(texts []byte)
}

// spilled is how many bytes of texts are handed over before the others.
const spilled = 16 << 10

// reset forgets the changes of the last step.
func (c *changes) reset() {
	c.client, c.ended = 0, false
	c.list = kept(c.list)
	c.texts = kept(c.texts)
}

// again goes on after what there was has been handed over.
func (c *changes) again() {
	id := c.client
	if c.reset(); id != 0 {
		c.Of(id)
	}
}

// kept empties a buffer, or gives it up if it is so large that it is rarely needed.
func kept[T any](b []T) []T {
	if cap(b) > maxKept {
		return nil
	}
	return b[:0]
}

// end completes the array of texts. Another command may go on with it.
func (c *changes) end() {
	if len(c.texts) > 0 && !c.ended {
		c.texts, c.ended = append(c.texts, ']'), true
	}
}

// Of gives the sink for the changes of a client.
func (c *changes) Of(id core.ClientID) store.Sink {
	if c.client != id {
		c.client = id
		c.list = append(c.list, wire.ChangeClient, uint32(id), 0)
	}
	return c
}

// Reset says that nothing that was told of a client's objects before is meant any more.
func (c *changes) Reset(id core.ClientID) {
	c.Of(id)
	c.list = append(c.list, wire.ChangeReset, 0, 0)
}

func (c *changes) add(code uint32, sp store.Space, n *store.Node, number uint32) {
	c.list = append(room(c.list, 3), uint32(sp)<<4|code, n.ID, number)
}

// room makes a slice have room for n more. One that grows is doubled, so that what it leaves behind is no
// more than what it holds.
func room[T any](b []T, n int) []T {
	if cap(b)-len(b) < n {
		b = append(make([]T, 0, max(2*cap(b), len(b)+n)), b...)
	}
	return b
}

func (c *changes) text(own []byte) {
	if c.spill != nil && len(c.texts) > spilled {
		c.end()
		c.spill(c.texts)
		c.texts, c.ended = c.texts[:0], false
	}
	c.texts = room(c.texts, len(own)+2)
	switch {
	case len(c.texts) == 0:
		c.texts = append(c.texts, '[')
	case c.ended:
		c.texts[len(c.texts)-1], c.ended = ',', false
	default:
		c.texts = append(c.texts, ',')
	}
	c.texts = append(c.texts, own...)
}

// Make is part of store.Sink, like all that follow.
func (c *changes) Make(sp store.Space, n *store.Node, row uint32, own []byte) {
	c.add(wire.ChangeMake, sp, n, row)
	c.text(own)
}

func (c *changes) Relink(sp store.Space, n *store.Node, row uint32) {
	c.add(wire.ChangeRelink, sp, n, row)
}

func (c *changes) Drop(sp store.Space, n *store.Node, row uint32) {
	c.add(wire.ChangeDrop, sp, n, row)
}

func (c *changes) Share(sp store.Space, n *store.Node, row uint32) {
	c.add(wire.ChangeShare, sp, n, row)
}

func (c *changes) Forget(n *store.Node, row uint32) { c.add(wire.ChangeForget, store.Base, n, row) }

func (c *changes) MakeRoot(sp store.Space, n *store.Node, root uint32, own []byte) {
	c.add(wire.ChangeMakeRoot, sp, n, root)
	c.text(own)
}

func (c *changes) RelinkRoot(sp store.Space, n *store.Node, root uint32) {
	c.add(wire.ChangeRelinkRoot, sp, n, root)
}

func (c *changes) DropRoot(sp store.Space, n *store.Node, root uint32) {
	c.add(wire.ChangeDropRoot, sp, n, root)
}

func (c *changes) ShareRoot(sp store.Space, n *store.Node, root uint32) {
	c.add(wire.ChangeShareRoot, sp, n, root)
}

func (c *changes) ForgetRoot(_ *store.Node, root uint32) {
	c.list = append(c.list, uint32(store.Base)<<4|wire.ChangeForgetRoot, 0, root)
}
