package store

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// reader is what a reader does with what a store tells: it keeps an object for each row as it is
// seen through a schema, and for each root, in each space.
type reader struct {
	s       *Store
	objects map[spot]*object
	texts   map[spot][]byte
	prior   map[spot]*object // what was there before the step
	fresh   []*object        // made or relinked in this step
	told    int              // how many objects are new
}

// spot is where an object belongs.
type spot struct {
	space  Space
	node   *Node
	root   bool
	number uint32
}

// object is what is shown. It is never changed once its step is over.
type object struct {
	at    spot
	value any       // as parsed, with *object where a row is shown
	links []*object // those in value
}

func newReader(s *Store) *reader {
	return &reader{s: s, objects: make(map[spot]*object), texts: make(map[spot][]byte), prior: make(map[spot]*object)}
}

func (r *reader) Make(sp Space, n *Node, row uint32, own []byte) {
	r.make(spot{sp, n, false, row}, own)
}

func (r *reader) Relink(sp Space, n *Node, row uint32) { r.relink(spot{sp, n, false, row}) }

func (r *reader) Drop(sp Space, n *Node, row uint32) { r.drop(spot{sp, n, false, row}) }

func (r *reader) Share(sp Space, n *Node, row uint32) { r.share(spot{sp, n, false, row}) }

func (r *reader) Forget(n *Node, row uint32) { r.forget(spot{Base, n, false, row}) }

func (r *reader) MakeRoot(sp Space, n *Node, root uint32, own []byte) {
	r.make(spot{sp, n, true, root}, own)
}

func (r *reader) RelinkRoot(sp Space, n *Node, root uint32) { r.relink(spot{sp, n, true, root}) }

func (r *reader) DropRoot(sp Space, n *Node, root uint32) { r.drop(spot{sp, n, true, root}) }

func (r *reader) ShareRoot(sp Space, n *Node, root uint32) { r.share(spot{sp, n, true, root}) }

func (r *reader) ForgetRoot(n *Node, root uint32) { r.forget(spot{Base, n, true, root}) }

// nothing is what is kept where a space has nothing to show though the one under it may.
var nothing = &object{}

func (r *reader) make(at spot, own []byte) {
	r.texts[at] = bytes.Clone(own)
	r.put(at, &object{at: at})
}

func (r *reader) relink(at spot) {
	was := r.objects[at]
	if was == nil || was == nothing {
		panic(fmt.Sprintf("what is not there is linked anew: %v", at))
	}
	r.put(at, &object{at: at})
}

func (r *reader) put(at spot, o *object) {
	if _, changed := r.prior[at]; !changed {
		r.prior[at] = r.objects[at]
	}
	if o == nil {
		delete(r.objects, at)
		return
	}
	r.objects[at] = o
	if o != nothing {
		r.fresh = append(r.fresh, o)
	}
}

func (r *reader) drop(at spot) {
	if at.space == Base {
		r.put(at, nil)
	} else {
		r.put(at, nothing)
	}
}

func (r *reader) share(at spot) {
	if r.objects[at] == nil {
		panic(fmt.Sprintf("the view shares what it had nothing of: %v", at))
	}
	r.put(at, nil)
}

func (r *reader) forget(at spot) {
	delete(r.objects, at)
	at.space = View
	if r.objects[at] != nil {
		panic(fmt.Sprintf("what the view shows is forgotten: %v", at))
	}
}

// before gives what was at a place before the step.
func (r *reader) before(at spot) *object {
	if o, changed := r.prior[at]; changed {
		return o
	}
	return r.objects[at]
}

// former gives an object that a new one is to be if it is equal: first what the view showed in
// its place before, then what the base did, then what the base shows now.
func (r *reader) former(o *object, attempt int) *object {
	base, view := o.at, o.at
	base.space, view.space = Base, View
	var was *object
	switch {
	case o.at.space > View:
	case attempt == 0:
		if was = r.before(view); was == nil {
			was = r.before(base)
		}
	case attempt == 1:
		was = r.before(base)
	case o.at.space == View:
		was = r.objects[base]
	}
	if was == nothing {
		return nil
	}
	return was
}

// find gives what a space shows at a place.
func (r *reader) find(at spot) *object {
	for {
		if o := r.objects[at]; o == nothing {
			return nil
		} else if o != nil || at.space == Base {
			return o
		}
		if at.space > View {
			at.space %= 2
		} else {
			at.space = Base
		}
	}
}

// step ends what belongs together: it links the new objects, and keeps those in whose place
// equal ones would come.
func (r *reader) step() {
	for _, o := range r.fresh {
		if r.objects[o.at] != o {
			continue
		}
		decoder := json.NewDecoder(bytes.NewReader(r.texts[o.at]))
		decoder.UseNumber()
		if err := decoder.Decode(&o.value); err != nil {
			panic(fmt.Sprintf("%s: %v", r.texts[o.at], err))
		}
		o.value = r.link(o, o.at.node, o.value, o.at.root)
	}
	same := make(map[*object]*object)
	for attempt := range 3 {
		try := make(map[*object]bool)
		for _, o := range r.fresh {
			if former := r.former(o, attempt); former != nil && r.objects[o.at] == o && same[o] == nil {
				same[o] = former
				try[o] = true
			}
		}
		for changed := true; changed; {
			changed = false
			for o := range try {
				if !r.equal(o, same[o], same) {
					delete(same, o)
					delete(try, o)
					changed = true
				}
			}
		}
	}
	for _, o := range r.fresh {
		if one := lasting(o, same); r.objects[o.at] == o && one != o {
			r.objects[o.at] = one
		} else if r.objects[o.at] == o {
			r.told++
			o.value = replaced(o.value, same)
			for i, l := range o.links {
				o.links[i] = lasting(l, same)
			}
		}
	}
	r.fresh = nil
	clear(r.prior)
}

func (r *reader) equal(o, former *object, same map[*object]*object) bool {
	if len(o.links) != len(former.links) {
		return false
	}
	for i, l := range o.links {
		if lasting(l, same) != lasting(former.links[i], same) {
			return false
		}
	}
	return shape(o.value) == shape(former.value)
}

// lasting gives what an object is in the end.
func lasting(o *object, same map[*object]*object) *object {
	for same[o] != nil {
		o = same[o]
	}
	return o
}
