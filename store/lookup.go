package store

import "sluice/store/jsontext"

// finder looks up by arguments what is in the store.
type finder struct {
	in ingest // makes pks
	// sight gives what a row holds in the state that is read.
	sight func(*row) *content
	// later gives the row that took the value of a member after all that the index has; nil: there is none.
	later func(x *index, value []byte) *row
	// holders gives the rows that took the value of a member, the last one last; nil: the index says.
	holders func(x *index, value []byte) []*row
	// known reports whether a row of an all's types is known of; nil: the tables say.
	known func(n *Node) bool
	text  []byte
	refs  []ref
	deps  []dep // what decided besides the rows that were found
}

// dep is a row that a lookup would come to another result with if something became of it.
type dep struct {
	row  *row
	node *Node // nil: it shows nothing itself
}

// finder gives one that looks at the base.
func (s *Store) finder(args []byte) *finder {
	return &finder{in: ingest{store: s, args: args, sound: true}, sight: func(r *row) *content { return r.cur }}
}

// find appends a reference to what the arguments find by a schema, of an object one that holds what its
// members find, and reports whether they find it. up is what INVALID rows do to the place.
func (f *finder) find(n *Node, up rise) bool {
	switch n.Kind {
	case Query:
		return f.find(n.Items, up)
	case Entity, Union:
		r, t := f.named(n)
		if r == nil {
			return false
		}
		if t != nil {
			f.text, f.refs = appendTagged(f.text, f.refs, 0, r, t, up)
		} else {
			f.text, f.refs = appendRef(f.text, f.refs, 0, r, n, up)
		}
		return true
	case Collection:
		pk := f.in.listPK(n, place{at: -1})
		if len(pk) == 0 {
			return false
		}
		r, _ := n.table.row(pk)
		return f.stored(r, n.as, up)
	case All:
		if f.known == nil && !n.known() || f.known != nil && !f.known(n) {
			f.deps = append(f.deps, dep{n.as.all, n.as})
			return false
		}
		f.text, f.refs = appendRef(f.text, f.refs, 0, n.as.all, n.as, up)
		return true
	case Object:
		return f.object(n, up)
	default:
		return false
	}
}

// stored appends a reference to a row, if it is stored.
func (f *finder) stored(r *row, n *Node, up rise) bool {
	if f.sight(r) == nil {
		f.deps = append(f.deps, dep{r, n})
		return false
	}
	f.text, f.refs = appendRef(f.text, f.refs, 0, r, n, up)
	return true
}

// object finds all members that have a schema.
func (f *finder) object(n *Node, up rise) bool {
	if len(n.Fields) == 0 {
		return false
	}
	f.text = append(f.text, '{')
	for i := range n.Fields {
		m := &n.Fields[i]
		if i > 0 {
			f.text = append(f.text, ',')
		}
		f.text = append(jsontext.Quote(f.text, []byte(m.Name)), ':')
		if !f.find(m.Node, n.rise(m, up)) {
			return false
		}
	}
	f.text = append(f.text, '}')
	return true
}

// named gives the row that the first argument names, and of a union its type; nil when it names
// none that is stored.
func (f *finder) named(n *Node) (*row, *Field) {
	arg := firstArg(f.in.args)
	if len(arg) == 0 {
		return nil, nil
	}
	if n.Kind == Entity {
		return f.entity(n, arg), nil
	}
	if arg[0] == '{' {
		if t, said := f.typed(n, arg); said {
			if t == nil {
				return nil, nil
			}
			return f.entity(t.Node, arg), t
		}
	}
	for i := range n.Fields {
		t := &n.Fields[i]
		if r := f.entity(t.Node, arg); r != nil {
			return r, t
		}
	}
	return nil, nil
}

// typed gives the type that an argument says, and whether it says one.
func (f *finder) typed(n *Node, arg []byte) (t *Field, said bool) {
	if n.ByFunc == 0 {
		tag, ok := memberOf(arg, n.By)
		return n.typeOf(tag), ok
	}
	t = f.in.typed(n, arg, place{at: -1})
	f.in.err = nil
	return t, t != nil
}

// entity gives the stored row that an argument names: by its pk, or, if it has none, by the first
// index whose member it has and that knows the value.
func (f *finder) entity(n *Node, arg []byte) *row {
	if pk := f.pk(n, arg); len(pk) > 0 {
		r, _ := n.table.row(pk)
		if f.sight(r) == nil {
			f.deps = append(f.deps, dep{r, n})
			return nil
		}
		return r
	}
	for _, member := range n.Indexes {
		value, ok := memberOf(arg, member)
		if !ok {
			continue
		}
		if text, ok := indexText(value); ok {
			if r := f.holder(n.table, member, text); r != nil {
				return r
			}
		}
	}
	return nil
}

// pk gives the pk that an argument makes, empty if it makes none.
func (f *finder) pk(n *Node, arg []byte) []byte {
	if arg[0] != '{' {
		return f.in.pkText(arg)
	}
	if n.PKFunc == 0 {
		return f.in.memberPK(n, arg)
	}
	pk, err := f.in.store.call(n.PKFunc, arg, nil, nil, f.in.args)
	if err != nil {
		return nil // made for whole objects: arguments need not have what it reads
	}
	return f.in.pkText(pk)
}

// holder gives the row that took a value last and still has it.
func (f *finder) holder(t *table, member string, value []byte) *row {
	x := t.indexOf(member)
	var holders []*row
	if f.holders != nil {
		holders = f.holders(x, value)
	} else {
		sl := x.slot(value)
		holders = sl.holders
		f.deps = append(f.deps, dep{row: &sl.row})
	}
	if f.later != nil {
		if r := f.later(x, value); r != nil {
			return r
		}
	}
	for i := len(holders) - 1; i >= 0; i-- {
		if r := holders[i]; f.sight(r).has(member, value) {
			return r
		}
	}
	return nil
}

// known reports whether all rows of an all's types are known of.
func (n *Node) known() bool {
	for _, t := range n.Items.tables() {
		if t.known {
			return true
		}
	}
	return false
}

// firstArg gives the first of a list of arguments, empty if there is none.
func firstArg(args []byte) []byte {
	i := jsontext.SkipSpace(args, 0)
	if i >= len(args) || args[i] != '[' {
		return nil
	}
	at, more := jsontext.SkipOpen(args, i)
	if !more {
		return nil
	}
	return args[at:jsontext.SkipValue(args, at, jsontext.MaxDepth)]
}

// argsOf gives the arguments of a list.
func argsOf(args []byte) [][]byte {
	i := jsontext.SkipSpace(args, 0)
	if i >= len(args) {
		return nil
	}
	var out [][]byte
	for item := jsontext.ItemsOf(args, i); item.Next(); {
		out = append(out, args[item.Value:item.End])
	}
	return out
}
