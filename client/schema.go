package client

import (
	"encoding/json"
	"reflect"
	"strconv"
	"time"
)

// Schema says where in data of type T there are entities: objects that are known by a key and a
// pk, of which the store keeps one row each. The zero Schema is none: such data is kept as it is.
//
// Schemas are made once, as variables of a package. They may be used by any number of clients.
type Schema[T any] struct{ node *node }

// AnySchema is a [Schema] of any type.
type AnySchema interface{ schema() *node }

func (s Schema[T]) schema() *node { return s.node }

// Of gives the schema of a Go type: entities are the struct types that have a field with the tag
// sluice:"pk", or a method PK() string, or were given to [Entity]. They may stand in pointers,
// slices, maps and other structs. A type without entities gives the zero Schema.
func Of[T any]() Schema[T] {
	return Schema[T]{nodeOf(reflect.TypeFor[T]())}
}

// Entity describes the struct type T as an entity, whose rows are those of key: entities of one
// key are views of the same rows. What is read is a *T, shared by all who read it: it must not be
// changed. It is another one when the row, or anything it refers to, has changed.
//
// The JSON names of fields are those of encoding/json. Fields whose types are, or hold, entities are
// references. These tags say more:
//
//	sluice:"pk"        the pk, a string or a number; of several fields in their order
//	sluice:"index"     [Get] also finds rows by this member
//	sluice:"required"  a row whose reference is INVALID counts as INVALID itself
//
// In the place of the first, T may have a method PK() string, which is called with the plain
// members set. Without either the pk is the member id. If *T has a method Validate() error, a row
// for which it fails is refused when it comes (a *core.SchemaError), and is INVALID where it is read.
//
// The first Entity of a Go type says what fields of that type refer to, but for fields of T in T, which
// refer to rows of key; [Field] says otherwise.
func Entity[T any](key string, options ...EntityOption) Schema[*T] {
	n := newEntity(key, reflect.TypeFor[T](), options)
	register(n)
	return Schema[*T]{n}
}

// Object describes the struct type T, some of whose fields have schemas of their own.
func Object[T any](fields ...FieldOption) Schema[T] {
	n := newNode("object", reflect.TypeFor[T]())
	for _, field := range fields {
		field(&n.given)
	}
	return Schema[T]{n}
}

// Array is a list.
func Array[T any](items Schema[T]) Schema[[]T] {
	return Schema[[]T]{listNode("array", items.node, reflect.TypeFor[[]T]())}
}

// Values is an object with any names. Members that are null are dropped.
func Values[T any](items Schema[T]) Schema[map[string]T] {
	return Schema[map[string]T]{listNode("values", items.node, reflect.TypeFor[map[string]T]())}
}

// UnionType is one of the entities of a [Union].
type UnionType struct {
	name string
	node *node
}

// Type names an entity of a [Union].
func Type(name string, entity AnySchema) UnionType { return UnionType{name, entity.schema()} }

// Union is an entity of one of several types, which the member by names. T is any, or an interface
// that all of them have. An item of an unknown type is a plain value, which only an any shows.
func Union[T any](by string, types ...UnionType) Schema[T] {
	n := newNode("union", reflect.TypeFor[T]())
	n.by, n.types = by, types
	return Schema[T]{n}
}

// All is every valid row of an entity or a union, in the order in which they were first stored.
func All[T any](items Schema[T]) Schema[[]T] {
	return Schema[[]T]{listNode("all", items.node, reflect.TypeFor[[]T]())}
}

// Query reads as its inner schema does, and then what process makes of that and of the first
// argument. It is called again only when the value has changed. If what it gives is equal
// to what it gave before, that stays. It must not use the client; if it panics, so does who reads.
func Query[In, Arg, Out any](inner Schema[In], process func(In, Arg) Out) Schema[Out] {
	n := newNode("query", reflect.TypeFor[Out]())
	n.items = inner.node
	n.process = func(value reflect.Value, arg json.RawMessage) (reflect.Value, error) {
		var a Arg
		if len(arg) > 0 {
			if err := json.Unmarshal(arg, &a); err != nil {
				return reflect.Value{}, usage("the argument of a query: %v", err)
			}
		}
		in, _ := convert[In](value)
		out := process(in, a)
		return reflect.ValueOf(&out).Elem(), nil
	}
	return Schema[Out]{n}
}

