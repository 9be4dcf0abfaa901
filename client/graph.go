package client

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"

	"sluice/core"
	"sluice/store"
	"sluice/store/jsontext"
)

// graph keeps the objects that a client's data is seen as: one for each row as it is read through an
// entity, and one for each list that is shared. It is told which of them change (see store.Sink); all
// others stay the objects they are.
type graph struct {
	nodes   map[uint32]*node
	first   map[listKey]uint32 // of the lists that are one object, the node that was told first
	spaces  map[store.Space]*space
	args    map[core.RootID]json.RawMessage // the first argument, for queries
	fresh   []*object                       // of this step
	read    []*root                         // likewise
	gone    map[spot]*object                // what the view had of its own until this step
	left    map[core.RootID]reflect.Value   // likewise, of roots
	changed []core.RootID                   // roots that may show something else since the client looked
}

// space holds the objects of one state of the data.
type space struct {
	objects map[spot]*object
	roots   map[core.RootID]*root
}

// spot is where an object belongs.
type spot struct{ node, row uint32 }

// object is what a row is seen as, or a shared list.
type object struct {
	node  *node
	space store.Space
	value reflect.Value // a pointer to the struct; of a list the list
	links [][]byte      // the texts of the members that lead to entities; of a list its text
	state uint8
	from  *object // what was there before
	equal *object // what it is to be again if it is equal
	none  bool    // the space shows nothing, whatever is under it
}

const (
	opened uint8 = iota // the references are not there yet
	filling
	filled
)

// root is what a reader holds.
type root struct {
	id    core.RootID
	node  *node
	space store.Space
	text  []byte
	inner reflect.Value // of a query what its function was given
	value reflect.Value // invalid: nothing is there
	panic any           // of the function of a query
	none  bool
}

func newGraph() *graph {
	g := &graph{nodes: make(map[uint32]*node), first: make(map[listKey]uint32)}
	g.clear()
	return g
}

// clear forgets all objects.
func (g *graph) clear() {
	g.spaces = make(map[store.Space]*space)
	g.args = make(map[core.RootID]json.RawMessage)
	g.gone, g.left = make(map[spot]*object), make(map[core.RootID]reflect.Value)
	g.fresh, g.read = nil, nil
}

// in gives a space, which is made when it is first needed.
func (g *graph) in(sp store.Space) *space {
	s := g.spaces[sp]
	if s == nil {
		s = &space{make(map[spot]*object), make(map[core.RootID]*root)}
		g.spaces[sp] = s
	}
	return s
}

// close forgets a space that nobody reads any more.
func (g *graph) close(sp store.Space) { delete(g.spaces, sp) }

// know enters a node that the store was told of.
func (g *graph) know(n *node) {
	g.nodes[n.id] = n
	if key, shared := n.family(); shared && g.first[key] == 0 {
		g.first[key] = n.id
	}
}

// family says which lists are one object, see store.Node.Alias.
func (n *node) family() (key listKey, shared bool) {
	switch n.kind {
	case "collection":
		return listKey{kind: n.items.kind, items: n.items.items}, true
	case "all":
		return listKey{kind: n.kind, items: n.items}, true
	}
	return listKey{}, false
}

// seenAs gives the id of the node that objects of a node are told of.
func (g *graph) seenAs(n *node) uint32 {
	if key, shared := n.family(); shared {
		return g.first[key]
	}
	return n.id
}

// Of is for core.Sinks.
func (g *graph) Of(core.ClientID) store.Sink { return g }

// Reset is for core.Sinks.
func (g *graph) Reset(core.ClientID) {
	g.fresh, g.read = nil, nil
	clear(g.gone)
	clear(g.left)
	for _, s := range g.spaces {
		clear(s.objects)
		for _, r := range s.roots {
			r.text, r.none = nil, false
			r.inner, r.panic = reflect.Value{}, nil
			g.set(r, reflect.Value{})
		}
	}
}

// under gives the space whose objects are seen where one has none.
func under(sp store.Space) (store.Space, bool) {
	switch {
	case sp == store.Base:
		return 0, false
	case sp%2 == 1 && sp != store.View:
		return store.View, true
	}
	return store.Base, true
}

