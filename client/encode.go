package client

import (
	"encoding/json"
	"reflect"
	"strings"

	"sluice/store/jsontext"
)

// encoder writes Go values as the JSON that a schema takes. An entity that it is in the middle of, or
// that belongs to the value that was read before, is written as its pk.
type encoder struct {
	known map[any]bool // pointers
}

// encode gives the JSON of a value for a schema; nil for none. What is JSON already is taken as it is.
func (e *encoder) encode(n *node, value any) ([]byte, error) {
	switch value := value.(type) {
	case json.RawMessage:
		return value, jsontext.Check(value)
	case nil:
		return []byte("null"), nil
	}
	if e.known == nil {
		e.known = make(map[any]bool)
	}
	return e.value(n, reflect.ValueOf(value))
}

func (e *encoder) value(n *node, v reflect.Value) ([]byte, error) {
	for v.Kind() == reflect.Interface && !v.IsNil() {
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Map, reflect.Slice:
		if v.IsNil() {
			return []byte("null"), nil
		}
	}
	if n == nil {
		return json.Marshal(v.Interface())
	}
	switch n.kind {
	case "query", "collection", "invalidate":
		return e.value(n.items, v)
	case "all":
		return e.value(n.list(), v)
	case "adder":
		list := n.items.items
		if k := v.Kind(); k == reflect.Slice && v.Type().Elem().Kind() != reflect.Uint8 || k == reflect.Map && list.kind == "values" {
			return e.value(list, v)
		}
		return e.value(list.items, v)
	case "union":
		for _, t := range n.types {
			if t.node.typ == v.Type() {
				return e.value(t.node, v)
			}
		}
		return json.Marshal(v.Interface())
	}
	switch v.Kind() {
	case reflect.Pointer:
		if n.entity == nil || v.Type() != n.typ {
			return e.value(n, v.Elem())
		}
		if p := v.Interface(); e.known[p] {
			return n.pkOf(v)
		} else {
			e.known[p] = true
			defer delete(e.known, p)
		}
		return e.object(n, v.Elem())
	case reflect.Slice, reflect.Array:
		if n.items == nil {
			return json.Marshal(v.Interface())
		}
		out := []byte{'['}
		for i := range v.Len() {
			text, err := e.value(n.items, v.Index(i))
			if err != nil {
				return nil, err
			}
			out = append(append(out, text...), ',')
		}
		return closed(out, ']'), nil
	case reflect.Map:
		if n.kind != "values" || v.Type().Key().Kind() != reflect.String {
			return json.Marshal(v.Interface())
		}
		out := []byte{'{'}
		for _, name := range v.MapKeys() {
			text, err := e.value(n.items, v.MapIndex(name))
			if err != nil {
				return nil, err
			}
			out = append(append(jsontext.Quote(out, []byte(name.String())), ':'), text...)
			out = append(out, ',')
		}
		return closed(out, '}'), nil
	case reflect.Struct:
		return e.object(n, v)
	}
	return json.Marshal(v.Interface())
}

// object writes a struct: what has no references as encoding/json does, then the rest.
func (e *encoder) object(n *node, v reflect.Value) ([]byte, error) {
	if t := n.typ; v.Type() != t && (t.Kind() != reflect.Pointer || v.Type() != t.Elem()) {
		return json.Marshal(v.Interface())
	}
	plain := reflect.New(v.Type())
	plain.Elem().Set(v)
	for _, l := range n.members() {
		if f, ok := fieldAt(plain.Elem(), l.index[:1], false); ok && len(l.index) == 1 {
			f.SetZero()
		}
	}
	text, err := json.Marshal(plain.Interface())
	if err != nil || len(n.members()) == 0 || text[0] != '{' {
		return text, err
	}
	rest, _ := n.split(text)
	out := rest[:len(rest)-1]
	if len(out) > 1 {
		out = append(out, ',')
	}
	for _, l := range n.members() {
		f, ok := fieldAt(v, l.index, false)
		if !ok || l.omit && f.IsZero() {
			continue
		}
		text, err := e.value(l.node, f)
		if err != nil {
			return nil, err
		}
		out = append(append(jsontext.Quote(out, []byte(l.name)), ':'), text...)
		out = append(out, ',')
	}
	return closed(out, '}'), nil
}

// closed ends a list or object, behind a comma or its start.
func closed(text []byte, end byte) []byte {
	if text[len(text)-1] == ',' {
		text = text[:len(text)-1]
	}
	return append(text, end)
}

// pkOf gives the pk of an entity as JSON.
func (n *node) pkOf(v reflect.Value) ([]byte, error) {
	for _, f := range n.functions {
		if f.option == "pk" {
			return json.Marshal(v.Interface().(keeper).PK())
		}
	}
	names := n.entity.pk
	if len(names) == 0 {
		names = []string{"id"}
	}
	var parts []string
	for _, name := range names {
		for _, f := range fieldsOf(v.Type().Elem()) {
			if f.name != name {
				continue
			}
			member, _ := fieldAt(v.Elem(), f.index, true)
			text, err := json.Marshal(member.Interface())
			if err != nil || len(names) == 1 {
				return text, err
			}
			if text[0] == '"' {
				text, _ = jsontext.Unquote(nil, text)
			}
			parts = append(parts, strings.NewReplacer(`\`, `\\`, `,`, `\,`).Replace(string(text)))
		}
	}
	return json.Marshal(strings.Join(parts, ","))
}

// kids notes the entities that an object of the store refers to: they are there, and stay.
func (e *encoder) kids(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.Interface:
		if !v.IsNil() {
			e.kids(v.Elem(), depth)
		}
	case reflect.Pointer:
		if v.IsNil() || e.known[v.Interface()] {
			return
		}
		if depth > 0 {
			e.known[v.Interface()] = true
		}
		if depth == 0 || !isEntityPointer(v.Type()) {
			e.kids(v.Elem(), depth+1)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			e.kids(v.Index(i), depth+1)
		}
	case reflect.Map:
		for _, name := range v.MapKeys() {
			e.kids(v.MapIndex(name), depth+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				e.kids(v.Field(i), depth+1)
			}
		}
	}
}

func isEntityPointer(t reflect.Type) bool {
	return t.Elem().Kind() == reflect.Struct && isEntity(t.Elem())
}
