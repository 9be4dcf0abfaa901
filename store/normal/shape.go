package normal

// shape says which members an object was given with, or what was in an array. Equal shapes are one, unless they
// were made before and after the table of them was cleared. nil is that of anything that neither is an object
// nor contains one with a key.
//
// The shape of an object is that of its members but the last, and the last one.
type shape struct {
	before *shape
	name   string // of the last member, in JSON
	inner  *shape // of its value
	count  int32  // of members
	id     uint32
	kind   kind
	judged bool // it is known whether
	twice  bool // two members have the same name

	latest *shape // the last one of which this is the beginning
	list   *shape // the array of which all items that are references have this shape
	known  *details
}

type kind uint8

const (
	ofObject kind = iota
	ofList        // inner is the shape of all items that are references; no other item has one
	ofItems       // known.items are those of an array, which differ
)

// details of a shape are made when they are needed.
type details struct {
	fields []field          // members, in order
	places map[string]int32 // where there are many, by name
	items  []item
	keyed  map[string]*shape // of items, by key
	joint  *shape            // of all items that are references
}

type field struct {
	name  string
	inner *shape
}

// item is one of an array.
type item struct {
	key   string // of a reference, else empty
	inner *shape
}

// shapes is the table of all shapes.
type shapes struct {
	empty *shape // of an object without members
	all   []*shape
	made  map[string]*shape // by what they are made of
	key   []byte
	id    uint32
}

// numberSize is how many bytes a shape's number takes.
const numberSize = 4

// number appends the number of a shape; nil has 0.
//
//go:noinline
func (s *shape) number(dst []byte) []byte {
	id := uint32(0)
	if s != nil {
		id = s.id
	}
	return append(dst, byte(id>>24), byte(id>>16), byte(id>>8), byte(id))
}

// add takes a new shape, which is made of what key says.
//
//go:noinline
func (t *shapes) add(key string, s *shape) {
	t.id++
	s.id = t.id
	t.all = append(t.all, s)
	t.made[key] = s
}

// grown gives the shape s with one more member. The name may alias a buffer.
func (t *shapes) grown(s *shape, name string, inner *shape) *shape {
	n := s.latest
	if n != nil && n.inner == inner && n.name == name {
		return n
	}
	t.key = add(inner.number(s.number(t.key[:0])), name)
	if n = t.made[string(t.key)]; n == nil {
		key := string(t.key)
		n = &shape{before: s, name: key[2*numberSize:], inner: inner, count: s.count + 1}
		t.add(key, n)
	}
	s.latest = n
	return n
}

// array gives the shape of an array of items.
func (t *shapes) array(items []item) *shape {
	var each *shape
	alike := true
	for i := range items {
		switch in := items[i]; {
		case in.inner == nil:
		case in.key == "" || each != nil && each != in.inner:
			alike = false
		default:
			each = in.inner
		}
	}
	if !alike {
		t.key = add(t.key[:0], "\xff\xff\xff\xff[") // no shape has so great a number
		for i := range items {
			t.key = add(add(items[i].inner.number(t.key), items[i].key), ",")
		}
		s := t.made[string(t.key)]
		if s == nil {
			s = &shape{kind: ofItems, known: &details{items: append([]item(nil), items...)}}
			t.add(string(t.key), s)
		}
		return s
	}
	return t.listOf(each)
}

// listOf gives the shape of an array of references of one shape.
//
//go:noinline
func (t *shapes) listOf(each *shape) *shape {
	if each == nil {
		return nil
	}
	if each.list == nil {
		each.list = &shape{kind: ofList, inner: each}
		t.add(string(each.number([]byte("\xff\xff\xff\xff]"))), each.list)
	}
	return each.list
}

// clear forgets which shapes there are, if there have been many since.
func (t *shapes) clear() {
	if t.made != nil && len(t.all) < 1024 {
		return
	}
	for _, s := range t.all {
		s.latest, s.list = nil, nil
	}
	t.all, t.made, t.empty = nil, make(map[string]*shape), &shape{}
	t.add("", t.empty)
}

// members gives those of an object's shape.
//
//go:noinline
func (s *shape) members() []field {
	if s.known == nil {
		s.known = &details{fields: make([]field, s.count)}
		for n := s; n.count > 0; n = n.before {
			s.known.fields[n.count-1] = field{n.name, n.inner}
		}
	}
	return s.known.fields
}

// place gives the number of a member, -1 if there is none. near is where it may be.
func (s *shape) place(name []byte, near int) int {
	fields := s.members()
	if uint(near) < uint(len(fields)) && fields[near].name == string(name) {
		return near
	}
	if len(fields) <= 12 {
		for i := range fields {
			if fields[i].name == string(name) {
				return i
			}
		}
		return -1
	}
	if s.known.places == nil {
		s.known.places = make(map[string]int32, len(fields))
		for i, f := range fields {
			s.known.places[f.name] = int32(i)
		}
	}
	if i, ok := s.known.places[string(name)]; ok {
		return int(i)
	}
	return -1
}

// doubled reports whether two members have the same name.
func (s *shape) doubled() bool {
	if s.judged {
		return s.twice
	}
	s.judged = true
	for i, f := range s.members() {
		s.twice = s.twice || s.place([]byte(f.name), -1) != i
	}
	return s.twice
}

// isObject and isArray say what a shape is of; nil is of neither.
func (s *shape) isObject() bool { return s != nil && s.kind == ofObject }
func (s *shape) isArray() bool  { return s != nil && s.kind != ofObject }

// item gives the shape of the item of an array at a place: one with a key, or none. nil is unknown.
func (s *shape) item(t *shapes, at int, key string) *shape {
	if s.kind == ofList {
		if key == "" {
			return nil
		}
		return s.inner
	}
	items := s.known.items
	if at < len(items) && items[at].key == key {
		return items[at].inner
	}
	if key == "" {
		return nil
	}
	if s.known.keyed == nil {
		s.known.keyed = make(map[string]*shape)
		for _, in := range items {
			if in.key != "" && s.known.keyed[in.key] == nil {
				s.known.keyed[in.key] = in.inner
			}
		}
	}
	if k := s.known.keyed[key]; k != nil {
		return k
	}
	return s.each(t)
}

// each gives what the shapes of all references of an array have.
func (s *shape) each(t *shapes) *shape {
	if s.kind == ofList {
		return s.inner
	}
	if s.known.joint == nil {
		for _, in := range s.known.items {
			if in.key != "" {
				s.known.joint = t.union(s.known.joint, in.inner, 0)
			}
		}
	}
	return s.known.joint
}

// union gives the shape of what either has.
func (t *shapes) union(a, b *shape, depth int) *shape {
	switch {
	case a == b || b == nil || depth == maxDepth:
		return a
	case a == nil:
		return b
	case a.isArray() && b.isArray():
		return t.listOf(t.union(a.each(t), b.each(t), depth+1))
	case a.kind != ofObject || b.kind != ofObject:
		return a
	}
	s := t.empty
	for _, f := range a.members() {
		inner := f.inner
		if i := b.place([]byte(f.name), 0); i >= 0 {
			inner = t.union(inner, b.members()[i].inner, depth+1)
		}
		s = t.grown(s, f.name, inner)
	}
	for _, f := range b.members() {
		if a.place([]byte(f.name), 0) < 0 {
			s = t.grown(s, f.name, f.inner)
		}
	}
	return s
}