// Collection is a list, made by [Array] or [Values] of entities or unions, that many places share,
// and that mutations can extend: see [Push]. Which list it is, is said by the first argument of
// the endpoint, or by [NestKey].
func Collection[L any](list Schema[L], options ...CollectionOption) Schema[L] {
	n := newNode("collection", reflect.TypeFor[L]())
	n.items = list.node
	for _, option := range options {
		option(n)
	}
	return Schema[L]{n}
}

// CollectionOption is an option of [Collection].
type CollectionOption func(*node)

// ArgsKey says which list the arguments of an endpoint mean. Default: the first argument.
func ArgsKey(key func(args ...any) map[string]any) CollectionOption {
	return func(n *node) {
		n.function("argsKey", func(args [][]byte) ([]byte, error) {
			values, err := anys(args)
			if err != nil {
				return nil, err
			}
			return json.Marshal(key(values...))
		})
	}
}

// NestKey says which list stands in a member of an entity: parent is the JSON of the object.
func NestKey(key func(parent json.RawMessage, member string) map[string]any) CollectionOption {
	return func(n *node) {
		n.function("nestKey", func(args [][]byte) ([]byte, error) {
			var name string
			if len(args) > 1 && len(args[1]) > 0 {
				if err := json.Unmarshal(args[1], &name); err != nil {
					return nil, err
				}
			}
			return json.Marshal(key(args[0], name))
		})
	}
}

// NotFilters names members of arguments that say nothing about what belongs to a list. Default: those
// that begin with "order".
func NotFilters(is func(name string) bool) CollectionOption {
	return func(n *node) {
		n.function("skip", func(args [][]byte) ([]byte, error) {
			var name string
			if err := json.Unmarshal(args[0], &name); err != nil {
				return nil, err
			}
			return strconv.AppendBool(nil, is(name)), nil
		})
	}
}

// Filter says which lists a change made with some arguments belongs to, by their keys.
func Filter(matches func(key map[string]string, args ...any) bool) CollectionOption {
	return func(n *node) {
		n.function("filter", func(args [][]byte) ([]byte, error) {
			var given []any
			var key map[string]string
			if err := json.Unmarshal(args[0], &given); err != nil {
				return nil, err
			}
			if err := json.Unmarshal(args[1], &key); err != nil {
				return nil, err
			}
			return strconv.AppendBool(nil, matches(key, given...)), nil
		})
	}
}

// Push is for mutations that answer with an item, or several, that come to the end of the lists of
// a collection that match the arguments.
func Push[T any](collection Schema[[]T]) Schema[T] { return adder[T]("push", collection.node) }

// Unshift is for items that come to the start.
func Unshift[T any](collection Schema[[]T]) Schema[T] { return adder[T]("unshift", collection.node) }

// Remove is for items, or their pks, that leave the lists. Their rows stay.
func Remove[T any](collection Schema[[]T]) Schema[T] { return adder[T]("remove", collection.node) }

// Move is for items that leave lists and come to others, as the row and the last argument say.
func Move[T any](collection Schema[[]T]) Schema[T] { return adder[T]("move", collection.node) }

// Assign is for mutations that answer with members of the values of a collection.
func Assign[T any](collection Schema[map[string]T]) Schema[map[string]T] {
	return adder[map[string]T]("assign", collection.node)
}

func adder[T any](op string, collection *node) Schema[T] {
	n := newNode("adder", reflect.TypeFor[T]())
	n.items, n.op = collection, op
	return Schema[T]{n}
}

// Invalidate is for mutations after which an entity is no more: readers drop it, or ask again. The
// answer is the entity, its pk, or empty: then the first argument names it.
func Invalidate[T any](entity Schema[T]) Schema[T] {
	return Schema[T]{listNode("invalidate", entity.node, reflect.TypeFor[T]())}
}

// Delete is another name of [Invalidate].
func Delete[T any](entity Schema[T]) Schema[T] { return Invalidate(entity) }

// Lengths of time that stand for more than a number. They are for expiries and frequencies.
const (
	// Never is when what never expires does.
	Never = time.Duration(1<<63 - 1)
	// AtOnce is an expiry of no length.
	AtOnce = time.Duration(-1)
)

// lengthOf gives an expiry in ms; 0 is other.
func lengthOf(d time.Duration, other float64) float64 {
	switch d {
	case 0:
		return other
	case AtOnce:
		return 0
	case Never:
		return infinite
	}
	return milliseconds(d)
}
