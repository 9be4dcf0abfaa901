package normal

import "sluice/store/jsontext"

// movedObject says that what an object holds has changed between step p, or what was answered if that is nil, and
// its write of number i. Whoever is given it there is to be made again.
func (s *Store) movedObject(o *object, i int, p *step) {
	var end *step
	if i < len(o.chain) {
		o.chain[i].spoil()
		end = o.chain[i].step
	} else {
		if !o.touched {
			o.touched, o.was = true, o.top
			s.touched = append(s.touched, o)
		}
		o.top = o.beneath(i)
	}
	for _, u := range o.users {
		if q := u.by.step; q != nil && (p == nil || p.before(q)) && (end == nil || !end.before(q)) {
			q.soil()
		}
	}
}

// movedQuery says the same of a query and its step of number i.
//
//go:noinline
func (s *Store) movedQuery(q *query, i int) {
	if i < len(q.chain) {
		q.chain[i].soil()
		return
	}
	s.move(q)
	q.top = q.beneath(i)
}

// run makes again what is to be made again, from the bottom to the top. It stops when a function of the
// layer to blame fails that did not fail before; any other failure is noted, and it changes nothing.
func (s *Store) run(blame *layer) error {
	for _, l := range s.layers {
		if !l.dirty {
			continue
		}
		for _, p := range l.steps {
			if !p.dirty {
				continue
			}
			if p.query != nil {
				if err := s.call(p, blame); err != nil {
					return err
				}
			} else {
				for _, w := range p.stale {
					w.stale = false
					s.write(w, w.object.from(p), w.patch)
				}
				p.stale = p.stale[:0]
			}
			p.dirty = false
		}
		l.dirty = false
	}
	return nil
}

// write makes a write, which is number i of its object.
func (s *Store) write(w *write, i int, k *content) {
	w.patch = k
	if after := s.merge(w.object.beneath(i), k); !sameContent(after, w.after) {
		w.after = after
		s.movedObject(w.object, i+1, w.step)
	}
}

// call makes a step that calls a function, which is not called if it is given what it was given before.
func (s *Store) call(p *step, blame *layer) error {
	q := p.query
	i := q.from(p)
	data := q.beneath(i)
	if data.null() {
		s.relink(&p.shown, nil)
		p.made = false
		s.overwrite(p, nil)
		s.restructure(p, i, data)
		return nil
	}
	s.texts = s.render(s.texts[:0], data, func(o *object) *content { return o.beneath(o.from(p)) })
	met := s.renderer.met
	if !p.made || !jsontext.SameBytes(p.input, s.texts) {
		p.input = append(p.input[:0], s.texts...)
		text, same, err := s.functions.Update(p.update, p.input)
		p.made, p.same, p.output, p.says = true, same, nil, nil
		if err == nil && !same {
			p.output, p.says, err = s.read(text)
		}
		if err != nil {
			if p.same = true; p.layer == blame && !p.failed {
				return err
			}
			s.changes.Failed = append(s.changes.Failed, err)
		}
		p.failed = err != nil
	}
	for _, k := range p.says {
		met = append(met, k.object)
	}
	s.renderer.met = met
	s.relink(&p.shown, met)
	if s.overwrite(p, p.says); !p.same {
		data = p.output
	}
	s.restructure(p, i, data)
	return nil
}

// overwrite has a step say this and nothing else, but for what is so already: what a function only gives back as
// it was given does not count, least of all against what it changed in another place of the same object.
func (s *Store) overwrite(p *step, says []patch) {
	parts := make([]patch, len(says))
	for n, k := range says {
		o := k.object
		part := s.subtract(k.with, o.beneath(o.from(p)), different)
		for _, m := range p.masks[o] {
			part = s.subtract(part, m, rest)
		}
		if part != nil {
			parts[n] = patch{o, part}
		}
	}
	former := p.writes
	p.writes = nil
	for _, k := range s.joined(parts) {
		o := k.object
		i := o.from(p)
		if i == len(o.chain) || o.chain[i].step != p {
			s.put(&write{step: p, object: o})
		} else {
			p.writes = append(p.writes, o.chain[i])
		}
		s.write(o.chain[i], i, k.with)
	}
	s.stamp++
	for _, w := range p.writes {
		w.object.seen = s.stamp
	}
	for _, w := range former {
		if w.object.seen != s.stamp {
			s.unwrite(w)
		}
	}
}

// unwrite takes a write back.
func (s *Store) unwrite(w *write) {
	o := w.object
	i := o.from(w.step)
	o.chain = without(o.chain, w)
	if !sameContent(w.after, o.beneath(i)) {
		s.movedObject(o, i, w.step)
	}
}

// restructure says of what a query consists after a step, which is number i of its.
func (s *Store) restructure(p *step, i int, after *content) {
	if !sameContent(after, p.after) {
		p.after = after
		s.movedQuery(p.query, i+1)
	}
}

// remove takes a step away, with all that it did.
func (s *Store) remove(p *step) {
	l := p.layer
	l.steps = without(l.steps, p)
	s.detach(p)
	for _, w := range p.writes {
		s.unwrite(w)
	}
}

// detach ends that a step updates its query. What it did to objects stays.
func (s *Store) detach(p *step) {
	q := p.query
	if q == nil {
		return
	}
	i := q.from(p)
	q.chain = without(q.chain, p)
	if !sameContent(p.after, q.beneath(i)) {
		s.movedQuery(q, i)
	}
	if q.base == nil {
		s.move(q) // without steps and data it goes at the end of the operation
	}
	s.relink(&p.shown, nil)
	p.query, p.input, p.output, p.says, p.masks = nil, nil, nil, nil, nil
}

// removeLayer takes a layer away.
func (s *Store) removeLayer(l *layer) {
	for len(l.steps) > 0 {
		s.remove(l.steps[len(l.steps)-1])
	}
	s.forgetLayer(l)
}

//go:noinline
func (s *Store) forgetLayer(l *layer) {
	s.layers = without(s.layers, l)
	s.changes.Gone = append(s.changes.Gone, l.request)
}

// fold makes layers part of what is beneath them. Nothing that shows changes.
func (s *Store) fold() {
	for len(s.layers) > 0 {
		l := s.layers[0]
		if l.pending {
			return
		}
		for _, p := range l.steps {
			if len(s.asked) > 0 && s.asked[0] <= p.settled {
				return
			}
		}
		for _, p := range l.steps {
			for _, w := range p.writes {
				w.object.base, w.object.at = w.after, max(w.object.at, l.at)
				s.unwrite(w)
			}
			if p.query != nil {
				p.query.base = p.after
				s.detach(p)
			}
		}
		s.forgetLayer(l)
	}
}
