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
	top   map[string]map[string]any
	shown map[QueryID]any // of which it consists
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

type refTo struct { // a reference to an object
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
			if r, ok := o.(refTo); ok {
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
		return refTo{key, s}, s, true
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
	case refTo:
		b, ok := b.(refTo)
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
