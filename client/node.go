package client

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"sluice/store"
	"sluice/store/jsontext"
)

// node is a node of a schema. It is not changed once it is in use.
type node struct {
	id        uint32
	kind      string       // as store.Define has it
	typ       reflect.Type // of what is read through it
	items     *node
	entity    *entity
	given     map[string]*node // schemas of members that the type does not say
	types     []UnionType
	by        string
	op        string
	process   func(value reflect.Value, arg json.RawMessage) (reflect.Value, error)
	functions []function
	wrong     error

	checked  sync.Once
	unusable error

	once  sync.Once
	links []link // the members that lead to entities, of an entity or object
}

// link is a field that leads to entities.
type link struct {
	name  string
	index []int
	typ   reflect.Type
	omit  bool // where it is empty
	node  *node
}

// function is a function of the user, as a store calls it.
type function struct {
	option string
	number store.Func
	run    func(args [][]byte) ([]byte, error)
}

var infinite, nan = math.Inf(1), math.NaN()

// registry holds what schemas of all clients have in common.
var registry = struct {
	mu    sync.Mutex
	types map[reflect.Type]*node // of entities and objects, by struct type
	lists map[listKey]*node
	pks   map[reflect.Type]function
}{types: map[reflect.Type]*node{}, lists: map[listKey]*node{}, pks: map[reflect.Type]function{}}

type listKey struct {
	kind  string
	items *node
	typ   reflect.Type
}

var lastNode, lastFunction atomic.Uint32

func newNode(kind string, t reflect.Type) *node {
	return &node{id: lastNode.Add(1), kind: kind, typ: t}
}

// listNode gives the node of a list, or what else is nothing but a kind of its items.
func listNode(kind string, items *node, t reflect.Type) *node {
	if items == nil {
		return nil
	}
	registry.mu.Lock()
	defer registry.mu.Unlock()
	key := listKey{kind, items, t}
	n := registry.lists[key]
	if n == nil {
		n = newNode(kind, t)
		n.items = items
		registry.lists[key] = n
	}
	return n
}

// register makes an entity that of its type, if it is the first one.
func register(n *node) {
	registry.mu.Lock()
	defer registry.mu.Unlock()
	if t := n.typ.Elem(); registry.types[t] == nil {
		registry.types[t] = n
	}
}

func newFunction(option string, run func([][]byte) ([]byte, error)) function {
	return function{option, store.Func(lastFunction.Add(1)), run}
}

// function adds a function of the user's.
func (n *node) function(option string, run func([][]byte) ([]byte, error)) {
	n.drop(option)
	n.functions = append(n.functions, newFunction(option, run))
}

func (n *node) drop(option string) {
	n.functions = slices.DeleteFunc(n.functions, func(f function) bool { return f.option == option })
}

// nodeOf gives the node of a Go type, nil for one without entities.
func nodeOf(t reflect.Type) *node { return nodeIn(t, nil) }

// nodeIn does the same inside of an entity, whose own type means itself.
func nodeIn(t reflect.Type, self *node) *node {
	for t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if !holdsEntity(t, map[reflect.Type]bool{}) {
		return nil
	}
	inner := t
	if inner.Kind() == reflect.Pointer {
		inner = inner.Elem()
	}
	switch inner.Kind() {
	case reflect.Struct:
		if self != nil && self.entity != nil && self.typ.Elem() == inner {
			return self
		}
		registry.mu.Lock()
		n := registry.types[inner]
		registry.mu.Unlock()
		if n != nil {
			return n
		}
		if isEntity(inner) {
			n = newEntity(inner.Name(), inner, nil)
		} else {
			n = newNode("object", inner)
		}
		registry.mu.Lock()
		defer registry.mu.Unlock()
		if other := registry.types[inner]; other != nil {
			return other
		}
		registry.types[inner] = n
		return n
	case reflect.Map:
		return listNode("values", nodeIn(inner.Elem(), self), inner)
	default:
		return listNode("array", nodeIn(inner.Elem(), self), inner)
	}
}

