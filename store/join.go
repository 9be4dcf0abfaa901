package store

import (
	"fmt"
	"strconv"
	"strings"
)

// kinship is what collections or alls have in common that show the same objects.
type kinship struct {
	kind  Kind // of the list: Array, Values or All
	items *Node
}

// check refuses nodes that lack what their kind needs.
func (d *definition) check() {
	for _, n := range d.order {
		items := Kind(0)
		if n.Items != nil {
			items = n.Items.Kind
		}
		ok := true
		switch n.Kind {
		case Array, Values, Query:
			ok = n.Items != nil
		case All, Invalidate:
			ok = items == Entity || items == Union
		case Collection:
			ok = (items == Array || items == Values) && n.Items.Items != nil && (n.Items.Items.Kind == Entity || n.Items.Items.Kind == Union)
		case Adder:
			ok = items == Collection && n.Op != 0
			if ok && n.Items.Items != nil {
				values := n.Items.Items.Kind == Values
				ok = !(values && (n.Op == Push || n.Op == Unshift)) && !(!values && n.Op == Assign)
			}
		case Union:
			for i := range n.Fields {
				ok = ok && n.Fields[i].Node != nil && n.Fields[i].Node.Kind == Entity
			}
		case Entity:
			ok = n.Name != ""
		}
		if !ok {
			d.fail("schema %d is not complete, or holds what its kind cannot", n.ID)
		}
	}
}

// join gives the nodes their tables, and to those that show the same objects one node that they
// are seen as.
func (d *definition) join() {
	if d.err != nil {
		return
	}
	for _, n := range d.order {
		n.as = n
		switch n.Kind {
		case Entity:
			d.entity(n)
		case Collection:
			n.as = d.relative(kinship{n.Items.Kind, n.Items.Items}, n)
		case All:
			n.as = d.relative(kinship{All, n.Items}, n)
			if n.as == n {
				n.all = &row{}
			}
		}
	}
	for _, n := range d.order {
		if n.Kind == Collection {
			d.collection(n)
		}
		n.lists = showsAll(n, make(map[*Node]bool))
	}
}

// relative gives the node that a node with a kinship is seen as.
func (d *definition) relative(k kinship, n *Node) *Node {
	if o := d.store.kin[k]; o != nil {
		return o
	}
	if o := d.kin[k]; o != nil {
		return o
	}
	d.kin[k] = n
	return n
}

// entity gives an entity its table, which all entities of its name share.
func (d *definition) entity(n *Node) {
	if isListName(n.Name) {
		d.fail("an entity is named %s, as a collection is; give it a name without the brackets", strconv.Quote(n.Name))
		return
	}
	t := d.table(n, n.Name)
	if o := t.node; o.Kind != Entity || fmt.Sprint(o.PK, o.PKFunc, o.Merge) != fmt.Sprint(n.PK, n.PKFunc, n.Merge) {
		d.fail("two entities are named %s and differ in pk or merge; give one of them another name, or both the same options", strconv.Quote(n.Name))
	}
}

// collection gives a collection its table, which all collections of what it holds share.
func (d *definition) collection(n *Node) {
	items := n.Items.Items
	name := items.Name
	if items.Kind == Union {
		var types []string
		for i := range items.Fields {
			types = append(types, items.Fields[i].Node.Name)
		}
		name = strings.Join(types, ";")
	}
	if name = "[" + name + "]"; n.Items.Kind == Values {
		name = "{" + name[1:len(name)-1] + "}"
	}
	d.table(n, name)
}

func (d *definition) table(n *Node, name string) *table {
	t := d.store.tables[name]
	if t == nil {
		t = d.tables[name]
	}
	if t == nil {
		t = newTable(name, n)
		d.tables[name] = t
	}
	if t.node == nil { // it was hydrated
		t.node = n
		d.adopted = append(d.adopted, t)
	}
	n.table = t
	return t
}

// showsAll reports whether the text of a value that is read by n shows an all.
func showsAll(n *Node, met map[*Node]bool) bool {
	if n == nil || met[n] {
		return false
	}
	met[n] = true
	if n.Kind == All {
		return true
	}
	if n.Kind == Array || n.Kind == Values || n.Kind == Query {
		return n.Items.inText() && showsAll(n.Items, met)
	}
	if n.Kind == Object || n.Kind == Entity {
		for i := range n.Fields {
			if f := n.Fields[i].Node; f.inText() && showsAll(f, met) {
				return true
			}
		}
	}
	return false
}

// inText reports whether what n reads is a part of the text around it, and no row of its own.
func (n *Node) inText() bool {
	switch n.Kind {
	case Entity, Union, Collection, Invalidate, Adder:
		return false
	default:
		return true
	}
}

// commit adds what was defined to the store.
func (d *definition) commit() {
	s := d.store
	for _, n := range d.order {
		s.nodes[n.ID] = n
		delete(s.refused, n.ID)
	}
	for name, t := range d.tables {
		s.tables[name] = t
	}
	for k, n := range d.kin {
		s.kin[k] = n
	}
	for _, n := range d.order {
		if n.all != nil {
			for _, t := range n.Items.tables() {
				t.lists = append(t.lists, n.all)
			}
		}
		for _, member := range n.Indexes {
			n.table.index(member)
		}
	}
}

// tables gives the tables of an entity, or of the types of a union.
func (n *Node) tables() []*table {
	if n.Kind == Entity {
		return []*table{n.table}
	}
	var out []*table
	for i := range n.Fields {
		t, known := n.Fields[i].Node.table, false
		for _, o := range out {
			known = known || o == t
		}
		if !known {
			out = append(out, t)
		}
	}
	return out
}
