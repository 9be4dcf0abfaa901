package normal

import "sluice/store/jsontext"

// joiner makes a content of two.
type joiner struct {
	shapes *shapes
	a, b   *content
	out    []byte
	refs   []ref
	spans  []span
	// What is made: a with the members of b, or a without members that b has, or without those
	// that b has with equal values.
	op      op
	changed bool // it is not a
}

type op uint8

const (
	with op = iota
	without
	withoutEqual
)

type span struct{ start, end int }

// merge gives a with the members of b, those of objects without key in either deeply; a itself if that
// is what it is. Either may be nil.
func (s *Store) merge(a, b *content) *content {
	if a == nil || b == nil {
		if a == nil {
			return b
		}
		return a
	}
	return s.join(a, b, with)
}

// subtract gives what a says and b does not: all that b has is left out, or what is equal there.
// It is nil if nothing is left.
func (s *Store) subtract(a, b *content, op op) *content {
	if a == nil || b == nil {
		return a
	}
	if a = s.join(a, b, op); len(a.text) == 2 {
		return nil
	}
	return a
}

func (s *Store) join(a, b *content, op op) *content {
	j := &s.joiner
	*j = joiner{shapes: &s.shapes, a: a, b: b, op: op, out: j.out[:0], refs: j.refs[:0], spans: j.spans[:0]}
	shape := j.objects(0, 0, a.shape, b.shape, 0)
	if !j.changed {
		return a
	}
	c := &content{text: append([]byte(nil), j.out...), shape: shape}
	if len(j.refs) > 0 {
		c.refs = append([]ref(nil), j.refs...)
	}
	return c
}

// objects joins the object that begins at i in a and the one at k in b, whose shapes are p and q.
func (j *joiner) objects(i, k int, p, q *shape, depth int) *shape {
	first := len(j.spans)
	for m := jsontext.MembersOf(j.b.text, k); m.Next(); {
		j.spans = append(j.spans, span{m.Value, m.End})
	}
	shape, at, near := j.shapes.empty, 0, 0
	j.out = append(j.out, '{')
	for m := jsontext.MembersOf(j.a.text, i); m.Next(); at++ {
		name, inner := j.a.text[m.Name:m.NameEnd], p.members()[at].inner
		place := q.place(name, near)
		mine := part{j.a, m.Value, m.End}
		if place < 0 {
			shape = j.member(shape, name, inner)
			j.copy(mine)
			continue
		}
		near = place + 1
		sp := &j.spans[first+place]
		other := part{j.b, sp.start, sp.end}
		theirs := q.members()[place].inner
		if sp.start = -1; depth < maxDepth && inner.isObject() && theirs.isObject() && j.a.text[m.Value] == '{' && j.b.text[other.start] == '{' {
			out, refs := len(j.out), len(j.refs)
			j.name(name)
			begin := len(j.out)
			if inner = j.objects(m.Value, other.start, inner, theirs, depth+1); j.op != with && len(j.out) == begin+2 {
				j.out, j.refs, j.changed = j.out[:out], j.refs[:refs], true
				continue
			}
			shape, _ = j.shapes.grown(shape, name, inner)
			continue
		}
		switch {
		case j.op == without || j.op == withoutEqual && mine.equal(other):
			j.changed = true
		case j.op == withoutEqual || mine.equal(other):
			shape = j.member(shape, name, inner)
			j.copy(mine)
		default:
			j.changed = true
			shape = j.member(shape, name, theirs)
			j.copy(other)
		}
	}
	if j.op == with {
		for n, f := range q.members() {
			if sp := j.spans[first+n]; sp.start >= 0 {
				j.changed = true
				shape = j.member(shape, []byte(f.name), f.inner)
				j.copy(part{j.b, sp.start, sp.end})
			}
		}
	}
	j.out = append(j.out, '}')
	j.spans = j.spans[:first]
	return shape
}

// member begins one.
func (j *joiner) member(s *shape, name []byte, inner *shape) *shape {
	j.name(name)
	s, _ = j.shapes.grown(s, name, inner)
	return s
}

func (j *joiner) name(name []byte) {
	if j.out[len(j.out)-1] != '{' {
		j.out = append(j.out, ',')
	}
	j.out = append(append(j.out, name...), ':')
}

// copy writes a value.
func (j *joiner) copy(p part) {
	shift := len(j.out) - p.start
	j.out = append(j.out, p.of.text[p.start:p.end]...)
	for _, r := range p.refs() {
		r.at += shift
		j.refs = append(j.refs, r)
	}
}