// holdsEntity reports whether there are entities in values of a type.
func holdsEntity(t reflect.Type, met map[reflect.Type]bool) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return holdsEntity(t.Elem(), met)
	case reflect.Map:
		return t.Key().Kind() == reflect.String && holdsEntity(t.Elem(), met)
	case reflect.Struct:
		if met[t] {
			return false
		}
		met[t] = true
		if isEntity(t) {
			return true
		}
		if reflect.PointerTo(t).Implements(unmarshalerType) {
			return false
		}
		return slices.ContainsFunc(fieldsOf(t), func(f field) bool { return holdsEntity(f.typ, met) })
	}
	return false
}

var unmarshalerType = reflect.TypeFor[json.Unmarshaler]()

// isEntity reports whether a struct type is that of an entity.
func isEntity(t reflect.Type) bool {
	registry.mu.Lock()
	n := registry.types[t]
	registry.mu.Unlock()
	if n != nil && n.entity != nil || reflect.PointerTo(t).Implements(pkType) {
		return true
	}
	return slices.ContainsFunc(fieldsOf(t), func(f field) bool { return slices.Contains(strings.Split(f.tag, ","), "pk") })
}

// members gives the members of an entity or object that lead to entities.
func (n *node) members() []link {
	n.once.Do(func() {
		t := n.typ
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			return
		}
		met := 0
		for _, f := range fieldsOf(t) {
			child, given := n.given[f.name]
			if given {
				met++
				if child != nil && !fits(child, f.typ) {
					n.wrong = usage("the field %s of %s is a %s, and its schema reads as %s", f.name, t, f.typ, child.typ)
				}
			} else {
				child = nodeIn(f.typ, n)
			}
			if child != nil {
				n.links = append(n.links, link{f.name, f.index, f.typ, f.omit, child})
			}
		}
		if met < len(n.given) {
			n.wrong = usage("%s lacks a field that was given a schema", t)
		}
	})
	return n.links
}

// fits reports whether what is read through a node can stand in a place of a type.
func fits(n *node, t reflect.Type) bool {
	return n.typ.AssignableTo(t) || n.typ.Kind() == reflect.Pointer && n.typ.Elem().AssignableTo(t) ||
		t.Kind() == reflect.Pointer && n.typ.AssignableTo(t.Elem()) || n.typ.Kind() == t.Kind() && (t.Kind() == reflect.Slice || t.Kind() == reflect.Map)
}

// split takes the members that lead to entities out of the text of an object: it gives what is left,
// and their texts in the order of links, nil for those that are missing.
func (n *node) split(text []byte) (rest []byte, links [][]byte) {
	members := n.members()
	if len(members) == 0 {
		return text, nil
	}
	links = make([][]byte, len(members))
	rest = append(rest, '{')
	for m := jsontext.MembersOf(text, jsontext.SkipSpace(text, 0)); m.Next(); {
		name := text[m.Name+1 : m.NameEnd-1]
		if m.Escaped {
			name, _ = jsontext.Unquote(nil, text[m.Name:m.NameEnd])
		}
		if i := slices.IndexFunc(members, func(l link) bool { return l.name == string(name) }); i >= 0 {
			links[i] = text[m.Value:m.End]
			continue
		}
		if len(rest) > 1 {
			rest = append(rest, ',')
		}
		rest = append(append(append(rest, text[m.Name:m.NameEnd]...), ':'), text[m.Value:m.End]...)
	}
	return append(rest, '}'), links
}

// momentOf gives a member that is a number of ms; one that JSON cannot carry is infinite.
func momentOf(object []byte, name string) float64 {
	start, end, ok := jsontext.Member(object, name)
	if !ok {
		return 0
	}
	f, _ := strconv.ParseFloat(string(object[start:end]), 64) // 1e999 is infinite
	return f
}

// anys gives values as encoding/json reads them; one that is missing is nil.
func anys(texts [][]byte) ([]any, error) {
	out := make([]any, len(texts))
	for i, text := range texts {
		if len(text) == 0 {
			continue
		}
		if err := json.Unmarshal(text, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}
