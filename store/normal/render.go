package normal

import "sluice/store/jsontext"

// view says what objects hold: now, before, or beneath a layer.
type view func(*object) *content

// renderer writes what a query shows.
type renderer struct {
	store *Store
	out   []byte
	view  view
	stack []showing
	spans []span
	met   []*object // the objects that were shown, if they are wanted, each once
	want  bool
}

// showing is a value that is being written.
type showing struct {
	of     *content
	object *object // of which it is the content, if it is one
	shape  *shape
	how    how
	at     int // in the text, or the number of the next member
	end    int
	next   int // whole: the next reference; chosen: where the spans of members begin; items: the next one
	some   bool
	scan   jsontext.Scanner
}

type how uint8

const (
	whole   how = iota // as it stands, its references with what they were written with
	foreign            // the same, but nobody has said that this ends
	chosen             // the members of an object that the shape has, in its order
	open               // an object in an array: all members, with what the shape knows of them
	items              // an array of which the shape knows something
	stub               // what an object has that is neither array nor object
)

// render appends what a query shows that consists of c. If want is true, s.renderer.met lists the
// objects.
func (s *Store) render(dst []byte, c *content, v view, want bool) []byte {
	r := &s.renderer
	s.stamp++
	*r = renderer{store: s, out: dst, view: v, stack: r.stack[:0], spans: r.spans[:0], met: r.met[:0], want: want}
	r.push(showing{of: c, end: len(c.text)})
	for len(r.stack) > 0 {
		f := &r.stack[len(r.stack)-1]
		switch f.how {
		case whole, foreign:
			r.copy(f)
		case chosen:
			r.choose(f)
		default:
			r.each(f)
		}
	}
	dst, r.out, r.view = r.out, nil, nil
	return dst
}

func (r *renderer) push(f showing) { r.stack = append(r.stack, f) }

func (r *renderer) pop() { r.stack = r.stack[:len(r.stack)-1] }

// copy goes on with what is written as it stands.
func (r *renderer) copy(f *showing) {
	if f.next == len(f.of.refs) || f.of.refs[f.next].at >= f.end {
		r.out = append(r.out, f.of.text[f.at:f.end]...)
		r.pop()
		return
	}
	to := &f.of.refs[f.next]
	r.out = append(r.out, f.of.text[f.at:to.at]...)
	f.at = to.at + 1
	f.next++
	r.enter(to.to, to.shape, f.how == foreign)
}

// enter shows an object. It is shown in brief if that might not end: nobody has said with which members it
// is to be shown here, and it is being shown already.
func (r *renderer) enter(o *object, s *shape, unknown bool) {
	if o.gone { // the sweep took it while nobody showed what refers to it; it may have come back
		o = r.store.object([]byte(o.key))
	}
	if o.seen != r.store.stamp && r.want {
		o.seen = r.store.stamp
		r.met = append(r.met, o)
	}
	c := r.view(o)
	if c == nil {
		r.out = append(r.out, "null"...)
		return
	}
	for i := 0; unknown && i < len(r.stack); i++ {
		if r.stack[i].object == o {
			r.push(showing{of: c, object: o, shape: s, how: stub, scan: jsontext.Scan(c.text, 0)})
			return
		}
	}
	switch {
	case s != c.shape:
		r.pick(c, o, s, 0)
	case len(c.refs) == 0:
		r.out = append(r.out, c.text...)
	default:
		r.push(showing{of: c, object: o, end: len(c.text)})
	}
}

// pick begins to show the members of an object that a shape has.
func (r *renderer) pick(c *content, o *object, s *shape, at int) {
	first := len(r.spans)
	for range s.count {
		r.spans = append(r.spans, span{})
	}
	near := 0
	for m := jsontext.MembersOf(c.text, at); m.Next(); {
		if i := s.place(c.text[m.Name:m.NameEnd], near); i >= 0 {
			r.spans[first+i] = span{m.Value, m.End}
			near = i + 1
		}
	}
	r.out = append(r.out, '{')
	r.push(showing{of: c, object: o, shape: s, how: chosen, next: first})
}

func (r *renderer) choose(f *showing) {
	for f.at < int(f.shape.count) {
		sp := r.spans[f.next+f.at]
		member := f.shape.members()[f.at]
		if f.at++; sp.end > 0 {
			r.comma(f)
			r.out = append(append(r.out, member.name...), ':')
			r.value(f.of, sp.start, sp.end, member.inner, false)
			return
		}
	}
	r.out = append(r.out, '}')
	r.spans = r.spans[:f.next]
	r.pop()
}

func (r *renderer) comma(f *showing) {
	if f.some {
		r.out = append(r.out, ',')
	}
	f.some = true
}

// each goes on with the next item of an array, or the next member of an object.
func (r *renderer) each(f *showing) {
	if f.how == stub && f.scan.End == 0 {
		r.out = append(r.out, '{')
	}
	c := f.of
	if !f.scan.Next() {
		end := f.scan.End
		r.out = append(r.out, c.text[end-1])
		r.pop()
		return
	}
	start := f.scan.Value
	end := f.scan.End
	if end == 0 {
		end = jsontext.SkipValue(c.text, start, len(c.text))
		f.scan.End = end
	}
	if f.how == items {
		r.comma(f)
		key := ""
		if to := c.refAt(start); to != nil {
			key = to.to.key
		}
		f.next++
		r.value(c, start, end, f.shape.item(&r.store.shapes, f.next-1, key), true)
		return
	}
	name := c.text[f.scan.Name:f.scan.NameEnd]
	var inner *shape
	i := f.shape.place(name, 0)
	if i >= 0 {
		inner = f.shape.members()[i].inner
	}
	if f.how == stub && (i < 0 || c.text[start]|0x20 == '{' || c.refAt(start) != nil) {
		return
	}
	r.comma(f)
	r.out = append(append(r.out, name...), ':')
	r.value(c, start, end, inner, true)
}

// value shows a value of which a shape is known, or nothing: then as much as is there. inArray says that it is
// in an array, so that of objects without key all is shown.
func (r *renderer) value(c *content, start, end int, s *shape, inArray bool) {
	if to := c.refAt(start); to != nil {
		if s.isObject() {
			r.enter(to.to, s, false)
		} else {
			r.enter(to.to, to.shape, true)
		}
		return
	}
	switch lead := c.text[start]; {
	case lead == '{' && s.isObject() && !opaque(c.text, start):
		if !inArray {
			r.pick(c, nil, s, start)
			return
		}
		r.out = append(r.out, '{')
		r.push(showing{of: c, shape: s, how: open, scan: jsontext.Scan(c.text, start)})
	case lead == '[' && s.isArray():
		r.out = append(r.out, '[')
		r.push(showing{of: c, shape: s, how: items, scan: jsontext.Scan(c.text, start)})
	default:
		next := c.refFrom(start)
		if next == len(c.refs) || c.refs[next].at >= end {
			r.out = append(r.out, c.text[start:end]...)
			return
		}
		r.push(showing{of: c, how: foreign, at: start, end: end, next: next})
	}
}
