package normal

import (
	"maps"
	"slices"
)

// replay makes everything anew, and folds what may be folded. It gives the first error of a function of the
// layer to blame.
func (r *reference) replay(blame *refLayer) error {
	if err := r.replayAll(blame); err != nil {
		return err
	}
	for len(r.layers) > 0 && r.folds(r.layers[0]) {
		l := r.layers[0]
		r.objects, r.queries, _ = r.through(l, nil, maps.Clone(r.objects), maps.Clone(r.queries))
		r.layers = r.layers[1:]
	}
	return r.replayAll(nil)
}

func (r *reference) replayAll(blame *refLayer) (err error) {
	r.top, r.shown = maps.Clone(r.objects), maps.Clone(r.queries)
	for _, l := range r.layers {
		if r.top, r.shown, err = r.through(l, blame, r.top, r.shown); err != nil {
			return err
		}
	}
	return nil
}

func (r *reference) folds(l *refLayer) bool {
	return !l.pending && !slices.ContainsFunc(l.steps, func(p *refStep) bool {
		return slices.ContainsFunc(r.asked, func(by RequestID) bool { return by <= p.settled })
	})
}

func (r *reference) through(l, blame *refLayer, objects map[string]map[string]any, queries map[QueryID]any) (map[string]map[string]any, map[QueryID]any, error) {
	for _, p := range l.steps {
		if p.call {
			p.writes = nil
			data, ok := queries[p.update.Query]
			if !ok || data == nil {
				continue
			}
			out, same, err := r.apply(p.update, show(data, objects))
			if err != nil && l == blame && !p.failed {
				return objects, queries, err
			}
			p.failed = err != nil
			if same || err != nil {
				continue
			}
			var patches []refPatch
			structure, _, _ := normalise(out, &patches)
			queries[p.update.Query] = structure
			for _, k := range patches {
				if k.object == nil {
					continue
				}
				rest := less(k.object, objects[k.key], true)
				if objects[k.key] == nil {
					rest = k.object
				}
				for _, m := range p.masks {
					if m.key == k.key {
						rest = less(rest, m.object, false)
					}
				}
				if len(rest) > 0 {
					p.writes = append(p.writes, refPatch{k.key, rest})
				}
			}
			p.writes = join(p.writes)
		}
		for _, k := range p.writes {
			objects[k.key] = mergeMaps(objects[k.key], k.object)
		}
	}
	return objects, queries, nil
}

func (p *refStep) outdated(by RequestID) bool { return p.settled != 0 && p.settled < by }

func (r *reference) answer(id QueryID, by RequestID, v any) {
	structure, patches := parse(v)
	for _, l := range r.layers {
		for _, p := range l.steps {
			if !p.outdated(by) {
				continue
			}
			if p.call && p.update.Query == id {
				p.call = false // what it wrote stays
			}
			if p.call {
				p.masks = append(p.masks, patches...)
				continue
			}
			for i := range p.writes {
				for _, k := range patches {
					if k.key == p.writes[i].key {
						p.writes[i].object = less(p.writes[i].object, k.object, false)
					}
				}
			}
			p.writes = slices.DeleteFunc(p.writes, func(k refPatch) bool { return len(k.object) == 0 })
		}
	}
	for _, k := range patches {
		r.objects[k.key] = mergeMaps(r.objects[k.key], k.object)
	}
	r.queries[id] = structure
	_ = r.replay(nil)
}

func (r *reference) forget(id QueryID) {
	for _, l := range r.layers {
		l.steps = slices.DeleteFunc(l.steps, func(p *refStep) bool {
			if !p.call || p.update.Query != id {
				return false
			}
			p.call = false
			return p.settled == 0
		})
		l.updates = slices.DeleteFunc(l.updates, func(u Update) bool { return u.Query == id })
	}
	delete(r.queries, id)
	_ = r.replay(nil)
}

func (r *reference) begin(by RequestID, pending bool, local, optimistic any, updates []Update) error {
	l := r.open(by)
	l.pending, l.updates = pending, slices.Clone(updates)
	l.says(local)
	for _, u := range updates {
		if u.Local && u.Has&UpdateData != 0 {
			l.calls(u, UpdateData)
		}
	}
	for _, p := range l.steps {
		p.settled, p.stays = by, true
	}
	if pending {
		l.says(optimistic)
		l.callAll(updates, UpdateOptimistic)
	}
	err := r.replay(l)
	if err != nil {
		r.layers = slices.DeleteFunc(r.layers, func(o *refLayer) bool { return o == l })
		_ = r.replay(nil)
	}
	return err
}

func (l *refLayer) says(v any) {
	if _, patches := parse(v); len(patches) > 0 {
		l.steps = append(l.steps, &refStep{layer: l, writes: patches})
	}
}

func (l *refLayer) calls(u Update, kind Kind) {
	l.steps = append(l.steps, &refStep{layer: l, call: true, update: Updating{l.request, u.Entry, u.Query, kind}})
}

func (l *refLayer) callAll(updates []Update, kind Kind) {
	for _, u := range updates {
		if !u.Local && u.Has&kind != 0 {
			l.calls(u, kind)
		}
	}
}

func (l *refLayer) settle(last RequestID) {
	l.pending = false
	for _, p := range l.steps {
		if p.settled == 0 {
			p.settled = last
		}
	}
}

func (r *reference) succeed(by, last RequestID, answer any, updates []Update) error {
	was := r.layerOf(by)
	l := r.open(by)
	count := len(l.steps)
	l.says(answer)
	l.callAll(l.updates, UpdateData)
	for _, u := range updates {
		if has(l.updates, u) == 0 {
			l.callAll([]Update{u}, UpdateData)
		}
	}
	if err := r.replayAll(l); err != nil {
		if l.steps = l.steps[:count]; was == nil {
			r.layers = slices.DeleteFunc(r.layers, func(o *refLayer) bool { return o == l })
		}
		_ = r.replay(nil)
		return err
	}
	l.settle(last)
	return r.replay(nil)
}

func (r *reference) fail(by, last RequestID, reverted any) {
	_, patches := parse(reverted)
	if r.layerOf(by) == nil && len(patches) == 0 {
		_ = r.replay(nil)
		return
	}
	l := r.open(by)
	l.steps = slices.DeleteFunc(l.steps, func(p *refStep) bool {
		u := Update{Query: p.update.Query, Entry: p.update.Entry}
		return !p.stays && (!p.call || has(l.updates, u)&UpdateRevert == 0)
	})
	l.says(reverted)
	l.callAll(l.updates, UpdateRevert)
	if err := r.replayAll(l); err != nil {
		l.steps = slices.DeleteFunc(l.steps, func(p *refStep) bool { return !p.stays && p.call })
	}
	l.settle(last)
	_ = r.replay(nil)
}

// sweep lets go of what nothing shows.
func (r *reference) sweep() {
	if len(r.layers) > 0 {
		return
	}
	s := refShower{objects: r.objects, met: map[string]bool{}}
	for _, v := range r.queries {
		s.whole(v, false)
	}
	maps.DeleteFunc(r.objects, func(key string, _ map[string]any) bool { return !s.met[key] })
	_ = r.replay(nil)
}
