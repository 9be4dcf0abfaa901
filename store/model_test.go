package store

import "sort"

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

func newModel() *model {
	return &model{base: *newWorld()}
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