// object gives what is seen of a row, nil if nothing is.
func (g *graph) object(sp store.Space, n, row uint32) *object {
	for {
		if o := g.in(sp).objects[spot{n, row}]; o != nil {
			if o.none {
				return nil
			}
			return o
		}
		var ok bool
		if sp, ok = under(sp); !ok {
			return nil
		}
	}
}

// Make is for store.Sink, and so are those that follow.
func (g *graph) Make(sp store.Space, sn *store.Node, row uint32, own []byte) {
	n := g.nodes[sn.ID]
	if n == nil {
		return
	}
	o := &object{node: n, space: sp, from: g.object(sp, n.id, row)}
	if sp == store.Base {
		if o.equal = g.gone[spot{n.id, row}]; o.equal != nil && n.entity == nil {
			o.from = o.equal
		}
	}
	if n.entity != nil {
		rest, links := n.split(own)
		o.value = reflect.New(n.typ.Elem())
		_ = json.Unmarshal(rest, o.value.Interface()) // another view of the row may have written what does not fit
		for _, text := range links {
			o.links = append(o.links, bytes.Clone(text))
		}
		o.keepPlain()
	} else {
		o.links = [][]byte{bytes.Clone(own)}
	}
	g.put(o, row)
}

// Relink says that an object refers to others than before.
func (g *graph) Relink(sp store.Space, sn *store.Node, row uint32) {
	from := g.object(sp, sn.ID, row)
	if from == nil {
		return
	}
	o := &object{node: from.node, space: sp, from: from, links: from.links}
	if sp == store.Base {
		o.equal = g.gone[spot{sn.ID, row}]
	}
	if o.node.entity != nil {
		o.value = reflect.New(o.node.typ.Elem())
		o.value.Elem().Set(from.value.Elem())
		for _, l := range o.node.members() {
			if f, ok := fieldAt(o.value.Elem(), l.index, false); ok {
				f.SetZero()
			}
		}
	}
	g.put(o, row)
}

func (g *graph) put(o *object, row uint32) {
	g.in(o.space).objects[spot{o.node.id, row}] = o
	g.fresh = append(g.fresh, o)
}

// Drop says that nothing is seen of a row.
func (g *graph) Drop(sp store.Space, sn *store.Node, row uint32) {
	at := spot{sn.ID, row}
	if sp == store.Base {
		delete(g.in(sp).objects, at)
		return
	}
	g.in(sp).objects[at] = &object{none: true}
}

// Share says that the view shows what the base does.
func (g *graph) Share(sp store.Space, sn *store.Node, row uint32) {
	at, objects := spot{sn.ID, row}, g.in(sp).objects
	if o := objects[at]; o != nil && !o.none {
		g.gone[at] = o
	}
	delete(objects, at)
}

// Forget says that nothing refers to a row any more.
func (g *graph) Forget(sn *store.Node, row uint32) {
	for _, s := range g.spaces {
		delete(s.objects, spot{sn.ID, row})
	}
}

// root gives what a space has of a root.
func (g *graph) root(sp store.Space, id core.RootID) *root {
	r := g.in(sp).roots[id]
	if r == nil {
		r = &root{id: id, space: sp}
		g.in(sp).roots[id] = r
	}
	return r
}

// seen gives what is seen of a root in a space; nil when nothing ever was.
func (g *graph) seen(sp store.Space, id core.RootID) *root {
	for {
		if r := g.in(sp).roots[id]; r != nil && (r.none || r.text != nil) {
			return r
		}
		var ok bool
		if sp, ok = under(sp); !ok {
			return nil
		}
	}
}

// MakeRoot is for store.Sink, and so are those that follow.
func (g *graph) MakeRoot(sp store.Space, sn *store.Node, id uint32, own []byte) {
	r := g.root(sp, id)
	r.node, r.text, r.none = g.nodes[sn.ID], bytes.Clone(own), false
	g.read = append(g.read, r)
}

