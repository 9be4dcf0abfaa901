package client

import (
	"bytes"
	"encoding/json"
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
	forgot  []core.RootID                   // roots that are no more
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
