package client

import (
	"bytes"
	"reflect"
	"slices"
)

// confirm finds the objects that are equal to what was shown in their places before: they are these again.
func (g *graph) confirm(fresh []*object) {
	made := make(map[*object]reflect.Value)
	for _, o := range fresh {
		e := o.equal
		if e != nil && o.state == opened && o.node.entity != nil && e.node == o.node && e.linksEqual(o) && o.plainEqual(e) {
			made[o], o.value = o.value, e.value
		}
	}
	for again := len(made) > 0; again; {
		again = false
		for o, value := range made { // what refers to an object that is another one is another one
			if !g.refersAlike(o) {
				o.value = value
				delete(made, o)
				again = true
			}
		}
	}
	for _, o := range fresh {
		if o.state = opened; made[o].IsValid() {
			o.state = filled // and what was filled to compare is filled again
		}
	}
}

func (o *object) linksEqual(other *object) bool {
	return slices.EqualFunc(o.links, other.links, bytes.Equal)
}

// plainEqual reports whether an object that has no references yet is equal to another but for those.
func (o *object) plainEqual(other *object) bool {
	rest := reflect.New(o.node.typ.Elem()).Elem()
	rest.Set(other.value.Elem())
	for _, l := range o.node.members() {
		if f, ok := fieldAt(rest, l.index[:1], false); ok {
			f.SetZero()
		}
	}
	return reflect.DeepEqual(rest.Interface(), o.value.Elem().Interface())
}

// refersAlike reports whether the references of an object lead where they did.
func (g *graph) refersAlike(o *object) bool {
	for i, l := range o.node.members() {
		if o.links[i] == nil {
			continue
		}
		f, ok := fieldAt(o.value.Elem(), l.index, false)
		now := reflect.New(l.typ).Elem()
		if !g.place(l.node, o.links[i], o.space, now, f) {
			now.SetZero()
		}
		if !ok || !same(now, f) {
			return false
		}
	}
	return true
}
