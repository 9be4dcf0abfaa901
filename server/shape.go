package server

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"time"
	"unicode"
)

// shape is what JSON a Go type takes, as encoding/json decodes it, but with member
// names compared exactly. It is made once per route.
type shape struct {
	kind   shapeKind
	typ    reflect.Type
	elem   *shape            // of arrayShape, mapShape
	fields map[string]*shape // of structShape, by JSON name
}

type shapeKind int

const (
	opaqueShape shapeKind = iota // any JSON: interfaces and types that decode themselves
	boolShape
	intShape
	uintShape
	floatShape
	stringShape
	arrayShape
	mapShape
	structShape
)

var (
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
	jsonNumber      = reflect.TypeFor[json.Number]()
	timeType        = reflect.TypeFor[time.Time]()
)

// shapeOf returns the shape of t, or of what it points to. made holds the shapes of
// types met before, since types may refer to themselves.
func shapeOf(t reflect.Type, made map[reflect.Type]*shape) *shape {
	for t.Kind() == reflect.Pointer && t.Name() == "" {
		t = t.Elem()
	}
	if s := made[t]; s != nil {
		return s
	}
	s := &shape{typ: t}
	made[t] = s
	pointer := reflect.PointerTo(t)
	if pointer.Implements(jsonUnmarshaler) || pointer.Implements(textUnmarshaler) || t == jsonNumber {
		return s
	}
	switch t.Kind() {
	case reflect.Bool:
		s.kind = boolShape
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		s.kind = intShape
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		s.kind = uintShape
	case reflect.Float32, reflect.Float64:
		s.kind = floatShape
	case reflect.String:
		s.kind = stringShape
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return s // base64, or an array, if the element decodes itself
		}
		s.kind, s.elem = arrayShape, shapeOf(t.Elem(), made)
	case reflect.Array:
		s.kind, s.elem = arrayShape, shapeOf(t.Elem(), made)
	case reflect.Map:
		s.kind, s.elem = mapShape, shapeOf(t.Elem(), made)
	case reflect.Struct:
		s.kind, s.fields = structShape, map[string]*shape{}
		for name, field := range jsonFields(t) {
			if field.quoted {
				s.fields[name] = &shape{typ: reflect.TypeFor[any]()} // encoding/json checks it
			} else {
				s.fields[name] = shapeOf(field.typ, made)
			}
		}
	}
	return s
}

// expected names the shape for the client.
func (s *shape) expected() string {
	switch s.kind {
	case boolShape:
		return "boolean"
	case intShape, uintShape, floatShape:
		return "number"
	case stringShape:
		return "string"
	case arrayShape:
		return "array"
	case mapShape, structShape:
		return "object"
	}
	switch {
	case s.typ == timeType:
		return "date-time"
	case s.typ.Kind() == reflect.Slice:
		return "base64"
	}
	return "valid value"
}

// jsonField is a struct field that JSON can reach.
type jsonField struct {
	typ            reflect.Type
	tagged, quoted bool
}

// jsonFields returns the fields of a struct by JSON name, promoted ones included, by
// the rules of encoding/json: the shallowest wins, at one depth the only tagged one or
// else the only one; otherwise none.
func jsonFields(t reflect.Type) map[string]jsonField {
	fields := map[string]jsonField{}
	settled := map[string]bool{}
	visited := map[reflect.Type]bool{}
	for level := map[reflect.Type]int{t: 1}; len(level) > 0; {
		found := map[string][]jsonField{}
		next := map[reflect.Type]int{}
		for typ, count := range level {
			if visited[typ] {
				continue
			}
			visited[typ] = true
			for i := range typ.NumField() {
				name, field, embedded := readField(typ.Field(i))
				switch {
				case embedded != nil:
					next[embedded] += count
				case name != "":
					found[name] = append(found[name], field)
					if count > 1 { // the type is embedded twice: its fields hide each other
						found[name] = append(found[name], field)
					}
				}
			}
		}
		for name, candidates := range found {
			if settled[name] {
				continue
			}
			settled[name] = true
			if field, ok := dominant(candidates); ok {
				fields[name] = field
			}
		}
		level = next
	}
	return fields
}

// readField returns the JSON name and type of a field, or the struct whose fields it
// promotes, or neither.
func readField(f reflect.StructField) (name string, field jsonField, embedded reflect.Type) {
	bare := f.Type
	if bare.Kind() == reflect.Pointer && bare.Name() == "" {
		bare = bare.Elem()
	}
	if !f.IsExported() && (!f.Anonymous || bare.Kind() != reflect.Struct) {
		return "", field, nil
	}
	tag := f.Tag.Get("json")
	if tag == "-" {
		return "", field, nil
	}
	name, options, _ := strings.Cut(tag, ",")
	if !validTagName(name) {
		name = ""
	}
	if name == "" && f.Anonymous && bare.Kind() == reflect.Struct {
		return "", field, bare
	}
	field = jsonField{typ: f.Type, tagged: name != ""}
	if name == "" {
		name = f.Name
	}
	for option := range strings.SplitSeq(options, ",") {
		if option == "string" {
			switch bare.Kind() {
			case reflect.Struct, reflect.Map, reflect.Slice, reflect.Array, reflect.Interface:
			default:
				field.quoted = true
			}
		}
	}
	return name, field, nil
}

func validTagName(name string) bool {
	for _, c := range name {
		if !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", c) && !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			return false
		}
	}
	return name != ""
}

func dominant(candidates []jsonField) (jsonField, bool) {
	if len(candidates) == 1 {
		return candidates[0], true
	}
	var tagged []jsonField
	for _, c := range candidates {
		if c.tagged {
			tagged = append(tagged, c)
		}
	}
	if len(tagged) == 1 {
		return tagged[0], true
	}
	return jsonField{}, false
}
