package client

import (
	"encoding/json"
	"strings"
)

// describe gives the text for store.Define of the nodes under one that known does not have, which it
// enters, and the nodes; nil when there are none.
func describe(root *node, known map[uint32]*node) (text []byte, told []*node, err error) {
	if root == nil || known[root.id] != nil {
		return nil, nil, nil
	}
	seen := map[*node]bool{root: true}
	told = []*node{root}
	number := func(n *node) uint32 {
		if known[n.id] == nil && !seen[n] {
			seen[n] = true
			told = append(told, n)
		}
		return n.id
	}
	text = []byte{'['}
	for i := 0; i < len(told); i++ { // it grows
		n := told[i]
		described, err := n.describe(number)
		if err != nil {
			return nil, nil, err
		}
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, described...)
	}
	return append(text, ']'), told, nil
}

// usable gives why a schema cannot be used, nil if it can.
func (n *node) usable() error {
	if n == nil {
		return nil
	}
	n.checked.Do(func() { _, _, n.unusable = describe(n, nil) })
	return n.unusable
}

// describe describes one node; number gives the ids of others.
func (n *node) describe(number func(*node) uint32) ([]byte, error) {
	out := map[string]any{"id": n.id, "kind": n.kind}
	fields := func() {
		var text strings.Builder
		for i, l := range n.members() {
			if i > 0 {
				text.WriteByte(',')
			}
			name, _ := json.Marshal(l.name) // a string can be written
			id, _ := json.Marshal(number(l.node))
			text.Write(name)
			text.WriteByte(':')
			text.Write(id)
		}
		out["fields"] = json.RawMessage("{" + text.String() + "}")
	}
	switch n.kind {
	case "entity":
		if e := n.entity.expiry; e < 0 && e != AtOnce {
			return nil, usage("entity %s: the expiry is negative", n.entity.name)
		}
		n.describeEntity(out)
		fields()
	case "object":
		fields()
	case "union":
		types, err := n.describeTypes(number)
		if err != nil {
			return nil, err
		}
		out["types"], out["by"] = types, n.by
	case "adder":
		if n.items == nil {
			return nil, usage("what %s is of holds no entities", n.op)
		}
		out["collection"] = number(n.items)
		out["op"] = n.op
	default:
		if n.items == nil {
			return nil, usage("what a schema of kind %s is of holds no entities", n.kind)
		}
		out["items"] = number(n.items)
	}
	for _, f := range n.functions {
		if f.option == "pk" {
			out["pk"] = map[string]any{"fn": f.number}
			continue
		}
		out[f.option] = f.number
	}
	if n.wrong != nil {
		return nil, n.wrong
	}
	return json.Marshal(out)
}

func (n *node) describeEntity(out map[string]any) {
	e := n.entity
	out["name"] = e.name
	switch len(e.pk) {
	case 0:
	case 1:
		out["pk"] = e.pk[0]
	default:
		out["pk"] = e.pk
	}
	if len(e.indexes) > 0 {
		out["indexes"] = e.indexes
	}
	if len(e.required) > 0 {
		var required []string
		for _, l := range n.members() {
			if e.requires(l.name) {
				required = append(required, l.name)
			}
		}
		out["required"] = required
	}
	switch {
	case e.expiry == Never:
		out["expiry"] = -1
	case e.expiry != 0:
		out["expiry"] = lengthOf(e.expiry, 0)
	}
}

// describeTypes gives the types of a union as an object, in their order.
func (n *node) describeTypes(number func(*node) uint32) (json.RawMessage, error) {
	text := []byte{'{'}
	for i, t := range n.types {
		if t.node == nil || t.node.kind != "entity" {
			return nil, usage("the type %s of a union is no entity", t.name)
		}
		if !t.node.typ.AssignableTo(n.typ) {
			return nil, usage("the type %s of a union reads as %s, which is no %s", t.name, t.node.typ, n.typ)
		}
		if i > 0 {
			text = append(text, ',')
		}
		name, err := json.Marshal(t.name)
		if err != nil {
			return nil, err
		}
		text = append(append(text, name...), ':')
		id, _ := json.Marshal(number(t.node)) // a number can be written
		text = append(text, id...)
	}
	return append(text, '}'), nil
}
