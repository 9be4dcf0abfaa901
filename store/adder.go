package store

import "sluice/store/jsontext"

// added reads what an adder is given, one item or a list of them, writes it as usual, and changes the
// lists that match. What stays in its place has the shape of what came.
func (in *ingest) added(n *Node, i int, from place) int {
	items := n.Items.Items
	base, text, refs := in.base, len(in.text), len(in.refs)
	var inputs [][]byte
	var end int
	switch c := in.body[i]; {
	case c == '{' && items.Kind == Values && n.Op == Assign:
		end = in.values(items, i)
	case c == '[' && n.Op != Assign:
		inputs, end = in.addedItems(n, i, from)
	default:
		if end = in.addedItem(n, i, from); end >= 0 {
			inputs = [][]byte{in.body[i:end]}
		}
	}
	if end < 0 || in.normal {
		return end
	}
	value := append([]byte(nil), in.text[text:]...)
	links := append([]ref(nil), in.refs[refs:]...)
	for i := range links {
		links[i].at -= uint32(text - base)
		links[i].rise = stays
	}
	var list []member
	switch {
	case inputs == nil || in.body[i] == '[':
		list = entries(nil, value, links)
	default:
		list = []member{{value: value, refs: links}}
	}
	if !in.enroll(n, list, inputs) {
		return refused
	}
	return end
}

// addedItems reads a list of items and gives their texts as they came.
func (in *ingest) addedItems(n *Node, i int, from place) ([][]byte, int) {
	if in.depth++; in.tooDeep() {
		return nil, jsontext.SkipValue(in.body, i, 0)
	}
	from.rise = stays
	inputs := [][]byte{}
	in.text = append(in.text, '[')
	j, more := jsontext.SkipOpen(in.body, i)
	for count := 0; more; count++ {
		if count > 0 {
			in.text = append(in.text, ',')
		}
		end := in.addedItem(n, j, from)
		if end < 0 {
			in.item(count, end)
			return nil, end
		}
		inputs = append(inputs, in.body[j:end])
		j, more = jsontext.SkipComma(in.body, end, ']')
	}
	if j < 0 {
		return nil, j
	}
	in.depth--
	in.text = append(in.text, ']')
	return inputs, j
}

// addedItem reads one item: an object, or, to be removed, the pk of one.
func (in *ingest) addedItem(n *Node, i int, from place) int {
	if i >= len(in.body) {
		return jsontext.SkipValue(in.body, i, 0)
	}
	x := n.Items.Items.Items
	switch c := in.body[i]; {
	case in.normal || c == '{' || c == '[' && x.Process != 0:
		return in.value(x, i, from)
	case n.Op != Remove || c != '"' && c != '-' && c-'0' > 9:
		return in.misfit(n, i, n.Kind.needs())
	case x.Kind == Entity:
		return in.reference(x, i, from.rise)
	}
	end := jsontext.SkipValue(in.body, i, 0)
	if end < 0 {
		return end
	}
	t := in.unionOf(x, in.body[i:end], from)
	switch pk := in.pkText(in.body[i:end]); {
	case in.err != nil:
		return refused
	case t == nil || len(pk) == 0:
		in.text = append(in.text, "null"...)
	default:
		in.linkAs(in.row(t.Node, pk), t, from)
	}
	return end
}

// enroll changes the lists that match. inputs are the items as they came, in order, where
// the items have no names.
func (in *ingest) enroll(n *Node, items []member, inputs [][]byte) bool {
	col := n.Items
	m := membership{write: in.change.writeOf(col), op: n.Op, items: items}
	if n.Merge != 0 {
		m.adder = n
	}
	var moves []move
	if n.Op == Move {
		moves = in.moves(n, items, inputs)
	}
	for _, r := range in.lists(col.table) {
		if n.Op != Move {
			ok := in.matches(n, r, in.arguments(), in.argumentList())
			if in.err != nil || ok && !in.alter(r, col, m) {
				return false
			}
			continue
		}
		for j := range moves {
			if !in.move(n, r, &moves[j]) {
				return false
			}
		}
	}
	return true
}

// lists gives the lists of a table that are stored, those that this change has brought last.
func (in *ingest) lists(t *table) []*row {
	var out []*row
	for i := range t.order {
		if r := t.order[i].row; r != nil && in.change.base(r) != nil {
			out = append(out, r)
		}
	}
	for i := range in.change.rows {
		if r := in.change.rows[i].row; r.table == t && r.seq == 0 && in.change.base(r) != nil {
			out = append(out, r)
		}
	}
	if l := in.change.layer; l != nil {
		l.adds = append(l.adds, t)
		for _, r := range in.store.extras(func(o *table) bool { return o == t }, l) {
			if r.prep == 0 {
				out = append(out, r)
			}
		}
	}
	return out
}

// move is what becomes of one item, and what lists are compared with.
type move struct {
	item     member
	old, new []byte // objects; old is nil for an item that was not stored
	// the lists of arguments with these as the first
	oldArgs, newArgs []byte
}

// moves finds out what the items were and what they will be.
func (in *ingest) moves(n *Node, items []member, inputs [][]byte) []move {
	args := in.arguments()
	first, last := in.firstObject(), args[len(args)-1]
	var out []move
	for i := range items {
		m := move{item: items[i]}
		var stored []byte
		if len(m.item.refs) == 1 {
			r := m.item.refs[0].to
			if k := in.change.under(r); k != nil && !k.invalid {
				stored = k.normal()
				m.old = overlaid(first, stored)
			}
			if k := in.change.base(r); m.item.refs[0].node.Process != 0 && k != nil && !k.invalid {
				inputs[i] = k.normal()
			}
		}
		m.new = overlaid(stored, first, last, inputs[i])
		if n.filter() != 0 {
			m.oldArgs, m.newArgs = argList(m.old, args[1:]), argList(m.new, args[1:])
		}
		out = append(out, m)
	}
	return out
}

// overlaid gives an object with the members of all objects among the texts, of those with one name the last.
func overlaid(texts ...[]byte) []byte {
	var list []member
	for _, text := range texts {
		if len(text) > 0 && text[0] == '{' {
			list = split(list, nil, text, nil)
		}
	}
	own, _ := joinItems(list, true)
	return own
}

// move makes an item leave a list, or come into it, or stay.
func (in *ingest) move(n *Node, r *row, m *move) bool {
	left, joined := false, false
	if m.old != nil {
		left = in.matches(n, r, [][]byte{m.old}, m.oldArgs)
	}
	if in.err == nil {
		joined = in.matches(n, r, [][]byte{m.new}, m.newArgs)
	}
	values := n.Items.Items.Kind == Values
	if in.err != nil || left == joined || values && len(m.item.refs) == 0 {
		return in.err == nil
	}
	change := membership{write: in.change.writeOf(n.Items), op: Remove, items: []member{m.item}}
	if joined {
		change.op = Push
		if values {
			change.op = Assign
			change.items[0].name = jsontext.Quote(nil, []byte(m.item.refs[0].to.pk))
		}
		if n.Merge != 0 {
			change.adder = n
		}
	}
	return in.alter(r, n.Items, change)
}
