package store

// Kind is the kind of a schema node.
type Kind uint8

// The kinds.
const (
	Entity Kind = iota + 1
	Array
	Object
	Values
	Union
	All
	Query
	Collection
	Adder
	Invalidate
)

// Func is the number of a user's function, 0 for none. See [Functions].
type Func uint32

// Node is one node of a schema. Schemas may be cyclic. Nodes belong to the store that they
// were defined for, see [Store.Define].
type Node struct {
	ID    uint32
	Kind  Kind
	Items *Node // of array, values, all, query, collection (an array or values), adder (a collection), invalidate

	// Of an entity. Fields are the members that have a schema, also of an object; of a union
	// its types.
	Name          string
	PK            []string // member names
	PKFunc        Func
	Fields        []Field
	Indexes       []string
	Process       Func
	Validate      Func
	Merge         Func
	ShouldUpdate  Func
	ShouldReorder Func
	Expiry        float64 // ms, NaN for the answer's

	// Of a union.
	By     string // the discriminating member
	ByFunc Func

	// Of a collection, and of an adder its Op, Merge (which then decides what becomes of the
	// lists that items come into) and Filter.
	ArgsKey, NestKey, Filter, Skip Func
	Op                             AdderOp

	skips map[string]bool // what Skip said

	table *table // of an entity or collection
	as    *Node  // what it is seen as: see Alias
	all   *row   // of an all: stands for the list of all rows
	lists bool   // what is seen of it is not what is stored: an all is inside of it
	plain bool   // an entity without functions on the way in
	// purity remembers pure: 0 not known, 1 no, 2 yes.
	purity uint8
	// entities remembers HasEntities in the same way.
	entities uint8
}

// Alias gives the node that a [Sink] is told of where this one stands for objects that several
// schemas share: of collections of one kind with the same items, and of alls of the same items,
// it is the one that was defined first. Of any other node it is the node itself.
func (n *Node) Alias() *Node { return n.as }

// Field is a member with a schema.
type Field struct {
	Name     string
	Node     *Node
	Required bool // an entity without it is unusable
}

// AdderOp is what an adder does with the lists that match.
type AdderOp uint8

// The operations.
const (
	Push AdderOp = iota + 1
	Unshift
	Assign
	Remove
	Move
)

// at gives the place of a name in Fields, -1 if it has none.
func (n *Node) at(name []byte) int {
	for i := range n.Fields {
		if f := &n.Fields[i]; len(f.Name) == len(name) && f.Name == string(name) {
			return i
		}
	}
	return -1
}

// rise says what an INVALID value of a field does to what has the field; up is what the whole
// of that does where it stands.
func (n *Node) rise(f *Field, up rise) rise {
	switch {
	case n.Kind == Entity && f.Required:
		return whole
	case n.Kind == Entity:
		return stays
	case up == whole:
		return whole
	default:
		return within
	}
}

// pure reports whether nothing that the schema holds has a function on the way in, or is anything
// but entities, lists and objects, and whether the only lists that are rows are outside of
// entities: what a text says about entities is then the same whenever it is read.
func (n *Node) pure() bool {
	if n.purity == 0 {
		n.purity = 1
		if n.allPure(false, make(map[purely]bool)) {
			n.purity = 2
		}
	}
	return n.purity == 2
}

// purely is a node as it was met, inside of an entity or not.
type purely struct {
	node   *Node
	inside bool
}

func (n *Node) allPure(inside bool, met map[purely]bool) bool {
	if n == nil || met[purely{n, inside}] {
		return true
	}
	met[purely{n, inside}] = true
	switch n.Kind {
	case Entity:
		if !n.plain {
			return false
		}
		inside = true
	case Collection:
		if inside || n.ArgsKey != 0 {
			return false
		}
	case Array, Object, Values, All, Query:
	default:
		return false
	}
	ok := n.Items.allPure(inside, met)
	for i := range n.Fields {
		ok = ok && n.Fields[i].Node.allPure(inside, met)
	}
	return ok
}

// holdsRows reports whether the schema holds lists that are rows, or tells which rows there are.
func (n *Node) holdsRows(met map[*Node]bool) bool {
	if n == nil || met[n] {
		return false
	}
	met[n] = true
	if n.Kind == Collection || n.Kind == All || n.Items.holdsRows(met) {
		return true
	}
	for i := range n.Fields {
		if n.Fields[i].Node.holdsRows(met) {
			return true
		}
	}
	return false
}
