package normal

import "sluice/store/jsontext"

// maxDepth is how deep objects without key are merged into each other. What is deeper is replaced.
const maxDepth = 500

// content is what an object holds, or what a query is made of: JSON text without white space in which there is
// a 0 for each object that has a key. It does not change.
type content struct {
	text  []byte
	refs  []ref  // in the order of their places
	shape *shape // of an object's content
}

// ref is a reference in a text.
type ref struct {
	at    int
	to    *object
	shape *shape // what it was given with
}

// refFrom gives the number of the first reference at or after a place.
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
func (c *content) refAt(at int) *ref {
	if i := c.refFrom(at); i < len(c.refs) && c.refs[i].at == at {
		return &c.refs[i]
	}
	return nil
}

// null reports whether it is nothing, or null.
func (c *content) null() bool { return c == nil || c.text[0] == 'n' }

// sameContent reports whether two contents are alike in all that is kept of them.
func sameContent(a, b *content) bool {
	if a == b {
		return true
	}
	if a == nil || b == nil || a.shape != b.shape || len(a.refs) != len(b.refs) || !jsontext.SameBytes(a.text, b.text) {
		return false
	}
	for i, r := range a.refs {
		if r != b.refs[i] {
			return false
		}
	}
	return true
}

// part is a value in a content.
type part struct {
	of         *content
	start, end int
}

// equal reports whether two values are equal, whatever the shapes of references in them.
func (p part) equal(o part) bool {
	a, b := p.refs(), o.refs()
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].to.key != b[i].to.key || a[i].at-p.start != b[i].at-o.start {
			return false
		}
	}
	s, t := p.of.text[p.start:p.end], o.of.text[o.start:o.end]
	return jsontext.SameBytes(s, t) || len(a) == 0 && jsontext.Equal(s, t)
}

func (p part) refs() []ref {
	if len(p.of.refs) == 0 {
		return nil
	}
	return p.of.refs[p.of.refFrom(p.start):p.of.refFrom(p.end)]
}
