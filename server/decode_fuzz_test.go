package server

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzScannerAcceptsWhatIsJSON compares the scanner with encoding/json.
func FuzzScannerAcceptsWhatIsJSON(f *testing.F) {
	for _, text := range []string{`{"a":[1,2.5e-3,"\u00e9\n",true,null]}`, `[-0,0.1,1E+2]`, `{"a":1,}`, `"\ud800"`, "[1\x00]", "-", "01", `{"a":{},"a":[]}`} {
		f.Add([]byte(text))
	}
	anything := shapeOf(reflect.TypeFor[any](), map[reflect.Type]*shape{})
	mapped := shapeOf(reflect.TypeFor[map[string][]map[string]json.RawMessage](), map[reflect.Type]*shape{})
	f.Fuzz(func(t *testing.T, text []byte) {
		_, _, err := checkJSON(text, anything, 1<<20, false)
		assert.Equal(t, json.Valid(text), err == nil, "%q: %v", text, err)
		clean, _, err := checkJSON(text, mapped, 1<<20, false)
		if err == nil {
			assert.True(t, json.Valid(clean), "%q became %q", text, clean)
		}
	})
}

// FuzzDecodeAgainstModel compares path, expected and result with a decoder that works
// on a tree of values.
func FuzzDecodeAgainstModel(f *testing.F) {
	for _, text := range []string{
		`{"id":1,"name":"x","ids":[1,"2"]}`, `{"next":{"next":{"id":true}},"labels":{"a":1}}`, `{"ID":5,"id":"x"}`,
		`{"on":[],"any":{"x":[1]},"small":300,"ratio":-1e2}`, `{"id":1,"id":null,"name":[],"name":""}`, `[1]`, `null`,
		`{"next":{"id":1},"next":{"name":2}}`, `{"pair":["a","b",3]}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var tree any
		if !utf8.ValidString(text) || strings.TrimSpace(text) == "" || json.Unmarshal([]byte(text), &tree) != nil {
			return
		}
		// In the order of a tree, which has none: sort by name as encoding/json does.
		ordered, err := json.Marshal(tree)
		require.NoError(t, err)
		var got, want modelled
		s := shapeOf(reflect.TypeFor[modelled](), map[reflect.Type]*shape{})
		failed := decodeJSON(ordered, s, 1<<20, &got)
		path, expected := model(tree)
		if expected != "" {
			require.NotNil(t, failed, "%s", ordered)
			assert.Equal(t, map[string]any{"path": path, "expected": expected}, failed.Params, "%s", ordered)
			return
		}
		require.Nil(t, failed, "%s", ordered)
		require.NoError(t, json.Unmarshal(onlyKnown(tree), &want))
		assert.Equal(t, want, got)
		// Duplicates of all members in front change nothing.
		if object, ok := tree.(map[string]any); ok && len(object) > 0 {
			var again modelled
			doubled := `{"ids":"wrong","next":{"ids":[1]},"name":["wrong"],` + string(ordered[1:])
			for _, name := range []string{"ids", "next", "name"} {
				if _, ok := object[name]; !ok {
					return
				}
			}
			require.Nil(t, decodeJSON([]byte(doubled), s, 1<<20, &again))
			assert.Equal(t, want, again)
		}
	})
}

type modelled struct {
	IDs  []float64       `json:"ids"`
	Map  map[string]bool `json:"map"`
	Name string          `json:"name"`
	Next *modelled       `json:"next"`
}

// model returns the first place where a tree does not fit modelled.
func model(tree any) (path, expected string) {
	if tree == nil {
		return "", ""
	}
	object, ok := tree.(map[string]any)
	if !ok {
		return "", "object"
	}
	if ids := object["ids"]; ids != nil {
		list, ok := ids.([]any)
		if !ok {
			return "ids", "array"
		}
		for i, id := range list {
			if _, ok := id.(float64); !ok && id != nil {
				return fmt.Sprintf("ids.%d", i), "number"
			}
		}
	}
	if m := object["map"]; m != nil {
		values, ok := m.(map[string]any)
		if !ok {
			return "map", "object"
		}
		first := ""
		for name, v := range values {
			if _, ok := v.(bool); !ok && v != nil && (first == "" || name < first[4:]) {
				first = "map." + name
			}
		}
		if first != "" {
			return first, "boolean"
		}
	}
	if name := object["name"]; name != nil {
		if _, ok := name.(string); !ok {
			return "name", "string"
		}
	}
	if path, expected := model(object["next"]); expected != "" {
		if path == "" {
			return "next", expected
		}
		return "next." + path, expected
	}
	return "", ""
}

// onlyKnown is the tree without what encoding/json would match in another case.
func onlyKnown(tree any) []byte {
	var strip func(any) any
	strip = func(v any) any {
		object, ok := v.(map[string]any)
		if !ok {
			return v
		}
		out := map[string]any{}
		for _, name := range []string{"ids", "map", "name"} {
			if v, ok := object[name]; ok {
				out[name] = v
			}
		}
		if next, ok := object["next"]; ok {
			out["next"] = strip(next)
		}
		return out
	}
	text, _ := json.Marshal(strip(tree)) // it came from JSON
	return text
}
