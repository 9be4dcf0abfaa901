package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sort"
	"strings"
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
func (r *reader) Drop(sp Space, n *Node, row uint32)   { r.drop(spot{sp, n, false, row}) }
func (r *reader) Share(sp Space, n *Node, row uint32)  { r.share(spot{sp, n, false, row}) }

func (r *reader) Forget(n *Node, row uint32) { r.forget(spot{Base, n, false, row}) }

func (r *reader) MakeRoot(sp Space, n *Node, root uint32, own []byte) {
	r.make(spot{sp, n, true, root}, own)
}
func (r *reader) RelinkRoot(sp Space, n *Node, root uint32) { r.relink(spot{sp, n, true, root}) }
func (r *reader) DropRoot(sp Space, n *Node, root uint32)   { r.drop(spot{sp, n, true, root}) }
func (r *reader) ShareRoot(sp Space, n *Node, root uint32)  { r.share(spot{sp, n, true, root}) }
func (r *reader) ForgetRoot(n *Node, root uint32)           { r.forget(spot{Base, n, true, root}) }

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

// shape writes a value without what is in its objects.
func shape(v any) string {
	switch v := v.(type) {
	case *object:
		return "@"
	case []any:
		var b strings.Builder
		for _, x := range v {
			b.WriteString(shape(x) + ",")
		}
		return "[" + b.String() + "]"
	case map[string]any:
		names := make([]string, 0, len(v))
		for name, x := range v {
			names = append(names, fmt.Sprintf("%q:%s", name, shape(x)))
		}
		sort.Strings(names)
		return "{" + strings.Join(names, ",") + "}"
	default:
		text, _ := json.Marshal(v)
		return string(text)
	}
}

func replaced(v any, same map[*object]*object) any {
	switch v := v.(type) {
	case *object:
		return lasting(v, same)
	case []any:
		for i := range v {
			v[i] = replaced(v[i], same)
		}
	case map[string]any:
		for name := range v {
			v[name] = replaced(v[name], same)
		}
	}
	return v
}

// absent is what a reference to nothing is linked to.
type absent struct{}

// link puts objects in the place of references, as the schema has it.
func (r *reader) link(o *object, n *Node, v any, root bool) any {
	if n == nil {
		return v
	}
	number, isNumber := v.(json.Number)
	switch n.Kind {
	case Query, Invalidate:
		return r.link(o, n.Items, v, root)
	case Adder:
		list := n.Items.Items
		if items, ok := v.([]any); ok && !(list.Items.Kind == Union && len(items) == 2 && isTag(items[1])) {
			return r.items(o, list, items, root)
		}
		if _, ok := v.(map[string]any); ok && list.Kind == Values {
			return r.link(o, list, v, root)
		}
		return r.link(o, list.Items, v, root)
	case Entity:
		if members, ok := v.(map[string]any); ok && !root {
			return r.members(o, n, members)
		}
		if isNumber {
			return r.refer(o, n, number)
		}
	case Collection, All:
		if isNumber && (root || o.at.node != n.Alias()) {
			return r.refer(o, n.Alias(), number)
		}
		if items, ok := v.([]any); ok {
			return r.items(o, n, items, root)
		}
		return r.link(o, n.Items, v, root)
	case Union:
		if pair, ok := v.([]any); ok && len(pair) == 2 {
			return r.refer(o, n.Fields[n.at([]byte(pair[1].(string)))].Node, pair[0].(json.Number))
		}
	case Array:
		if items, ok := v.([]any); ok {
			return r.items(o, n, items, root)
		}
	case Values:
		if members, ok := v.(map[string]any); ok {
			for _, name := range sorted(members) {
				if x := r.link(o, n.Items, members[name], root); x == (absent{}) {
					delete(members, name)
				} else {
					members[name] = x
				}
			}
		}
	case Object:
		if members, ok := v.(map[string]any); ok {
			return r.members(o, n, members)
		}
	}
	if isNumber && number == "-1" {
		return absent{}
	}
	return v
}

func (r *reader) items(o *object, n *Node, items []any, root bool) any {
	if n.Kind == Collection {
		n = n.Items
	}
	kept := []any{}
	for _, item := range items {
		if x := r.link(o, n.Items, item, root); x != (absent{}) {
			kept = append(kept, x)
		}
	}
	return kept
}

func isTag(v any) bool { _, is := v.(string); return is }

func (r *reader) members(o *object, n *Node, members map[string]any) any {
	for _, name := range sorted(members) {
		if f := n.at([]byte(name)); f >= 0 {
			if x := r.link(o, n.Fields[f].Node, members[name], false); x == (absent{}) {
				delete(members, name)
			} else {
				members[name] = x
			}
		}
	}
	return members
}

func sorted(members map[string]any) []string {
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func (r *reader) refer(o *object, n *Node, number json.Number) any {
	num, err := number.Int64()
	if err != nil || num < 0 {
		return absent{}
	}
	to := r.find(spot{o.at.space, n, false, uint32(num)})
	if to == nil {
		return absent{}
	}
	o.links = append(o.links, to)
	return to
}

// root gives what a root shows in a space, nil for nothing.
func (r *reader) root(sp Space, number uint32) any {
	o := r.find(spot{sp, r.s.roots[number].node, true, number})
	if o == nil {
		return nil
	}
	if _, single := o.value.(*object); single {
		return o.value
	}
	return o
}

// show writes all that can be seen of a value. What is shown inside of itself is written as
// how far up it is.
func show(v any) string { return showIn(v, nil) }

func showIn(v any, around []*object) string {
	switch v := v.(type) {
	case *object:
		if v == nil {
			return "-"
		}
		for i := range around {
			if around[len(around)-1-i] == v {
				return fmt.Sprintf("^%d", i)
			}
		}
		return showIn(v.value, append(around, v))
	case absent, nil:
		return "-"
	case []any:
		var items []string
		for _, x := range v {
			if x == nil {
				items = append(items, "null")
			} else {
				items = append(items, showIn(x, around))
			}
		}
		return "[" + strings.Join(items, ",") + "]"
	case map[string]any:
		var names []string
		for name, x := range v {
			text := "null"
			if x != nil {
				text = showIn(x, around)
			}
			names = append(names, name+":"+text)
		}
		sort.Strings(names)
		return "{" + strings.Join(names, ",") + "}"
	case string:
		if v == "" {
			return `""`
		}
		return v
	default:
		return shape(v)
	}
}
