package normal

import "slices"

// script reads a script. Beyond its end everything is 0.
type script struct{ rest []byte }

func (r *script) below(n int) int {
	if len(r.rest) == 0 {
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return int(b) % n
}

// value makes some data.
func (r *script) value(depth int) any {
	n := r.below(12)
	if depth == 0 && n >= 4 {
		n %= 4
	}
	switch n {
	case 0:
		return float64(r.below(3))
	case 1:
		return nil
	case 2:
		return []any{"@@1", "\u2028", map[string]any{"\x00": []any{"Date", float64(r.below(2))}}}[r.below(3)]
	case 3:
		return map[string]any{"id": r.id()}
	case 4, 5:
		out := []any{}
		for range r.below(4) {
			out = append(out, r.value(depth-1))
		}
		return out
	case 6:
		return r.object(depth, false)
	}
	return r.object(depth, true)
}

func (r *script) id() any {
	return []any{0.0, "0", 1.0, 2.0, "x"}[r.below(5)]
}

func (r *script) object(depth int, keyed bool) any {
	m := map[string]any{}
	if keyed {
		m["id"] = r.id()
	} else if r.below(4) == 0 {
		m["id"] = nil
	}
	for _, name := range []string{"n", "a", "b", "m"} {
		switch r.below(5) {
		case 0, 1:
		case 2:
			m[name] = float64(r.below(4))
		default:
			m[name] = r.value(depth - 1)
		}
	}
	return m
}

func (r *script) updates() (out []Update) {
	for entry := range 7 {
		if r.below(4) == 0 {
			out = append(out, Update{Query: QueryID(r.below(4)), Entry: entry, Has: Kind(r.below(7) + 1), Local: r.below(4) == 0})
		}
	}
	return out
}

// change is what the functions of the user do, by the number of the entry.
func change(u Updating, data any) (any, bool, error) {
	n := float64(u.Request)*10 + float64(u.Kind)
	switch u.Entry {
	case 0: // an item is added
		list, ok := data.([]any)
		if !ok {
			return nil, true, nil
		}
		return append(slices.Clone(list), map[string]any{"id": 3.0, "n": n}), false, nil
	case 1: // all objects change
		return visit(data, func(m map[string]any) {
			if v, ok := m["n"].(float64); ok {
				m["n"] = v + n
			}
		}), false, nil
	case 2: // an item goes
		if list, ok := data.([]any); ok && len(list) > 1 {
			return list[1:], false, nil
		}
		return nil, true, nil
	case 3: // the first object changes, its other places stay as they are
		done := false
		return visit(data, func(m map[string]any) {
			if m["id"] != nil && !done {
				done = true
				m["b"] = map[string]any{"id": "x", "n": n}
				delete(m, "a")
			}
		}), false, nil
	case 4: // one that fails at some data
		text := encode(data)
		if len(text)%3 == 0 {
			return nil, false, errUpdate
		}
		return map[string]any{"all": data, "m": map[string]any{"k": n}}, false, nil
	case 5:
		return nil, true, nil
	case 6: // deep, and without what was there
		return visit(data, func(m map[string]any) {
			if m["id"] != nil {
				m["m"] = map[string]any{"k": n, "z": map[string]any{"id": 1.0, "a": n}}
			}
		}), false, nil
	}
	return nil, false, nil
}

// visit gives a copy of a value whose objects were changed, the inner ones first.
func visit(v any, fn func(map[string]any)) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = visit(v[i], fn)
		}
		return out
	case map[string]any:
		if _, ok := v["\x00"]; ok {
			return v
		}
		out := map[string]any{}
		for _, name := range sortedNames(v) {
			out[name] = visit(v[name], fn)
		}
		fn(out)
		return out
	}
	return v
}
