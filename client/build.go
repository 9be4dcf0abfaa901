package client

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"

	"sluice/store"
	"sluice/store/jsontext"
)

// fill puts the objects that an object refers to into it.
func (g *graph) fill(o *object) {
	if o.state != opened {
		return
	}
	o.state = filling
	if o.node.entity == nil {
		v := reflect.New(o.node.typ).Elem()
		var before reflect.Value
		if o.from != nil {
			before = o.from.value
		}
		g.place(o.node.list(), o.links[0], o.space, v, before)
		o.value = v
	} else {
		for i, l := range o.node.members() {
			if i < len(o.links) && o.links[i] != nil {
				g.member(o.value.Elem(), &l, o.links[i], o.space, o.former(l.index))
			}
		}
	}
	o.state = filled
}

// list gives the node of what a shared list holds.
func (n *node) list() *node {
	if n.kind == "all" {
		return &node{kind: "array", typ: n.typ, items: n.items}
	}
	return n.items
}

// former gives what a field was before.
func (o *object) former(index []int) reflect.Value {
	if o.from == nil || !o.from.value.IsValid() || o.from.node != o.node {
		return reflect.Value{}
	}
	f, _ := fieldAt(o.from.value.Elem(), index, false)
	return f
}

// member gives a field what its text says.
func (g *graph) member(object reflect.Value, l *link, text []byte, sp store.Space, before reflect.Value) {
	f, _ := fieldAt(object, l.index, true)
	if !g.place(l.node, text, sp, f, before) {
		f.SetZero()
	}
}

