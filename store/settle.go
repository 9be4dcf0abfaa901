package store

import (
	"bytes"

	"sluice/store/jsontext"
)

// settle puts together what layers make of the rows of which something changed. Rules of the
// user's own may be asked. It does nothing while a change is being prepared: the view is then
// what it was before.
func (s *Store) settle() {
	ls := s.layers
	if ls == nil || s.preparing {
		return
	}
	for {
		for len(ls.pending) > 0 {
			r := ls.pending[len(ls.pending)-1]
			ls.pending = ls.pending[:len(ls.pending)-1]
			r.over.pending = false
			s.fold(r)
		}
		l := ls.outdated()
		if l == nil {
			break
		}
		s.renew(l)
	}
	if len(ls.list) == 0 {
		s.layers = nil
		s.heed()
	}
}

// outdated gives the first layer that is to be prepared again.
func (ls *layers) outdated() *layer {
	for _, l := range ls.list {
		if l.again {
			return l
		}
	}
	return nil
}

// renew prepares a layer again.
func (s *Store) renew(l *layer) {
	s.strip(l)
	l.again, l.count, l.adds = false, 0, nil
	c, err := s.prepare(&Change{store: s, write: l.write, node: l.node, key: l.key, layer: l}, l.args, l.body)
	for i := 0; i < len(l.updates) && err == nil; i++ {
		if err = c.update(l.updates[i]); err != nil {
			s.Drop(c)
		}
	}
	if err != nil {
		s.layers.failed = append(s.layers.failed, LayerError{l.request, err})
		return
	}
	s.lay(c)
}

// fold puts the parts of a row together, up to the first whose layer must be prepared again.
func (s *Store) fold(r *row) {
	k := r.cur
	for i := range r.over.parts {
		p := &r.over.parts[i]
		if p.below != k || k != nil && p.written != k.write {
			if p.said == nil {
				p.layer.again = true
				return
			}
			p.next = p.over(s, k)
			p.lie(k)
		}
		if p.next != nil {
			k = p.next.some()
		}
	}
	switch {
	case alike(k, r.cur):
		s.top(r, nil)
	case k == nil:
		s.top(r, none)
	default:
		var under *Write
		if r.usable() {
			under = r.cur.write
		}
		if k.rarely().under != under {
			top := *k // an older state may hold the former
			top.lay(under)
			k = &top
		}
		s.top(r, k)
	}
}

// lie notes what a part was made of.
func (p *part) lie(below *content) {
	if p.below = below; below != nil {
		p.written = below.write
	}
}

// over gives what a part makes of the content below it, nil if it stays.
func (p *part) over(s *Store, below *content) *content {
	k := below
	c := &s.layers.work
	c.store = s
	for _, said := range p.said {
		c.write = said.write
		switch {
		case k == nil, k.invalid && !c.write.older(k.write):
			k = said
		case k.invalid:
		default:
			if ch := c.merge(k, said.by, said.own, said.refs); ch.next != nil && !ch.same {
				k = ch.next
			}
		}
	}
	if k == below {
		return nil
	}
	return k
}

// top makes k what the view shows of a row, nil for what the base has.
func (s *Store) top(r *row, k *content) {
	o := r.over
	was := o.top
	if !alike(was, k) {
		if s.states != nil {
			s.states.keepTop(r, s.entryOf(r))
		}
		s.shifts++
	}
	o.top = k
	switch {
	case k != nil && was == nil:
		for _, c := range r.cells {
			s.raise(c)
			s.mark(c.shown(), true)
		}
	case k != nil && !alike(k, was):
		for _, c := range r.cells {
			s.mark(c.shown(), true)
		}
	case k == nil && was != nil:
		for _, c := range r.cells {
			if t := c.shown(); t != c {
				s.mark(t, true) // it may go when it is brought
			}
		}
	}
	s.lift(r)
	s.tidy(r)
}

// alike reports whether what can be seen of two contents is known to be the same.
func alike(a, b *content) bool {
	if a == b {
		return true
	}
	if a == nil || b == nil || a.invalid != b.invalid || len(a.refs) != len(b.refs) {
		return false
	}
	for i := range a.refs {
		if a.refs[i].to != b.refs[i].to {
			return false
		}
	}
	return bytes.Equal(a.own, b.own) || a.by != nil && a.by == b.by && jsontext.Equal(a.own, b.own)
}
