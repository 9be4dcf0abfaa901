package normal

// view says what objects hold: now, before, or beneath a layer.
type view func(*object) *content

// renderer writes what a query shows.
type renderer struct {
	store *Store
	out   []byte
	view  view
	stack []showing
	spans []span
	met   []*object // the objects that were shown, each once
}

// showing is a value that is being written.
type showing struct {
	of     *content
	object *object // of which it is the content, if it is one
	shape  *shape
	how    how
	at     int // where to go on: in the text, or the number of the next member or item
	end    int
	next   int // of text: the next reference; of members and items: where their spans begin
	some   bool
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

// render appends what a query shows that consists of c. After that s.renderer.met lists the objects. Without a
// view it writes their keys.
func (s *Store) render(dst []byte, c *content, v view) []byte {
	r := &s.renderer
	s.stamp++
	r.store, r.out, r.view = s, dst, v
	r.stack, r.spans, r.met = r.stack[:0], r.spans[:0], r.met[:0]
	r.push(c, whole).end = len(c.text)
	for len(r.stack) > 0 {
		if f := &r.stack[len(r.stack)-1]; f.how <= foreign {
			r.copy(f)
		} else {
			r.each(f)
		}
	}
	dst, r.out, r.view = r.out, nil, nil
	return dst
}

// push begins to show a value of a content.
//
//go:noinline
func (r *renderer) push(c *content, how how) *showing {
	r.stack = append(r.stack, showing{})
	f := &r.stack[len(r.stack)-1]
	f.of, f.how = c, how
	return f
}

//go:noinline
func (r *renderer) write(text []byte) { r.out = append(r.out, text...) }

// copy goes on with what is written as it stands.
func (r *renderer) copy(f *showing) {
	if f.next == len(f.of.refs) || f.of.refs[f.next].at >= f.end {
		r.write(f.of.text[f.at:f.end])
		r.stack = r.stack[:len(r.stack)-1]
		return
	}
	to := &f.of.refs[f.next]
	r.write(f.of.text[f.at:to.at])
	f.at = to.at + 1
	f.next++
	r.enter(to.to, to.shape, f.how == foreign)
}

// enter shows an object. It is shown in brief if that might not end: nobody has said with which members it
// is to be shown here, and it is being shown already.
func (r *renderer) enter(o *object, s *shape, unknown bool) {
	if r.view == nil {
		r.out = add(add(add(r.out, "{"+Reserved+":["), o.key), "]}")
		return
	}
	if o.gone { // the sweep took it while nobody showed what refers to it; it may have come back
		o = r.store.object([]byte(o.key))
	}
	if o.seen != r.store.stamp {
		o.seen = r.store.stamp
		r.met = append(r.met, o)
	}
	c := r.view(o)
	if c == nil {
		r.write([]byte("null"))
		return
	}
	for i := 0; unknown && i < len(r.stack); i++ {
		if r.stack[i].object == o {
			r.enclose(c, 0, s, stub)
			return
		}
	}
	if s != c.shape {
		r.enclose(c, 0, s, chosen).object = o
	} else if len(c.refs) == 0 {
		r.write(c.text)
	} else {
		f := r.push(c, whole)
		f.object, f.end = o, len(c.text)
	}
}

// enclose begins to show members or items of what begins at a place.
//
//go:noinline
func (r *renderer) enclose(c *content, at int, s *shape, how how) *showing {
	r.write(c.text[at : at+1])
	f := r.push(c, how)
	f.shape, f.next = s, len(r.spans)
	r.spans = spans(r.spans, c.text, at)
	f.end = len(r.spans) - f.next
	if how != chosen {
		return f
	}
	// What the shape has is put in its order.
	first := len(r.spans)
	for range s.count {
		r.spans = append(r.spans, span{})
	}
	near := 0
	for _, m := range r.spans[f.next:first] {
		if i := s.place(c.text[m.name:m.named], near); i >= 0 {
			r.spans[first+i] = m
			near = i + 1
		}
	}
	copy(r.spans[f.next:], r.spans[first:])
	f.end = int(s.count)
	r.spans = r.spans[:f.next+f.end]
	return f
}

// each goes on with the next member or item.
func (r *renderer) each(f *showing) {
	c := f.of
	for f.at < f.end {
		m := r.spans[f.next+f.at]
		f.at++
		var inner *shape
		if f.how == items {
			key := ""
			if to := c.refAt(m.start); to != nil {
				key = to.to.key
			}
			inner = f.shape.item(&r.store.shapes, f.at-1, key)
		} else if m.end > 0 {
			if i := f.shape.place(c.text[m.name:m.named], f.at-1); i >= 0 {
				inner = f.shape.members()[i].inner
			} else if f.how == stub {
				continue
			}
			if f.how == stub && (c.text[m.start]|0x20 == '{' || c.refAt(m.start) != nil) {
				continue
			}
		} else {
			continue
		}
		if f.some {
			r.write([]byte{','})
		}
		f.some = true
		if f.how != items {
			r.write(c.text[m.name : m.named+1])
		}
		r.value(c, m, inner, f.how != chosen)
		return
	}
	if f.how == items {
		r.write([]byte{']'})
	} else {
		r.write([]byte{'}'})
	}
	r.spans = r.spans[:f.next]
	r.stack = r.stack[:len(r.stack)-1]
}

// value shows a value of which a shape is known, or nothing: then as much as is there. inArray says that it is
// in an array, so that of objects without key all is shown.
func (r *renderer) value(c *content, m span, s *shape, inArray bool) {
	if to := c.refAt(m.start); to != nil {
		if s.isObject() {
			r.enter(to.to, s, false)
		} else {
			r.enter(to.to, to.shape, true)
		}
		return
	}
	switch lead := c.text[m.start]; {
	case lead == '{' && s.isObject() && !opaque(c.text, m.start):
		if inArray {
			r.enclose(c, m.start, s, open)
		} else {
			r.enclose(c, m.start, s, chosen)
		}
	case lead == '[' && s.isArray():
		r.enclose(c, m.start, s, items)
	case len(c.within(m)) == 0:
		r.write(c.text[m.start:m.end])
	default:
		f := r.push(c, foreign)
		f.at, f.end, f.next = m.start, m.end, c.refFrom(m.start)
	}
}
