package client

import (
	"encoding/json"
	"reflect"
	"strconv"

	"sluice/core"
	"sluice/store/jsontext"
)

// accept reads a response, or a value that is written, into the type that a schema is read as: an
// entity that is given by its pk alone is nil. What does not fit the Go types is a
// *core.SchemaError; what does not fit the schema is left to the store.
func accept(n *node, text []byte, to reflect.Value, path string) error {
	text = text[jsontext.SkipSpace(text, 0):]
	if len(text) == 0 {
		return nil
	}
	c := text[0]
	switch {
	case c == 'n':
		return nil
	case n == nil:
		return plainly(text, to, path)
	case n.kind == "query", n.kind == "collection":
		return accept(n.items, text, to, path)
	case n.kind == "all":
		return accept(n.list(), text, to, path)
	case n.kind == "invalidate" || n.kind == "adder":
		return acceptPart(n, text, to, path)
	case n.kind == "union":
		return acceptUnion(n, text, to, path)
	case n.entity != nil && c != '{':
		return nil // a pk, or for the store to refuse
	}
	if to.Kind() == reflect.Pointer {
		made := reflect.New(to.Type().Elem())
		to.Set(made)
		return accept(n, text, made.Elem(), path)
	}
	switch {
	case c == '[' && to.Kind() == reflect.Slice && n.items != nil:
		list, i := reflect.MakeSlice(to.Type(), 0, 0), 0
		for item := jsontext.ItemsOf(text, 0); item.Next(); i++ {
			v := reflect.New(to.Type().Elem()).Elem()
			if err := accept(n.items, text[item.Value:item.End], v, path+"["+strconv.Itoa(i)+"]"); err != nil {
				return err
			}
			list = reflect.Append(list, v)
		}
		to.Set(list)
	case c == '{' && to.Kind() == reflect.Map && n.kind == "values":
		out := reflect.MakeMap(to.Type())
		for m := jsontext.MembersOf(text, 0); m.Next(); {
			name, _ := jsontext.Unquote(nil, text[m.Name:m.NameEnd])
			v := reflect.New(to.Type().Elem()).Elem()
			if err := accept(n.items, text[m.Value:m.End], v, below(path, string(name))); err != nil {
				return err
			}
			out.SetMapIndex(reflect.ValueOf(string(name)).Convert(to.Type().Key()), v)
		}
		to.Set(out)
	case c == '{' && to.Kind() == reflect.Struct:
		return acceptObject(n, text, to, path)
	}
	return nil
}

func acceptObject(n *node, text []byte, to reflect.Value, path string) error {
	rest, links := n.split(text)
	if err := plainly(rest, to, path); err != nil {
		return err
	}
	for i, l := range n.members() {
		if links[i] == nil {
			continue
		}
		f, _ := fieldAt(to, l.index, true)
		if err := accept(l.node, links[i], f, below(path, l.name)); err != nil {
			return err
		}
	}
	return nil
}

// acceptPart reads what an adder or an invalidation is given: an item, or several; a pk is as good.
func acceptPart(n *node, text []byte, to reflect.Value, path string) error {
	items := n.items
	if n.kind == "adder" {
		list := n.items.items
		if text[0] == '[' || text[0] == '{' && list.kind == "values" {
			if to.Kind() == reflect.Slice || to.Kind() == reflect.Map {
				return accept(list, text, to, path)
			}
			return accept(list, text, reflect.New(reflect.SliceOf(to.Type())).Elem(), path)
		}
		items = list.items
	}
	if text[0] != '{' || string(text) == "{}" {
		return nil
	}
	return accept(items, text, to, path)
}

func acceptUnion(n *node, text []byte, to reflect.Value, path string) error {
	start, end, ok := jsontext.Member(text, n.by)
	if !ok || text[start] != '"' {
		return nil
	}
	name, _ := jsontext.Unquote(nil, text[start:end])
	for _, t := range n.types {
		if t.name == string(name) {
			v := reflect.New(t.node.typ).Elem()
			if err := accept(t.node, text, v, path); err != nil {
				return err
			}
			to.Set(v)
			return nil
		}
	}
	if to.NumMethod() == 0 {
		return plainly(text, to, path)
	}
	return nil
}

// plainly reads what is no concern of schemas.
func plainly(text []byte, to reflect.Value, path string) error {
	if err := json.Unmarshal(text, to.Addr().Interface()); err != nil {
		if misfit, ok := err.(*json.UnmarshalTypeError); ok {
			return &core.SchemaError{Path: below(path, misfit.Field), Message: "is a " + misfit.Value + ", and no " + misfit.Type.String()}
		}
		return &core.SchemaError{Path: path, Message: "does not fit " + to.Type().String() + ": " + err.Error()}
	}
	return nil
}

func below(path, name string) string {
	if path == "" || name == "" {
		return path + name
	}
	return path + "." + name
}
