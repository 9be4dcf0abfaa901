package store

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"
)

// shape writes a value without what is in its objects.
func shape(v any) string {
	switch v := v.(type) {
	case *object:
		return "@"
	case []any:
		var b strings.Builder
		for _, x := range v {
			b.WriteString(shape(x) + ",")
		}
		return "[" + b.String() + "]"
	case map[string]any:
		names := make([]string, 0, len(v))
		for name, x := range v {
			names = append(names, fmt.Sprintf("%q:%s", name, shape(x)))
		}
		sort.Strings(names)
		return "{" + strings.Join(names, ",") + "}"
	default:
		text, _ := json.Marshal(v)
		return string(text)
	}
}

func replaced(v any, same map[*object]*object) any {
	switch v := v.(type) {
	case *object:
		return lasting(v, same)
	case []any:
		for i := range v {
			v[i] = replaced(v[i], same)
		}
	case map[string]any:
		for name := range v {
			v[name] = replaced(v[name], same)
		}
	}
	return v
}

func sorted(members map[string]any) []string {
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// show writes all that can be seen of a value. What is shown inside of itself is written as
// how far up it is.
func show(v any) string { return showIn(v, nil) }

func showIn(v any, around []*object) string {
	switch v := v.(type) {
	case *object:
		if v == nil {
			return "-"
		}
		for i := range around {
			if around[len(around)-1-i] == v {
				return fmt.Sprintf("^%d", i)
			}
		}
		return showIn(v.value, append(around, v))
	case absent, nil:
		return "-"
	case []any:
		var items []string
		for _, x := range v {
			if x == nil {
				items = append(items, "null")
			} else {
				items = append(items, showIn(x, around))
			}
		}
		return "[" + strings.Join(items, ",") + "]"
	case map[string]any:
		var names []string
		for name, x := range v {
			text := "null"
			if x != nil {
				text = showIn(x, around)
			}
			names = append(names, name+":"+text)
		}
		sort.Strings(names)
		return "{" + strings.Join(names, ",") + "}"
	case string:
		if v == "" {
			return `""`
		}
		return v
	default:
		return shape(v)
	}
}
