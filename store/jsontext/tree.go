package jsontext

// A tree is a value's members, and the arrays and objects in its arrays, in the order of the
// text: what must be known to walk it in another order in time proportional to its size,
// however deep it is.
type tree struct {
	b     []byte
	nodes []node
}

// A node is a member, or an array or object that is no member. Index 0 is the whole value.
type node struct {
	name  int    // where the member's name begins, 0 for none
	value int    // where the value begins
	end   int    // the index after the value
	next  int    // the index of the node after this one and all that are inside it
	key   uint64 // of the name, see nameKey
}

// grow reads the value that begins at b[0], into nodes.
func (t *tree) grow(b []byte, nodes []node) {
	t.b = b
	nodes = append(nodes, node{})
	if b[0] != '{' && b[0] != '[' {
		nodes[0].end, nodes[0].next = pass(b, 0), 1
		t.nodes = nodes
		return
	}
	// While a node is open, its next is the index of the one that it is in.
	open := 0
	s := Scan(b, 0)
	for {
		switch {
		case !s.Next():
			parent := nodes[open].next
			nodes[open].end, nodes[open].next = s.End, len(nodes)
			if open == 0 {
				t.nodes = nodes
				return
			}
			open = parent
			s.leave(b[nodes[open].value] + 2)
		case s.End == 0:
			n := node{value: s.Value, next: open}
			if s.end == '}' {
				n.name, n.key = s.Name, nameKey(b, s.Name)
			}
			nodes = append(nodes, n)
			open = len(nodes) - 1
			s.enter(s.Value)
		case s.end == '}':
			nodes = append(nodes, node{s.Name, s.Value, s.End, len(nodes) + 1, nameKey(b, s.Name)})
		}
	}
}

// A token is what a walk comes to.
type token struct {
	kind       byte // '{', '}', '[', ']', ':' for a name, '0' for any other value, 0 for the end
	start, end int  // the span of a name or of a value that is no array or object
}

// A walk goes through a tree with the members of every object in order of their names, and of
// those with equal names only the last.
type walk struct {
	tree
	frames []frame // what is open
	order  []int   // the nodes of the open objects' members, sorted; the innermost last
	begun  bool
}

// A frame is an open array or object.
type frame struct {
	i     int // array: where to go on in the text
	at    int // array: the next node inside it; object: the next member in order
	first int // object: where its members begin in order
	named bool
	close byte
}

func (w *walk) next() token {
	if !w.begun {
		w.begun = true
		return w.open(0)
	}
	if len(w.frames) == 0 {
		return token{}
	}
	f := &w.frames[len(w.frames)-1]
	if f.close == '}' {
		if f.at == len(w.order) {
			return w.shut()
		}
		n := w.order[f.at]
		if f.named = !f.named; f.named {
			name := w.nodes[n].name
			end, _ := SkipString(w.b, name)
			return token{':', name, end}
		}
		f.at++
		return w.open(n)
	}
	i, more := 0, false
	if w.b[f.i] == '[' && f.first == 0 {
		f.first = 1
		i, more = SkipOpen(w.b, f.i)
	} else {
		i, more = SkipComma(w.b, f.i, ']')
	}
	if !more {
		return w.shut()
	}
	if c := w.b[i]; c == '{' || c == '[' {
		n := f.at
		f.i, f.at = w.nodes[n].end, w.nodes[n].next
		return w.open(n)
	}
	f.i = pass(w.b, i)
	return token{'0', i, f.i}
}

// open begins a node's value.
func (w *walk) open(n int) token {
	start, end := w.nodes[n].value, w.nodes[n].end
	switch w.b[start] {
	case '[':
		w.frames = append(w.frames, frame{i: start, at: n + 1, close: ']'})
		return token{kind: '['}
	case '{':
		first := len(w.order)
		for m := n + 1; m < w.nodes[n].next; m = w.nodes[m].next {
			w.order = append(w.order, m)
		}
		w.order = w.order[:first+w.sort(w.order[first:])]
		w.frames = append(w.frames, frame{at: first, first: first, close: '}'})
		return token{kind: '{'}
	}
	return token{'0', start, end}
}

// shut ends the innermost array or object.
func (w *walk) shut() token {
	f := w.frames[len(w.frames)-1]
	w.frames = w.frames[:len(w.frames)-1]
	if f.close == '}' {
		w.order = w.order[:f.first]
	}
	return token{kind: f.close}
}
