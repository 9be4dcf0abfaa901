package client

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// entity is what a node of an entity has beside.
type entity struct {
	name     string
	pk       []string
	indexes  []string
	required []string
	expiry   time.Duration // 0: the answer's
}

// EntityOption is an option of [Entity].
type EntityOption func(*node)

// FieldOption says what the schema of a field is; see [Field].
type FieldOption func(*map[string]*node)

// PK names the members that the pk is made of, in the place of tags.
func PK(members ...string) EntityOption {
	return func(n *node) {
		n.entity.pk = members
		n.drop("pk")
	}
}

// Index names members that rows are found by, in order of preference, beside those with tags.
func Index(members ...string) EntityOption {
	return func(n *node) { n.entity.indexes = append(n.entity.indexes, members...) }
}

// Required names members, beside those with tags, without whose entities a row is INVALID.
func Required(members ...string) EntityOption {
	return func(n *node) { n.entity.required = append(n.entity.required, members...) }
}

// RowExpiry says how long rows of the entity are fresh. Default: as long as the answer.
func RowExpiry(d time.Duration) EntityOption {
	return func(n *node) { n.entity.expiry = d }
}

// Fields gives the options of [Entity] for the schemas of fields.
func Fields(fields ...FieldOption) EntityOption {
	return func(n *node) {
		for _, field := range fields {
			field(&n.given)
		}
	}
}

// Field says what the schema of a field is, by its JSON name, where the Go type does not say it: of
// collections, unions, and of types that several entities have.
func Field(name string, schema AnySchema) FieldOption {
	return func(given *map[string]*node) {
		if *given == nil {
			*given = make(map[string]*node)
		}
		(*given)[name] = schema.schema()
	}
}

// Row is a row as functions of an entity see it.
type Row struct {
	FetchedAt, Date, ExpiresAt float64         // of the last write, ms
	Members                    json.RawMessage // with pks in the place of entities
}

// Merge says what is stored when a row is written that is there already. Members are JSON, with
// pks in the place of entities. It must not use the client.
func Merge(merge func(existing, incoming json.RawMessage) (json.RawMessage, error)) EntityOption {
	return func(n *node) {
		n.function("merge", func(args [][]byte) ([]byte, error) { return merge(args[0], args[1]) })
	}
}

// Process says what is stored of an object that comes; nil makes the row INVALID.
func Process(process func(object json.RawMessage) (json.RawMessage, error)) EntityOption {
	return func(n *node) {
		n.function("process", func(args [][]byte) ([]byte, error) { return process(args[0]) })
	}
}

// ShouldUpdate says whether the members of a row that comes are taken. Its expiry is in any case.
func ShouldUpdate(should func(existing, incoming Row) bool) EntityOption {
	return compares("shouldUpdate", should)
}

// ShouldReorder says whether a row that comes counts as older than the one that is there.
func ShouldReorder(should func(existing, incoming Row) bool) EntityOption {
	return compares("shouldReorder", should)
}

func compares(name string, should func(existing, incoming Row) bool) EntityOption {
	return func(n *node) {
		n.function(name, func(args [][]byte) ([]byte, error) {
			return strconv.AppendBool(nil, should(rowOf(args[0], args[2]), rowOf(args[1], args[3]))), nil
		})
	}
}

func rowOf(meta, members []byte) Row {
	return Row{momentOf(meta, "fetchedAt"), momentOf(meta, "date"), momentOf(meta, "expiresAt"), members}
}

// newEntity makes the node of an entity, by its type and options.
func newEntity(name string, t reflect.Type, options []EntityOption) *node {
	n := newNode("entity", reflect.PointerTo(t))
	n.entity = &entity{name: name}
	if t.Kind() != reflect.Struct {
		n.wrong = usage("entity %s: %s is no struct", name, t)
		return n
	}
	for _, f := range fieldsOf(t) {
		tags := strings.Split(f.tag, ",")
		for _, tag := range tags {
			switch tag {
			case "pk":
				n.entity.pk = append(n.entity.pk, f.name)
			case "index":
				n.entity.indexes = append(n.entity.indexes, f.name)
			case "required":
				n.entity.required = append(n.entity.required, f.name)
			}
		}
	}
	if pointer := n.typ; pointer.Implements(pkType) && len(n.entity.pk) == 0 {
		n.functions = append(n.functions, pkFunctionOf(n))
	}
	if n.typ.Implements(validateType) {
		n.function("validate", func(args [][]byte) ([]byte, error) {
			row := n.plain(args[0])
			if err := row.Interface().(validator).Validate(); err != nil {
				return json.Marshal(err.Error())
			}
			return nil, nil
		})
	}
	for _, option := range options {
		option(n)
	}
	return n
}

type (
	keeper    interface{ PK() string }
	validator interface{ Validate() error }
)

var (
	pkType       = reflect.TypeFor[keeper]()
	validateType = reflect.TypeFor[validator]()
)

// pkFunctionOf gives the function for the method PK of a type. It is one for all entities of it.
func pkFunctionOf(n *node) function {
	registry.mu.Lock()
	defer registry.mu.Unlock()
	f, ok := registry.pks[n.typ]
	if !ok {
		f = newFunction("pk", func(args [][]byte) ([]byte, error) {
			return json.Marshal(n.plain(args[0]).Interface().(keeper).PK())
		})
		registry.pks[n.typ] = f
	}
	return f
}

// plain makes an object with the members of a text that are no references, as far as they fit.
func (n *node) plain(text []byte) reflect.Value {
	object := reflect.New(n.typ.Elem())
	rest, _ := n.split(text)
	_ = json.Unmarshal(rest, object.Interface()) // what does not fit is refused by itself
	return object
}

// requires reports whether a member is required.
func (e *entity) requires(name string) bool { return slices.Contains(e.required, name) }
