package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sort"
	"strings"
)

// model is a store that computes everything anew from plain maps, to compare the real one with.
type model struct {
	base   world
	layers []saying // in order of start
}

// saying is what a response says, kept as it came.
type saying struct {
	request uint64
	node    *Node
	key     string
	body    string
	write   *Write
}

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

func newModel() *model {
	return &model{base: *newWorld()}
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

// view is the base with all layers of before (0: all) replayed on it.
func (m *model) view(before *Write) *world {
	w := m.base.clone()
	w.under = m.base.clone()
	for _, l := range m.layers {
		if before == nil || l.write.Start.Before(before.Start) {
			w.say(l)
		}
	}
	return w
}

// sweep forgets what nobody reads and whose life is over.
func (m *model) sweep(now float64, watched []sequenceRoot, node func(uint32) *Node) {
	view := m.view(nil)
	kept := map[rowID]bool{}
	var keep func(v any)
	keep = func(v any) {
		switch v := v.(type) {
		case rowID:
			if kept[v] {
				return
			}
			kept[v] = true
			for _, w := range []*world{&m.base, view} {
				if r := w.rows[v]; r != nil {
					for _, member := range r.members {
						keep(member.value)
					}
				}
			}
		case []any:
			for _, x := range v {
				keep(x)
			}
		case map[string]any:
			for _, x := range v {
				keep(x)
			}
		}
	}
	read := map[string]bool{}
	for _, r := range watched {
		read[r.key] = r.key != ""
		for _, w := range []*world{&m.base, view} {
			for _, v := range w.named(node(r.node), r.key, r.args) {
				keep(v)
			}
		}
	}
	for key, k := range m.base.keys {
		if !read[key] && (Limits{}).over(now, k.meta.FetchedAt, k.meta.Date, k.meta.ExpiresAt) {
			delete(m.base.keys, key)
		} else {
			keep(k.value)
		}
	}
	for id, r := range m.base.rows {
		if !(Limits{}).over(now, r.write.FetchedAt, r.write.Date, r.write.ExpiresAt) {
			keep(id)
		}
	}
	var order []rowID
	for _, id := range m.base.order {
		if kept[id] {
			order = append(order, id)
		}
	}
	m.base.order = order
	for id := range m.base.rows {
		if !kept[id] {
			delete(m.base.rows, id)
		}
	}
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

func (m *model) set(l saying) {
	m.drop(l.request)
	m.layers = append(m.layers, l)
	sort.SliceStable(m.layers, func(i, j int) bool { return m.layers[i].write.Start.Before(m.layers[j].write.Start) })
}

func (m *model) drop(request uint64) {
	kept := m.layers[:0]
	for _, l := range m.layers {
		if l.request != request {
			kept = append(kept, l)
		}
	}
	m.layers = kept
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

// pair is a row as a schema reads it.
type pair struct {
	node *Node
	id   rowID
}

// modelReading reads a world.
type modelReading struct {
	*world
	broken map[pair]bool // rows that are INVALID because of what they need
	used   []rowID
}

type status uint8

const (
	fine status = iota
	lost
	bad
)

// read writes what a root shows, as show does, and gives the rows that it shows.
func (w *world) read(n *Node, key, args string) (text string, st status, used []rowID) {
	rd := &modelReading{world: w, broken: map[pair]bool{}}
	for {
		count := len(rd.broken)
		rd.used = nil
		text, st := rd.root(n, key, args)
		if len(rd.broken) == count {
			if st != fine {
				text = "-"
			}
			return text, st, rd.used
		}
	}
}

func (rd *modelReading) root(n *Node, key, args string) (string, status) {
	if k := rd.keys[key]; k != nil && k.has && n.Kind != All {
		if n.Kind == Entity {
			return rd.value(n, k.value, nil, true)
		}
		return rd.value(n, k.value, []pair{{}}, true)
	}
	if n.Kind == All {
		items := []any{}
		for _, id := range rd.order {
			if id.table == n.Items.Name {
				items = append(items, id)
			}
		}
		if len(items) == 0 && !rd.known[n.Items.Name] {
			return "", lost
		}
		list := &Node{Kind: Array, Items: n.Items}
		return rd.value(list, items, []pair{{}}, true)
	}
	if id, ok := rd.find(n, args); ok {
		return rd.value(n, id, nil, true)
	}
	return "", lost
}

// value writes a value that is read by n. whole says that it is all that the reader gets.
func (rd *modelReading) value(n *Node, v any, around []pair, whole bool) (string, status) {
	if id, ok := v.(rowID); ok && (n == nil || n.Kind != Entity && n.Kind != Invalidate) {
		return id.pk, fine
	}
	if n != nil && n.Kind == Invalidate {
		n = n.Items
	}
	if n != nil && n.Kind == Entity {
		switch x := v.(type) {
		case rowID:
			return rd.row(pair{n, x}, around)
		case string:
			if x != "" {
				return rd.row(pair{n, rowID{n.Name, x}}, around)
			}
		case json.Number:
			return rd.row(pair{n, rowID{n.Name, x.String()}}, around)
		}
	}
	switch v := v.(type) {
	case nil:
		return "null", fine
	case string:
		if v == "" {
			return `""`, fine
		}
		return v, fine
	case []any:
		var items []string
		var of *Node
		if n != nil && n.Kind == Array {
			of = n.Items
		}
		for _, item := range v {
			if text, st := rd.value(of, item, around, false); st == fine {
				items = append(items, text)
			}
		}
		return "[" + strings.Join(items, ",") + "]", fine
	case map[string]any:
		var names []string
		st, used := fine, len(rd.used)
		for name, value := range v {
			var of *Node
			if n != nil && n.Kind == Object {
				if f := n.at([]byte(name)); f >= 0 {
					of = n.Fields[f].Node
				}
			}
			text, is := rd.value(of, value, around, false)
			if is == bad {
				st = bad
			}
			if is == fine {
				names = append(names, name+":"+text)
			}
		}
		sort.Strings(names)
		if st == bad {
			rd.used = rd.used[:used]
		}
		return "{" + strings.Join(names, ",") + "}", st
	default:
		var b bytes.Buffer
		_ = json.NewEncoder(&b).Encode(v)
		return strings.TrimSpace(b.String()), fine
	}
}

func (rd *modelReading) row(p pair, around []pair) (string, status) {
	r := rd.rows[p.id]
	switch {
	case r == nil:
		return "", lost
	case r.invalid || rd.broken[p]:
		return "", bad
	}
	for i := range around {
		if around[len(around)-1-i] == p {
			return fmt.Sprintf("^%d", i), fine
		}
	}
	var names []string
	used := len(rd.used)
	for name, m := range r.members {
		var of *Node
		required := false
		if f := p.node.at([]byte(name)); f >= 0 {
			of, required = p.node.Fields[f].Node, p.node.Fields[f].Required
		}
		text, st := rd.value(of, m.value, append(around[:len(around):len(around)], p), false)
		if st == bad && required {
			rd.broken[p], rd.used = true, rd.used[:used]
			return "", bad
		}
		if st == fine {
			names = append(names, name+":"+text)
		}
	}
	sort.Strings(names)
	rd.used = append(rd.used, p.id)
	return "{" + strings.Join(names, ",") + "}", fine
}
