package normal

import (
	"unsafe"

	"sluice/store/jsontext"
)

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
// begin in it. It changes nothing that shows.
func (s *Store) read(text []byte) (*content, []patch, error) {
	r := &s.reader
	r.store, r.text = s, text
	err := r.value()
	if err == nil && r.twice {
		// Members of equal names, of which the last one counts.
		r.text = jsontext.Canonical(nil, text)
		err = r.value()
	}
	all := r.patches
	r.text, r.patches = nil, nil
	if err != nil {
		return nil, nil, err
	}
	patches := all[:0]
	for _, p := range all {
		if p.object != nil {
			patches = append(patches, p)
		}
	}
	c := newContent(r.out, r.refs, 0, nil)
	if cap(r.out) > 1<<20 {
		r.out, r.refs, r.items = nil, nil, nil
	}
	return c, patches, nil
}

// joined brings together what is said about the same object: of a member the last counts. The list is used up.
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
	r.frames, r.out, r.refs, r.items, r.patches = r.frames[:0], r.out[:0], r.refs[:0], r.items[:0], nil
	r.objects, r.twice = 0, false
	i := jsontext.SkipSpace(r.text, 0)
	if i < len(r.text) && r.text[i]|0x20 == '{' && !(r.text[i] == '{' && opaque(r.text, i)) {
		r.open(i)
	} else {
		end := jsontext.SkipValue(r.text, i, jsontext.MaxDepth)
		if end < 0 {
			return jsontext.Check(r.text)
		}
		r.write(r.text[i:end])
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
			return jsontext.Check(r.text)
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

//go:noinline
func (r *reader) write(text []byte) { r.out = append(r.out, text...) }

func (r *reader) open(i int) {
	r.frames = append(r.frames, frame{})
	f := &r.frames[len(r.frames)-1]
	f.scan = jsontext.Scan(r.text, i)
	f.start, f.out, f.refs, f.items = i, len(r.out), len(r.refs), len(r.items)
	if r.write(r.text[i : i+1]); r.text[i] == '{' {
		f.shape, f.patch = r.store.shapes.empty, len(r.patches)
		r.patches = append(r.patches, patch{})
		r.objects++
	}
}

// member reads a member or an item, or begins to.
func (r *reader) member(f *frame) error {
	if f.count++; f.count > 1 {
		r.write([]byte{','})
	}
	if f.shape != nil {
		f.name = len(r.out)
		name := r.text[f.scan.Name:f.scan.NameEnd]
		if f.scan.Escaped {
			r.out = jsontext.Canonical(r.out, name)
		} else {
			r.write(name)
		}
		f.named = len(r.out)
		r.write([]byte{':'})
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
			return jsontext.Check(r.text)
		}
	}
	r.write(r.text[at:f.scan.End])
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
	f.shape = r.store.shapes.grown(f.shape, unsafe.String(&name[0], len(name)), inner)
}

// close ends an array or object, whose end in the text is given.
func (r *reader) close(f *frame, end int) error {
	r.write(r.text[end-1 : end])
	var to *object
	inner := f.shape
	if inner == nil {
		inner = r.store.shapes.array(r.items[f.items:])
		r.items = r.items[:f.items]
	} else {
		r.objects--
		r.twice = r.twice || inner.doubled()
		key, err := r.key(f, end)
		if err != nil {
			return err
		}
		if key != nil {
			to = r.store.object(key)
			r.patches[f.patch] = patch{to, newContent(r.out[f.out:], r.refs[f.refs:], f.out, inner)}
			r.out, r.refs = r.out[:f.out], append(r.refs[:f.refs], ref{f.out, to, inner})
			r.write([]byte{'0'})
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
