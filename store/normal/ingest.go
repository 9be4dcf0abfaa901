package normal

import "sluice/store/jsontext"

// patch is what a text says about an object.
type patch struct {
	object *object
	with   *content
}

// frame is an array or object that is being read.
type frame struct {
	scan  jsontext.Scanner
	start int // in the text
	out   int // where what it becomes begins
	refs  int
	items int    // of an array: where its items begin
	shape *shape // of an object: of the members so far
	count int    // of members or items
	name  int    // where the name of the member begins in what the object becomes
	named int    // and where that ends
	id    int    // where the value of the last member id begins, and ends
	idEnd int
	patch int
	names map[string]bool // those of a large object of an unknown kind
}

// reader reads a text: objects with keys are cut out of it.
type reader struct {
	store   *Store
	text    []byte
	frames  []frame
	out     []byte
	refs    []ref
	items   []item
	patches []patch
	objects int // how many frames are objects
	twice   bool
}

// read gives what a text is made of, and what it says about objects, in the order in which those
// begin in it: of members that it gives an object twice the last ones count. It changes nothing that shows.
func (s *Store) read(text []byte) (*content, []patch, error) {
	r := &s.reader
	*r = reader{store: s, text: text, frames: r.frames[:0], out: r.out[:0], refs: r.refs[:0], items: r.items[:0]}
	err := r.value()
	if err == nil && r.twice {
		// Members of equal names, of which the last one counts.
		*r = reader{store: s, text: jsontext.Canonical(nil, text), frames: r.frames[:0], out: r.out[:0], refs: r.refs[:0], items: r.items[:0]}
		err = r.value()
	}
	patches := r.patches
	r.text, r.patches = nil, nil
	if err != nil {
		return nil, nil, err
	}
	c := r.cut(0, 0)
	if cap(r.out) > 1<<20 {
		r.out, r.refs, r.items = nil, nil, nil
	}
	return c, s.joined(patches), nil
}

// joined brings together what is said about the same object.
func (s *Store) joined(patches []patch) []patch {
	s.stamp++
	list := patches[:0]
	for _, p := range patches {
		switch o := p.object; {
		case o == nil:
		case o.seen == s.stamp:
			at := &list[o.place]
			at.with = s.merge(at.with, p.with)
		default:
			o.seen, o.place = s.stamp, len(list)
			list = append(list, p)
		}
	}
	return list
}

// value reads the whole text.
func (r *reader) value() error {
	i := jsontext.SkipSpace(r.text, 0)
	if i < len(r.text) && r.text[i]|0x20 == '{' && !(r.text[i] == '{' && opaque(r.text, i)) {
		r.open(i)
	} else {
		end := jsontext.SkipValue(r.text, i, jsontext.MaxDepth)
		if end < 0 {
			return jsontext.ErrorOf(end)
		}
		r.out = append(r.out, r.text[i:end]...)
		i = end
	}
	for len(r.frames) > 0 && !r.twice {
		f := &r.frames[len(r.frames)-1]
		if f.scan.Next() {
			if err := r.member(f); err != nil {
				return err
			}
			continue
		}
		if i = f.scan.End; i < 0 {
			return jsontext.ErrorOf(i)
		}
		if err := r.close(f, i); err != nil {
			return err
		}
	}
	if r.twice || jsontext.SkipSpace(r.text, i) < len(r.text) {
		return jsontext.Check(r.text)
	}
	return nil
}

func (r *reader) open(i int) {
	f := frame{scan: jsontext.Scan(r.text, i), start: i, out: len(r.out), refs: len(r.refs), items: len(r.items), patch: -1}
	if r.out = append(r.out, r.text[i]); r.text[i] == '{' {
		f.shape, f.patch = r.store.shapes.empty, len(r.patches)
		r.patches = append(r.patches, patch{})
		r.objects++
	}
	r.frames = append(r.frames, f)
}

