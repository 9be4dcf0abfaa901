package client

import (
	"bytes"
	"encoding/json"
	"reflect"

	"sluice/store"
)

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
	g.forgot = append(g.forgot, id)
}

func (g *graph) set(r *root, v reflect.Value) {
	r.value = v
	g.changed = append(g.changed, r.id)
}
