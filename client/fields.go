package client

import (
	"reflect"
	"slices"
	"strings"
)

// field is a field of a struct as encoding/json sees it.
type field struct {
	name  string
	index []int
	typ   reflect.Type
	omit  bool
	tag   string // that named sluice
}

// fieldsOf gives the fields of a struct type, those of embedded structs too.
func fieldsOf(t reflect.Type) []field {
	var out []field
	depth := make(map[string]int)
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		inner := f.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		if name == "-" && options == "" || !f.IsExported() || f.Anonymous && name == "" && inner.Kind() == reflect.Struct {
			continue
		}
		if name == "" {
			name = f.Name
		}
		if at, met := depth[name]; met && at <= len(f.Index) {
			continue
		}
		depth[name] = len(f.Index)
		out = slices.DeleteFunc(out, func(other field) bool { return other.name == name })
		omit := strings.Contains(","+options+",", ",omitempty,") || strings.Contains(","+options+",", ",omitzero,")
		out = append(out, field{name, f.Index, f.Type, omit, f.Tag.Get("sluice")})
	}
	return out
}