// member reads a member or an item, or begins to.
func (r *reader) member(f *frame) error {
	if f.count++; f.count > 1 {
		r.out = append(r.out, ',')
	}
	if f.shape != nil {
		f.name = len(r.out)
		name := r.text[f.scan.Name:f.scan.NameEnd]
		if f.scan.Escaped {
			r.out = jsontext.Canonical(r.out, name)
		} else {
			r.out = append(r.out, name...)
		}
		f.named = len(r.out)
		r.out = append(r.out, ':')
		if f.named-f.name == 4 && string(r.out[f.name:f.named]) == `"id"` {
			f.id, f.idEnd = f.scan.Value, f.scan.End
		}
	}
	at := f.scan.Value
	if f.scan.End == 0 {
		if r.text[at] == '[' || !opaque(r.text, at) {
			if len(r.frames) == jsontext.MaxDepth {
				return jsontext.Check(r.text)
			}
			r.open(at)
			return nil
		}
		if f.scan.End = jsontext.SkipValue(r.text, at, jsontext.MaxDepth-len(r.frames)); f.scan.End < 0 {
			return jsontext.ErrorOf(f.scan.End)
		}
	}
	r.out = append(r.out, r.text[at:f.scan.End]...)
	r.take(f, nil, nil)
	return nil
}

// take notes of what kind a member or item is that was read.
func (r *reader) take(f *frame, to *object, inner *shape) {
	if f.shape == nil {
		if r.objects > 0 { // what a query itself consists of needs no shape
			in := item{inner: inner}
			if to != nil {
				in.key = to.key
			}
			r.items = append(r.items, in)
		}
		return
	}
	name := r.out[f.name:f.named]
	before := f.shape
	next, isNew := r.store.shapes.grown(before, name, inner)
	if f.shape = next; !isNew {
		if f.names != nil {
			f.names[string(name)] = true
		}
		return
	}
	// The first of its kind: is there a member of that name already?
	if before.count < 12 {
		r.twice = r.twice || before.has(name)
		return
	}
	if f.names == nil {
		f.names = make(map[string]bool)
		for ; before.count > 0; before = before.before {
			f.names[before.name] = true
		}
	}
	r.twice = r.twice || f.names[string(name)]
	f.names[string(name)] = true
}

// close ends an array or object, whose end in the text is given.
func (r *reader) close(f *frame, end int) error {
	r.out = append(r.out, r.text[end-1])
	var to *object
	inner := f.shape
	if inner == nil {
		inner = r.store.shapes.array(r.items[f.items:])
		r.items = r.items[:f.items]
	} else {
		r.objects--
		key, err := r.key(f, end)
		if err != nil {
			return err
		}
		if key != nil {
			to = r.store.object(key)
			c := r.cut(f.out, f.refs)
			c.shape = inner
			r.patches[f.patch] = patch{to, c}
			r.out, r.refs = append(r.out[:f.out], '0'), append(r.refs[:f.refs], ref{f.out, to, inner})
		}
	}
	free := to == nil && f.refs == len(r.refs) // of references
	r.frames = r.frames[:len(r.frames)-1]
	if n := len(r.frames); n > 0 {
		f = &r.frames[n-1]
		if f.scan.End = end; free && f.shape == nil {
			inner = nil // what is in an array is replaced as a whole
		}
		r.take(f, to, inner)
	}
	return nil
}

// key gives the key of an object, nil for none.
func (r *reader) key(f *frame, end int) ([]byte, error) {
	s := r.store
	var key []byte
	if s.keys != nil {
		var err error
		if key, err = s.keys.Key(r.text[f.start:end]); err != nil || len(key) == 0 {
			return nil, err
		}
	} else if f.id > 0 && f.idEnd > 0 {
		key = r.text[f.id:f.idEnd]
	}
	if len(key) == 0 || key[0] != '"' && key[0] != '-' && key[0]-'0' > 9 {
		return nil, nil
	}
	if plain(key) {
		return key, nil
	}
	var err error
	s.keyText, err = canonical(s.keyText[:0], key)
	return s.keyText, err
}

// cut takes what has been written from a place on.
func (r *reader) cut(out, refs int) *content {
	c := &content{text: append([]byte(nil), r.out[out:]...)}
	if len(r.refs) > refs {
		c.refs = append([]ref(nil), r.refs[refs:]...)
		for i := range c.refs {
			c.refs[i].at -= out
		}
	}
	return c
}
