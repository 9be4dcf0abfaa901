package server

import (
	"fmt"
	"reflect"
)

// Condition tests one top-level member of the user of a call. Every test that is given
// must hold.
//
//	Nullish      new(true): the member is null or absent; new(false): it is neither
//	Type         the member's JSON type: "string", "number", "boolean" or "object"
//	             (arrays are objects). Null or absent passes: add Nullish: new(false)
//	Value        strictly equal: numbers by value (12 = 12.0), no coercion ("1" is not
//	             1, 1 is not true). A string, a number or a boolean; nil = not given
//	MustBeFalsy  new(true): the member is one of false, 0, -0, NaN, "", null, absent;
//	             new(false): it is none of them. [] and {} are truthy
//
// A condition without Key or without a test, with an unknown Type or a Value that is no
// primitive is bad; Require panics on it.
type Condition struct {
	Key         string
	Value       any
	Type        string
	Nullish     *bool
	MustBeFalsy *bool
}

// check reports what is wrong with the condition, and returns it with Value as JSON
// would give it back.
func (c Condition) check() (Condition, error) {
	if c.Key == "" {
		return c, fmt.Errorf("server: condition without a key")
	}
	switch c.Type {
	case "", "string", "number", "boolean", "object":
	default:
		return c, fmt.Errorf("server: condition on %q has the unknown type %q", c.Key, c.Type)
	}
	if c.Value == nil && c.Type == "" && c.Nullish == nil && c.MustBeFalsy == nil {
		return c, fmt.Errorf("server: condition on %q tests nothing", c.Key)
	}
	if c.Value != nil {
		value, ok := primitive(c.Value)
		if !ok {
			return c, fmt.Errorf("server: condition on %q compares with a %T, which is no primitive", c.Key, c.Value)
		}
		c.Value = value
	}
	return c, nil
}

// primitive gives a string, bool or number of any Go type the form it has after
// encoding/json: string, bool, float64.
func primitive(v any) (any, bool) {
	r := reflect.ValueOf(v)
	switch {
	case r.Kind() == reflect.String:
		return r.String(), true
	case r.Kind() == reflect.Bool:
		return r.Bool(), true
	case r.CanInt():
		return float64(r.Int()), true
	case r.CanUint():
		return float64(r.Uint()), true
	case r.CanFloat():
		return r.Float(), true
	}
	return nil, false
}

// holds tests a member as encoding/json decodes it; absent is nil. The condition has
// passed check.
func (c Condition) holds(member any) bool {
	if c.Nullish != nil && *c.Nullish != (member == nil) {
		return false
	}
	if c.Type != "" && member != nil && c.Type != jsonType(member) {
		return false
	}
	if c.Value != nil && !sameValue(c.Value, member) {
		return false
	}
	return c.MustBeFalsy == nil || *c.MustBeFalsy == falsy(member)
}

func jsonType(member any) string {
	switch member.(type) {
	case string:
		return "string"
	case float64:
		return "number"
	case bool:
		return "boolean"
	}
	return "object"
}

// sameValue compares a primitive with a member of any type, which may not be comparable.
func sameValue(value, member any) bool {
	switch member.(type) {
	case string, float64, bool:
		return value == member
	}
	return false
}

func falsy(member any) bool {
	switch v := member.(type) {
	case nil:
		return true
	case bool:
		return !v
	case float64:
		return v == 0 || v != v
	case string:
		return v == ""
	}
	return false
}
