package store

import "encoding/json"

// absent is what a reference to nothing is linked to.
type absent struct{}

// link puts objects in the place of references, as the schema has it.
func (r *reader) link(o *object, n *Node, v any, root bool) any {
	if n == nil {
		return v
	}
	number, isNumber := v.(json.Number)
	switch n.Kind {
	case Query, Invalidate:
		return r.link(o, n.Items, v, root)
	case Adder:
		list := n.Items.Items
		if items, ok := v.([]any); ok && !(list.Items.Kind == Union && len(items) == 2 && isTag(items[1])) {
			return r.items(o, list, items, root)
		}
		if _, ok := v.(map[string]any); ok && list.Kind == Values {
			return r.link(o, list, v, root)
		}
		return r.link(o, list.Items, v, root)
	case Entity:
		if members, ok := v.(map[string]any); ok && !root {
			return r.members(o, n, members)
		}
		if isNumber {
			return r.refer(o, n, number)
		}
	case Collection, All:
		if isNumber && (root || o.at.node != n.Alias()) {
			return r.refer(o, n.Alias(), number)
		}
		if items, ok := v.([]any); ok {
			return r.items(o, n, items, root)
		}
		return r.link(o, n.Items, v, root)
	case Union:
		if pair, ok := v.([]any); ok && len(pair) == 2 {
			return r.refer(o, n.Fields[n.at([]byte(pair[1].(string)))].Node, pair[0].(json.Number))
		}
	case Array:
		if items, ok := v.([]any); ok {
			return r.items(o, n, items, root)
		}
	case Values:
		if members, ok := v.(map[string]any); ok {
			for _, name := range sorted(members) {
				if x := r.link(o, n.Items, members[name], root); x == (absent{}) {
					delete(members, name)
				} else {
					members[name] = x
				}
			}
		}
	case Object:
		if members, ok := v.(map[string]any); ok {
			return r.members(o, n, members)
		}
	}
	if isNumber && number == "-1" {
		return absent{}
	}
	return v
}

func (r *reader) items(o *object, n *Node, items []any, root bool) any {
	if n.Kind == Collection {
		n = n.Items
	}
	kept := []any{}
	for _, item := range items {
		if x := r.link(o, n.Items, item, root); x != (absent{}) {
			kept = append(kept, x)
		}
	}
	return kept
}

func isTag(v any) bool { _, is := v.(string); return is }

func (r *reader) members(o *object, n *Node, members map[string]any) any {
	for _, name := range sorted(members) {
		if f := n.at([]byte(name)); f >= 0 {
			if x := r.link(o, n.Fields[f].Node, members[name], false); x == (absent{}) {
				delete(members, name)
			} else {
				members[name] = x
			}
		}
	}
	return members
}

func (r *reader) refer(o *object, n *Node, number json.Number) any {
	num, err := number.Int64()
	if err != nil || num < 0 {
		return absent{}
	}
	to := r.find(spot{o.at.space, n, false, uint32(num)})
	if to == nil {
		return absent{}
	}
	o.links = append(o.links, to)
	return to
}

// root gives what a root shows in a space, nil for nothing.
func (r *reader) root(sp Space, number uint32) any {
	o := r.find(spot{sp, r.s.roots[number].node, true, number})
	if o == nil {
		return nil
	}
	if _, single := o.value.(*object); single {
		return o.value
	}
	return o
}
