package normal

import (
	"encoding/json"
	"slices"
)

// show gives what a query shows.
func show(v any, objects map[string]map[string]any) any {
	s := refShower{objects: objects}
	return s.whole(v, false)
}

type refShower struct {
	objects map[string]map[string]any
	path    []string
	met     map[string]bool
}

// whole shows all of a value, its references with their own shapes.
func (s *refShower) whole(v any, unknown bool) any {
	switch v := v.(type) {
	case refTo:
		return s.object(v.key, v.shape, unknown)
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = s.whole(v[i], unknown)
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for name := range v {
			out[name] = s.whole(v[name], unknown)
		}
		return out
	case opaqueValue:
		var out any
		_ = json.Unmarshal([]byte(v), &out)
		return out
	}
	return v
}

func (s *refShower) object(key string, shape *refShape, unknown bool) any {
	if s.met != nil {
		s.met[key] = true
	}
	object := s.objects[key]
	if object == nil {
		return nil
	}
	if unknown && slices.Contains(s.path, key) {
		out := map[string]any{}
		for name := range shape.fields {
			switch v := object[name].(type) {
			case refTo, []any, map[string]any, opaqueValue:
			default:
				if _, has := object[name]; has {
					out[name] = v
				}
			}
		}
		return out
	}
	s.path = append(s.path, key)
	defer func() { s.path = s.path[:len(s.path)-1] }()
	return s.fields(object, shape)
}

func (s *refShower) fields(object map[string]any, shape *refShape) any {
	out := map[string]any{}
	for name, inner := range shape.fields {
		if v, has := object[name]; has {
			out[name] = s.value(v, inner, false)
		}
	}
	return out
}

func (s *refShower) value(v any, shape *refShape, inArray bool) any {
	switch v := v.(type) {
	case refTo:
		if shape != nil && shape.fields != nil {
			return s.object(v.key, shape, false)
		}
		return s.object(v.key, v.shape, true)
	case map[string]any:
		switch {
		case shape == nil || shape.fields == nil:
		case !inArray:
			return s.fields(v, shape)
		default:
			out := map[string]any{}
			for name := range v {
				out[name] = s.value(v[name], shape.fields[name], true)
			}
			return out
		}
	case []any:
		if shape != nil && shape.fields == nil {
			out := make([]any, len(v))
			for i, e := range v {
				key := ""
				if r, ok := e.(refTo); ok {
					key = r.key
				}
				out[i] = s.value(e, shape.item(i, key), true)
			}
			return out
		}
	}
	return s.whole(v, true)
}

func (s *refShape) item(at int, key string) *refShape {
	if at < len(s.items) && s.items[at].key == key {
		return s.items[at].shape
	}
	if key == "" {
		return nil
	}
	for _, in := range s.items {
		if in.key == key {
			return in.shape
		}
	}
	return s.each()
}

func (s *refShape) each() (all *refShape) {
	for _, in := range s.items {
		if in.key != "" {
			all = unite(all, in.shape)
		}
	}
	return all
}

func unite(a, b *refShape) *refShape {
	switch {
	case b == nil:
		return a
	case a == nil:
		return b
	case a.fields == nil && b.fields == nil:
		if each := unite(a.each(), b.each()); each != nil {
			return &refShape{items: []refItem{{key: "any", shape: each}}}
		}
		return nil
	case a.fields == nil || b.fields == nil:
		return a
	}
	out := &refShape{fields: map[string]*refShape{}}
	for name, inner := range a.fields {
		out.fields[name] = inner
	}
	for name, inner := range b.fields {
		out.fields[name] = unite(out.fields[name], inner)
	}
	return out
}
