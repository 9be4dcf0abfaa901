package normal

import (
	"cmp"
	"encoding/json"
	"reflect"
	"slices"
)

// The reference keeps plain maps and makes everything anew after each operation.
type reference struct {
	objects map[string]map[string]any
	queries map[QueryID]any
	layers  []*refLayer
	asked   []RequestID
	apply   func(u Updating, data any) (out any, same bool, err error)

	// What shows.
	top    map[string]map[string]any
	shown  map[QueryID]any // of which it consists
	failed int
}

type refLayer struct {
	request RequestID
	pending bool
	updates []Update
	steps   []*refStep
}

type refStep struct {
	layer   *refLayer
	settled RequestID
	stays   bool
	writes  []refPatch // of a call: what it wrote when it was made last
	call    bool
	failed  bool // when it was made last
	update  Updating
	masks   []refPatch
}

type refPatch struct {
	key    string
	object map[string]any
}

type reference2 struct { // a reference to an object
	key   string
	shape *refShape
}

// refShape is what was given: fields of an object, or items of an array.
type refShape struct {
	fields map[string]*refShape
	items  []refItem
}

type refItem struct {
	key   string
	shape *refShape
}

type opaqueValue string // JSON

func newReference(apply func(u Updating, data any) (any, bool, error)) *reference {
	return &reference{objects: map[string]map[string]any{}, queries: map[QueryID]any{}, apply: apply, top: map[string]map[string]any{}, shown: map[QueryID]any{}}
}

// parse normalises a value that encoding/json gave.
func parse(v any) (any, []refPatch) {
	var list []refPatch
	out, _, _ := normalise(v, &list)
	return out, join(list)
}

func join(list []refPatch) []refPatch {
	var joined []refPatch
	for _, p := range list {
		if p.object == nil {
			continue
		}
		if i := slices.IndexFunc(joined, func(o refPatch) bool { return o.key == p.key }); i >= 0 {
			joined[i].object = mergeMaps(joined[i].object, p.object)
		} else {
			joined = append(joined, p)
		}
	}
	return joined
}

func normalise(v any, list *[]refPatch) (out any, shape *refShape, refs bool) {
	switch v := v.(type) {
	case []any:
		items := make([]any, len(v))
		s := &refShape{}
		some := false
		for i, e := range v {
			o, shape, has := normalise(e, list)
			if _, isObject := o.(map[string]any); isObject && !has {
				shape = nil
			}
			items[i] = o
			in := refItem{shape: shape}
			if r, ok := o.(reference2); ok {
				in.key = r.key
			}
			s.items = append(s.items, in)
			some = some || shape != nil
			refs = refs || has
		}
		if !some {
			s = nil
		}
		return items, s, refs
	case map[string]any:
		if _, ok := v["\x00"]; ok {
			text, _ := json.Marshal(v)
			return opaqueValue(text), nil, false
		}
		at := len(*list)
		*list = append(*list, refPatch{})
		m := map[string]any{}
		s := &refShape{fields: map[string]*refShape{}}
		for _, name := range sortedNames(v) {
			o, shape, has := normalise(v[name], list)
			m[name], s.fields[name] = o, shape
			refs = refs || has
		}
		key, ok := keyOf(v["id"])
		if !ok {
			return m, s, refs
		}
		(*list)[at] = refPatch{key, m}
		return reference2{key, s}, s, true
	}
	return v, nil, false
}

func keyOf(id any) (string, bool) {
	switch id.(type) {
	case float64, string:
		text, _ := json.Marshal(id)
		return string(text), true
	}
	return "", false
}

func sortedNames(m map[string]any) []string {
	var out []string
	for name := range m {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// equalParts compares values but for the shapes of references.
func equalParts(a, b any) bool {
	switch a := a.(type) {
	case reference2:
		b, ok := b.(reference2)
		return ok && a.key == b.key
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, equalParts)
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for name := range a {
			if o, ok := b[name]; !ok || !equalParts(a[name], o) {
				return false
			}
		}
		return true
	}
	return reflect.DeepEqual(a, b)
}

func mergeMaps(a, b map[string]any) map[string]any {
	if a == nil {
		return b
	}
	out := map[string]any{}
	for name, v := range a {
		out[name] = v
	}
	for name, v := range b {
		old, has := out[name]
		m, isMap := old.(map[string]any)
		n, alsoMap := v.(map[string]any)
		switch {
		case has && isMap && alsoMap:
			out[name] = mergeMaps(m, n)
		case !has || !equalParts(old, v):
			out[name] = v
		}
	}
	return out
}

// less gives a without what b has, or has with equal values.
func less(a, b map[string]any, equalOnly bool) map[string]any {
	out := map[string]any{}
	for name, v := range a {
		other, has := b[name]
		m, isMap := v.(map[string]any)
		n, alsoMap := other.(map[string]any)
		switch {
		case !has:
			out[name] = v
		case isMap && alsoMap:
			if rest := less(m, n, equalOnly); len(rest) > 0 {
				out[name] = rest
			}
		case equalOnly && !equalParts(v, other):
			out[name] = v
		}
	}
	return out
}

// show gives what a query shows.
func show(v any, objects map[string]map[string]any) any {
	s := shower2{objects: objects}
	return s.whole(v, false)
}

type shower2 struct {
	objects map[string]map[string]any
	path    []string
	met     map[string]bool
}

// whole shows all of a value, its references with their own shapes.
func (s *shower2) whole(v any, unknown bool) any {
	switch v := v.(type) {
	case reference2:
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

func (s *shower2) object(key string, shape *refShape, unknown bool) any {
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
			case reference2, []any, map[string]any, opaqueValue:
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

func (s *shower2) fields(object map[string]any, shape *refShape) any {
	out := map[string]any{}
	for name, inner := range shape.fields {
		if v, has := object[name]; has {
			out[name] = s.value(v, inner, false)
		}
	}
	return out
}

func (s *shower2) value(v any, shape *refShape, inArray bool) any {
	switch v := v.(type) {
	case reference2:
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
				if r, ok := e.(reference2); ok {
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

func (r *reference) layerOf(by RequestID) *refLayer {
	for _, l := range r.layers {
		if l.request == by {
			return l
		}
	}
	return nil
}

func (r *reference) open(by RequestID) *refLayer {
	l := r.layerOf(by)
	if l == nil {
		l = &refLayer{request: by, pending: true}
		r.layers = append(r.layers, l)
		slices.SortFunc(r.layers, func(a, b *refLayer) int { return cmp.Compare(a.request, b.request) })
	}
	return l
}