// fieldAt gives a field of a struct; a nil pointer on the way is made where it is to be.
func fieldAt(v reflect.Value, index []int, make bool) (reflect.Value, bool) {
	for i, at := range index {
		if i > 0 && v.Kind() == reflect.Pointer {
			if v.IsNil() {
				if !make {
					return reflect.Value{}, false
				}
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(at)
	}
	return v, true
}

// place reads what a schema has in a place: a text in which references are the numbers of rows, in a union
// [number,"type"]. It reports whether there is something to show. What is equal to before is
// that again.
func (g *graph) place(n *node, text []byte, sp store.Space, to, before reflect.Value) bool {
	c := text[0]
	switch {
	case c == 'n':
		to.SetZero()
		return true
	case n.kind == "query":
		return g.nested(n, text, sp, to)
	case n.kind == "invalidate":
		return g.place(n.items, text, sp, to, before)
	case n.refers() && (c == '-' || c-'0' <= 9):
		row, err := strconv.ParseUint(string(text), 10, 32)
		return err == nil && g.refer(g.object(sp, g.seenAs(n), uint32(row)), sp, to)
	case n.kind == "collection", n.kind == "all":
		return g.place(n.list(), text, sp, to, before)
	case n.kind == "union" && c == '[':
		return g.tagged(n, text, sp, to)
	case n.kind == "adder":
		items := n.items.items
		if c == '[' && !isTagged(text) || c == '{' && items.kind == "values" {
			if to.Kind() != reflect.Slice && to.Kind() != reflect.Map {
				return false
			}
			return g.place(items, text, sp, to, before)
		}
		return g.place(items.items, text, sp, to, before)
	}
	if to.Kind() == reflect.Pointer && n.entity == nil {
		if before.IsValid() && before.Kind() == reflect.Pointer && !before.IsNil() {
			before = before.Elem()
		} else {
			before = reflect.Value{}
		}
		made := reflect.New(to.Type().Elem())
		if !g.place(n, text, sp, made.Elem(), before) {
			return false
		}
		if before.IsValid() && same(made.Elem(), before) {
			made = before.Addr()
		}
		to.Set(made)
		return true
	}
	switch {
	case c == '[' && to.Kind() == reflect.Slice && n.items != nil:
		g.array(n, text, sp, to, before)
	case c == '[' && to.Kind() == reflect.Array && n.items != nil:
		at := 0
		for item := jsontext.ItemsOf(text, 0); item.Next() && at < to.Len(); at++ {
			g.place(n.items, text[item.Value:item.End], sp, to.Index(at), reflect.Value{})
		}
	case c == '{' && to.Kind() == reflect.Map && n.kind == "values":
		g.values(n, text, sp, to, before)
	case c == '{' && to.Kind() == reflect.Struct && n.kind == "object":
		g.struc(n, text, sp, to, before)
	default:
		_ = json.Unmarshal(text, to.Addr().Interface())
	}
	return true
}

// refers reports whether a number in the place of a node is that of a row.
func (n *node) refers() bool { return n.entity != nil || n.kind == "collection" || n.kind == "all" }

// refer puts an object into a place.
func (g *graph) refer(o *object, sp store.Space, to reflect.Value) bool {
	if o == nil {
		to.SetZero()
		return false
	}
	if o.node.entity == nil || o.value.Type() != to.Type() && o.value.Type().Elem() == to.Type() {
		g.fill(o) // a copy is made of what is whole
	}
	switch v := o.value; {
	case v.Type().AssignableTo(to.Type()):
		to.Set(v)
	case o.node.entity != nil && v.Elem().Type().AssignableTo(to.Type()):
		to.Set(v.Elem())
	case o.node.entity == nil:
		return g.place(o.node.list(), o.links[0], sp, to, reflect.Value{})
	default:
		to.SetZero()
		return false
	}
	return true
}

// tagged reads a reference of a union.
func (g *graph) tagged(n *node, text []byte, sp store.Space, to reflect.Value) bool {
	var row, name []byte
	item := jsontext.ItemsOf(text, 0)
	if item.Next() {
		row = text[item.Value:item.End]
	}
	if item.Next() {
		name, _ = jsontext.Unquote(nil, text[item.Value:item.End])
	}
	for _, t := range n.types {
		if t.name == string(name) {
			return g.place(t.node, row, sp, to, reflect.Value{})
		}
	}
	return false
}

// isTagged reports whether a list is a reference of a union.
func isTagged(text []byte) bool {
	item := jsontext.ItemsOf(text, 0)
	return item.Next() && text[item.Value]-'0' <= 9 && item.Next() && text[item.Value] == '"'
}

func (g *graph) array(n *node, text []byte, sp store.Space, to, before reflect.Value) {
	list := reflect.MakeSlice(to.Type(), 0, 0)
	for item := jsontext.ItemsOf(text, 0); item.Next(); {
		v := reflect.New(to.Type().Elem()).Elem()
		var was reflect.Value
		if before.IsValid() && before.Kind() == reflect.Slice && list.Len() < before.Len() && n.items.entity == nil {
			was = before.Index(list.Len())
		}
		if g.place(n.items, text[item.Value:item.End], sp, v, was) {
			list = reflect.Append(list, v)
		}
	}
	to.Set(kept(list, before))
}

func (g *graph) values(n *node, text []byte, sp store.Space, to, before reflect.Value) {
	out := reflect.MakeMap(to.Type())
	for m := jsontext.MembersOf(text, 0); m.Next(); {
		v := reflect.New(to.Type().Elem()).Elem()
		if text[m.Value] != 'n' && g.place(n.items, text[m.Value:m.End], sp, v, reflect.Value{}) {
			name, _ := jsontext.Unquote(nil, text[m.Name:m.NameEnd])
			out.SetMapIndex(reflect.ValueOf(string(name)).Convert(to.Type().Key()), v)
		}
	}
	to.Set(kept(out, before))
}

// struc reads an object that is no entity.
func (g *graph) struc(n *node, text []byte, sp store.Space, to, before reflect.Value) {
	rest, links := n.split(text)
	_ = json.Unmarshal(rest, to.Addr().Interface())
	for i, l := range n.members() {
		if links[i] == nil {
			continue
		}
		var was reflect.Value
		if before.IsValid() && before.Type() == to.Type() {
			was, _ = fieldAt(before, l.index, false)
		}
		g.member(to, &l, links[i], sp, was)
	}
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

// nested reads a query that stands inside of an object.
func (g *graph) nested(n *node, text []byte, sp store.Space, to reflect.Value) bool {
	in := reflect.New(n.items.typ).Elem()
	if !g.place(n.items, text, sp, in, reflect.Value{}) {
		return false
	}
	out, failure := ask(n, in, nil)
	if failure != nil || !out.IsValid() || !out.Type().AssignableTo(to.Type()) {
		return false
	}
	to.Set(out)
	return true
}
