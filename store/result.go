package store

import (
	"math"

	"sluice/store/jsontext"
)

// resultChange is what a change makes of the result of a key that it is not the answer of.
type resultChange struct {
	key  string
	next *content // nil: it goes
	// value says that it is a value that the shell holds, other that it is another one now.
	value, other bool
}

// Update runs the function that an endpoint has for changing the results of other keys, as a
// part of preparing the change. Results are normalised: rows are pks. It is called twice and more:
//
//	Call(fn, `"keys"`, result, arguments…)  gives the list of the keys, as JSON
//	Call(fn, `"next"`, key, result)         gives what the result of a key is to be
//
// In the second form result is empty where the key has none, and so is what comes back where it is to have
// none. Where the key has a value without schema, which the shell holds, the result is empty too, and
// what comes back says whether there will be another value: true or false, or empty for none.
// The meta of these keys stays. On an error nothing is left of the change.
func (c *Change) Update(fn Func) error {
	err := c.update(fn)
	if err != nil {
		c.store.Drop(c)
	} else if c.layer != nil {
		c.layer.updates = append(c.layer.updates, fn)
	}
	return err
}

// PrepareUpdate prepares what the function makes of the results of other keys for an answer that has no
// schema, whose JSON is text: see [Change.Update]. On an error there is no change.
func (s *Store) PrepareUpdate(fn Func, args, text []byte, w *Write) (*Change, error) {
	c := &Change{store: s, write: w, args: args, text: append([]byte(nil), text...), rows: s.rows[:0], open: true}
	s.prepared++
	if err := c.Update(fn); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *Change) update(fn Func) error {
	s := c.store
	texts := append([][]byte{[]byte(`"keys"`), appendNormal(nil, c.text, c.refs)}, argsOf(c.args)...)
	list, err := s.call(fn, texts...)
	if err != nil || len(list) == 0 {
		return err
	}
	for item := jsontext.ItemsOf(list, 0); item.Next(); {
		quoted := list[item.Value:item.End]
		key, whole := jsontext.Unquote(nil, quoted)
		if quoted[0] != '"' || !whole {
			return &SchemaError{Message: "is to update a key that is no well-formed string"}
		}
		if err := c.updateKey(fn, string(key), quoted); err != nil {
			return err
		}
	}
	return nil
}

func (c *Change) updateKey(fn Func, key string, quoted []byte) error {
	e := c.store.keys[key]
	value := e != nil && e.value
	was, by := c.resultOf(key, e)
	var old []byte
	if was != nil {
		old = was.normal()
	}
	text, err := c.store.call(fn, []byte(`"next"`), quoted, old)
	if err != nil {
		return err
	}
	next := resultChange{key: key, value: value && len(text) > 0, other: truthy(text)}
	if !next.value && len(text) > 0 {
		if next.next, err = c.read(by, text); err != nil {
			return err
		}
	}
	if key == c.key && next.next != nil {
		c.text, c.refs = next.next.own, next.next.refs
		return nil
	}
	c.results = append(c.results, next)
	return nil
}

// resultOf gives the result that a key will have, nil for none, and the schema that reads it, nil if
// none is known.
func (c *Change) resultOf(key string, e *entry) (*content, *Node) {
	if key == c.key {
		return &content{own: c.text, refs: c.refs}, c.node
	}
	var by *Node
	if e != nil && len(e.roots) > 0 {
		by = e.roots[0].node
	}
	for i := len(c.results) - 1; i >= 0; i-- {
		if c.results[i].key == key {
			return c.results[i].next, by
		}
	}
	if e == nil {
		return nil, nil
	}
	k := c.under(&e.row)
	if k != nil && k.by != nil {
		by = k.by
	}
	return k, by
}

// read reads a normalised result that a function gave.
func (c *Change) read(by *Node, text []byte) (*content, error) {
	if by == nil {
		return &content{own: append([]byte(nil), text...), write: c.write}, nil
	}
	in := &c.store.in
	*in = ingest{change: c, store: c.store, body: text, args: c.args, sound: true, normal: true, text: in.text[:0], refs: in.refs[:0], pk: in.pk[:0]}
	in.fail(in.value(by, 0, place{at: -1, rise: whole}))
	if in.err == nil {
		in.fail(in.resume())
	}
	if in.err != nil {
		return nil, in.reason()
	}
	return &content{own: append([]byte(nil), in.text...), refs: append([]ref(nil), in.refs...), by: by, write: c.write}, nil
}

// put makes a change of a result true.
func (s *Store) putResult(ch *resultChange) {
	e := s.entry(ch.key)
	was := e.row.cur
	switch {
	case ch.value && !ch.other:
		return
	case !ch.value:
		e.value = false
	}
	if was == nil || ch.next == nil || was.by != ch.next.by || !alike(was, ch.next) {
		s.result(e, ch.next)
	}
	s.noteKey(e)
	if !e.known {
		e.meta.PrevExpiresAt = math.NaN()
	}
	s.release(e)
}

// Settable reports whether a schema can be written through directly: one that can be looked up by
// arguments and says where what is written belongs.
func (n *Node) Settable() bool {
	switch n.Kind {
	case Entity, Union, Collection, Adder, Invalidate:
		return true
	case Query:
		return n.Items.Settable()
	default:
		return false
	}
}
