package store

import (
	"encoding/json"
	"fmt"
	"strings"
)

// world is what is known.
type world struct {
	rows    map[rowID]*modelRow
	keys    map[string]*modelKey
	order   []rowID // as they were first stored
	touched []rowID
	known   map[string]bool       // tables of which all rows were answered
	takers  map[modelSlot][]rowID // as they took a value
	under   *world                // of the view: the base
}

// modelSlot is a value of the member "v" of a table, which is its index.
type modelSlot struct{ table, value string }

type rowID struct{ table, pk string }

type modelRow struct {
	members map[string]modelMember
	invalid bool
	write   *Write
}

type modelMember struct {
	value any // with rowID in the place of rows
	write *Write
}

func newWorld() *world {
	return &world{rows: map[rowID]*modelRow{}, keys: map[string]*modelKey{}, takers: map[modelSlot][]rowID{}, known: map[string]bool{}}
}

func (w *world) clone() *world {
	c := newWorld()
	for id, r := range w.rows {
		c.rows[id] = r.clone()
	}
	for key, k := range w.keys {
		one := *k
		c.keys[key] = &one
	}
	for name := range w.known {
		c.known[name] = true
	}
	c.order = append(c.order, w.order...)
	for slot, rows := range w.takers {
		c.takers[slot] = append([]rowID(nil), rows...)
	}
	return c
}

func (r *modelRow) clone() *modelRow {
	out := &modelRow{members: map[string]modelMember{}, invalid: r.invalid, write: r.write}
	for name, m := range r.members {
		out.members[name] = m
	}
	return out
}

// indexed gives the value by which a row is found.
func (w *world) indexed(id rowID) (modelSlot, bool) {
	r := w.rows[id]
	if r == nil || r.invalid {
		return modelSlot{}, false
	}
	m, has := r.members["v"]
	return modelSlot{id.table, fmt.Sprint(m.value)}, has
}

// named gives what a root names.
func (w *world) named(n *Node, key, args string) []any {
	if n.Kind == All {
		var all []any
		for _, id := range w.order {
			if id.table == n.Items.Name {
				all = append(all, id)
			}
		}
		return all
	}
	if k := w.keys[key]; k != nil && k.has {
		return []any{k.value}
	}
	if id, ok := w.find(n, args); ok {
		return []any{id}
	}
	return nil
}

// find looks up by arguments.
func (w *world) find(n *Node, args string) (rowID, bool) {
	var list []any
	if json.Unmarshal([]byte(args), &list) != nil || len(list) == 0 || n.Kind != Entity {
		return rowID{}, false
	}
	if pk, ok := list[0].(string); ok {
		return rowID{n.Name, pk}, true
	}
	slot := modelSlot{n.Name, fmt.Sprint(list[0].(map[string]any)["v"])}
	for i := len(w.takers[slot]) - 1; i >= 0; i-- {
		id := w.takers[slot][i]
		if now, has := w.indexed(id); has && now == slot {
			return id, true
		}
	}
	return rowID{}, false
}

// say writes a response.
func (w *world) say(x saying) {
	was := w.clone()
	w.touched = nil
	decoder := json.NewDecoder(strings.NewReader(x.body))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		panic(err)
	}
	v = w.take(x.node, v, x)
	for _, id := range w.touched {
		old, had := was.indexed(id)
		slot, has := w.indexed(id)
		if has && (!had || old != slot) {
			w.takers[slot] = append(w.takers[slot], id)
		}
	}
	if x.key == "" {
		return
	}
	k := w.key(x.key)
	if !k.accepts(x.write) {
		return
	}
	k.value, k.has = v, true
	if x.write.Origin != Layer {
		k.answered(x.write)
	}
	k.last = x.write
}

// take stores the rows of a value and gives it with their names in their place.
func (w *world) take(n *Node, v any, x saying) any {
	if n == nil || v == nil {
		return v
	}
	switch n.Kind {
	case Entity:
		members, ok := v.(map[string]any)
		if !ok {
			if v == "" {
				return v
			}
			return rowID{n.Name, fmt.Sprint(v)}
		}
		id := rowID{n.Name, fmt.Sprint(members["id"])}
		for _, f := range n.Fields {
			if value, has := members[f.Name]; has {
				members[f.Name] = w.take(f.Node, value, x)
			}
		}
		w.merge(id, members, x.write)
		return id
	case Invalidate:
		id := rowID{n.Items.Name, fmt.Sprint(v)}
		if members, ok := v.(map[string]any); ok {
			id.pk = fmt.Sprint(members["id"])
		}
		w.touched = appendID(w.touched, id)
		if r := w.rows[id]; r == nil || !x.write.older(r.write) {
			w.rows[id] = &modelRow{invalid: true, write: x.write}
		}
		return id
	case Array, All:
		if n.Kind == All {
			w.known[n.Items.Name] = true
		}
		for i, item := range v.([]any) {
			v.([]any)[i] = w.take(n.Items, item, x)
		}
	case Object:
		members := v.(map[string]any)
		for _, f := range n.Fields {
			if value, has := members[f.Name]; has {
				members[f.Name] = w.take(f.Node, value, x)
			}
		}
	}
	return v
}

func (w *world) merge(id rowID, members map[string]any, by *Write) {
	w.touched = appendID(w.touched, id)
	defer func() {
		if !w.rows[id].invalid {
			w.order = appendID(w.order, id)
			w.known[id.table] = true
		}
	}()
	r := w.rows[id]
	if r == nil || r.invalid && !by.older(r.write) {
		r = &modelRow{members: map[string]modelMember{}, write: by}
		w.rows[id] = r
	} else if r.invalid {
		return
	}
	for name, value := range members {
		if m, has := r.members[name]; !has || !by.older(m.write) {
			r.members[name] = modelMember{value, by}
		}
	}
	if !by.older(r.write) {
		r.write = by
	}
}

// appendID adds a row that is not in a list yet.
func appendID(list []rowID, id rowID) []rowID {
	for _, o := range list {
		if o == id {
			return list
		}
	}
	return append(list, id)
}
