package normal

import "sluice/store/jsontext"

// maxDepth is how deep objects without key are merged into each other. What is deeper is replaced.
const maxDepth = 500

// content is what an object holds, or what a query is made of: JSON text without white space in which there is
// a 0 for each object that has a key. It does not change.
type content struct {
	text  []byte
	refs  []ref  // in the order of their places
	shape *shape // of an object's content: its members are in the order of the text
}

// ref is a reference in a text.
type ref struct {
	at    int
	to    *object
	shape *shape // what it was given with
}

// newContent copies what it is made of; refs are counted from a place that is the beginning.
//
//go:noinline
func newContent(text []byte, refs []ref, from int, s *shape) *content {
	c := &content{text: append([]byte(nil), text...), shape: s}
	if len(refs) > 0 {
		c.refs = append([]ref(nil), refs...)
		for i := range c.refs {
			c.refs[i].at -= from
		}
	}
	return c
}

// refFrom gives the number of the first reference at or after a place.
//
//go:noinline
func (c *content) refFrom(at int) int {
	low, high := 0, len(c.refs)
	for low < high {
		if mid := (low + high) / 2; c.refs[mid].at < at {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// refAt gives the reference at a place, if one is there.
//
//go:noinline
func (c *content) refAt(at int) *ref {
	if i := c.refFrom(at); i < len(c.refs) && c.refs[i].at == at {
		return &c.refs[i]
	}
	return nil
}

// within gives the references in a value.
//
//go:noinline
func (c *content) within(at span) []ref {
	if len(c.refs) == 0 {
		return nil
	}
	return c.refs[c.refFrom(at.start):c.refFrom(at.end)]
}

// null reports whether it is nothing, or null.
//
//go:noinline
func (c *content) null() bool { return c == nil || c.text[0] == 'n' }

// sameContent reports whether two contents are alike in all that is kept of them.
//
//go:noinline
func sameContent(a, b *content) bool {
	if a == b {
		return true
	}
	if a == nil || b == nil || a.shape != b.shape || len(a.refs) != len(b.refs) || !jsontext.SameBytes(a.text, b.text) {
		return false
	}
	for i := range a.refs {
		if r, q := &a.refs[i], &b.refs[i]; r.at != q.at || r.to != q.to || r.shape != q.shape {
			return false
		}
	}
	return true
}

// equal reports whether two values of contents are equal, whatever the shapes of references in them.
//
//go:noinline
func equal(a, b *content, x, y span) bool {
	in, on := a.within(x), b.within(y)
	if len(in) != len(on) {
		return false
	}
	for i := range in {
		if in[i].to.key != on[i].to.key || in[i].at-x.start != on[i].at-y.start {
			return false
		}
	}
	s, t := a.text[x.start:x.end], b.text[y.start:y.end]
	return jsontext.SameBytes(s, t) || len(in) == 0 && jsontext.Equal(s, t)
}