// RelinkRoot says that a root refers to other objects than before.
func (g *graph) RelinkRoot(sp store.Space, _ *store.Node, id uint32) {
	if r := g.seen(sp, id); r != nil {
		own := g.root(sp, id)
		own.node, own.text, own.none = r.node, r.text, false
		g.read = append(g.read, own)
	}
}

// DropRoot says that there is nothing to show.
func (g *graph) DropRoot(sp store.Space, _ *store.Node, id uint32) {
	r := g.root(sp, id)
	r.text, r.none = nil, sp != store.Base
	g.set(r, reflect.Value{})
	r.inner, r.panic = reflect.Value{}, nil
}

// ShareRoot says that the view shows what the base does.
func (g *graph) ShareRoot(sp store.Space, _ *store.Node, id uint32) {
	r := g.root(sp, id)
	if r.value.IsValid() {
		g.left[id] = r.value
	}
	r.text, r.none = nil, false
	g.changed = append(g.changed, id)
}

// ForgetRoot says that nobody reads a root any more.
func (g *graph) ForgetRoot(_ *store.Node, id uint32) {
	for _, s := range g.spaces {
		delete(s.roots, id)
	}
	delete(g.args, id)
}

func (g *graph) set(r *root, v reflect.Value) {
	r.value = v
	g.changed = append(g.changed, r.id)
}

// open says what a root is read with.
func (g *graph) open(id core.RootID, args json.RawMessage) {
	if _, known := g.args[id]; known {
		return
	}
	var first json.RawMessage
	if item := jsontext.ItemsOf(args, 0); item.Next() {
		first = bytes.Clone(args[item.Value:item.End])
	}
	g.args[id] = first
	for _, s := range g.spaces {
		if r := s.roots[id]; r != nil && r.text != nil && r.node.process != nil {
			g.build(r)
		}
	}
}

// settle completes what was told in this step.
func (g *graph) settle() {
	fresh := g.fresh
	g.fresh = nil
	g.confirm(fresh)
	for _, o := range fresh {
		g.fill(o)
	}
	for _, o := range fresh {
		o.from, o.equal = nil, nil
	}
	clear(g.gone)
	read := g.read
	g.read = nil
	for _, r := range read {
		if r.text != nil && r.node != nil {
			g.build(r)
		}
	}
	clear(g.left)
}

// build makes the value of a root.
func (g *graph) build(r *root) {
	n := r.node
	if n.process == nil {
		v := reflect.New(n.typ).Elem()
		before, left := r.value, false
		if r.space == store.Base {
			if was, ok := g.left[r.id]; ok {
				before, left = was, true
			}
		}
		if !g.place(n, r.text, r.space, v, before) {
			v = reflect.Value{}
		}
		if left && v.IsValid() && identical(v, before) {
			g.set(r, v)
			return
		}
		g.change(r, v)
		return
	}
	arg, opened := g.args[r.id]
	if !opened {
		return // it is known later what it is asked with
	}
	in := reflect.New(n.items.typ).Elem()
	if !g.place(n.items, r.text, r.space, in, r.inner) {
		in = reflect.Value{}
	}
	if r.inner.IsValid() && in.IsValid() && same(r.inner, in) && r.panic == nil {
		return
	}
	r.inner, r.panic = in, nil
	if !in.IsValid() {
		g.change(r, in)
		return
	}
	out, failure := ask(n, in, arg)
	r.panic = failure
	if out.IsValid() && r.value.IsValid() && reflect.DeepEqual(out.Interface(), r.value.Interface()) {
		return
	}
	g.change(r, out)
}

// change gives a root another value.
func (g *graph) change(r *root, v reflect.Value) {
	if v.IsValid() && r.value.IsValid() && same(v, r.value) {
		return
	}
	g.set(r, v)
}

// ask calls the function of a query.
func ask(n *node, in reflect.Value, arg json.RawMessage) (out reflect.Value, failure any) {
	defer func() {
		if p := recover(); p != nil {
			failure = fmt.Sprint("client: a query: ", p)
		}
	}()
	out, err := n.process(in, arg)
	if err != nil {
		return reflect.Value{}, err
	}
	return out, nil
}
