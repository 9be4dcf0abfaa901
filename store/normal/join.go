package normal

// joiner makes a content of two.
type joiner struct {
	shapes  *shapes
	a, b    *content
	out     []byte
	refs    []ref
	spans   []span
	op      op
	changed bool // what is made is not a
}

// op says what is made of a and b.
type op uint8

const (
	union     op = iota // a with the members of b
	rest                // a without the members that b has
	different           // a without those that are equal in b
)

// merge gives a with the members of b, those of objects without key in either deeply; a itself if that
// is what it is. Either may be nil.
//
//go:noinline
func (s *Store) merge(a, b *content) *content {
	if a == nil {
		return b
	}
	return s.join(a, b, union)
}

// subtract gives what is left of a, nil if that is nothing. Either may be nil.
func (s *Store) subtract(a, b *content, op op) *content {
	if a = s.join(a, b, op); b != nil && a != nil && len(a.text) == 2 {
		return nil
	}
	return a
}

//go:noinline
func (s *Store) join(a, b *content, op op) *content {
	if a == nil || b == nil {
		return a
	}
	j := &s.joiner
	j.shapes, j.a, j.b, j.op, j.changed = &s.shapes, a, b, op, false
	j.out, j.refs, j.spans = j.out[:0], j.refs[:0], j.spans[:0]
	shape := j.objects(0, 0, a.shape, b.shape, 0)
	if !j.changed {
		return a
	}
	return newContent(j.out, j.refs, 0, shape)
}

// objects joins the object that begins at i in a and the one at k in b, whose shapes are p and q.
func (j *joiner) objects(i, k int, p, q *shape, depth int) *shape {
	first := len(j.spans)
	j.spans = spans(j.spans, j.a.text, i)
	second := len(j.spans)
	j.spans = spans(j.spans, j.b.text, k)
	mine, theirs := p.members(), q.members()
	shape, near := j.shapes.empty, 0
	j.out = append(j.out, '{')
	for n := range mine {
		f, at := mine[n], j.spans[first+n]
		place := q.place([]byte(f.name), near)
		if place < 0 {
			shape = j.copy(shape, f, j.a, at)
			continue
		}
		near = place + 1
		g, other := theirs[place], j.spans[second+place]
		j.spans[second+place].end = 0
		same := false
		if depth < maxDepth && f.inner.isObject() && g.inner.isObject() && j.a.text[at.start] == '{' && j.b.text[other.start] == '{' {
			out, refs := len(j.out), len(j.refs)
			j.name(f.name)
			begin := len(j.out)
			f.inner = j.objects(at.start, other.start, f.inner, g.inner, depth+1)
			if j.op == union || len(j.out) > begin+2 {
				shape = j.shapes.grown(shape, f.name, f.inner)
				continue
			}
			j.out, j.refs = j.out[:out], j.refs[:refs]
		} else if same = equal(j.a, j.b, at, other); j.op == union && same || j.op == different && !same {
			shape = j.copy(shape, f, j.a, at)
			continue
		}
		if j.changed = true; j.op == union {
			shape = j.copy(shape, g, j.b, other)
		}
	}
	for n, g := range theirs {
		if at := j.spans[second+n]; j.op == union && at.end > 0 {
			j.changed = true
			shape = j.copy(shape, g, j.b, at)
		}
	}
	j.out = append(j.out, '}')
	j.spans = j.spans[:first]
	return shape
}

// name begins a member.
//
//go:noinline
func (j *joiner) name(name string) {
	if j.out[len(j.out)-1] != '{' {
		j.out = append(j.out, ',')
	}
	j.out = append(append(j.out, name...), ':')
}

// copy writes a member as it stands in a content.
//
//go:noinline
func (j *joiner) copy(s *shape, f field, c *content, at span) *shape {
	j.name(f.name)
	shift := len(j.out) - at.start
	j.out = append(j.out, c.text[at.start:at.end]...)
	for _, r := range c.within(at) {
		r.at += shift
		j.refs = append(j.refs, r)
	}
	return j.shapes.grown(s, f.name, f.inner)
}
