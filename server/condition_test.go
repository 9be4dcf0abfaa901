package server

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestConditionHolds(t *testing.T) {
	user := &User{}
	require.NoError(t, json.Unmarshal([]byte(`{"id":"u1","admin":false,"yes":true,"name":"Ann","empty":"","one":1,"zero":0,
		"minusZero":-0.0,"twelve":12,"text12":"12","null":null,"list":[],"object":{}}`), user))
	truth, lie := new(true), new(false)
	for name, test := range map[string]struct {
		condition Condition
		want      bool
	}{
		"a boolean equals":                          {Condition{Key: "yes", Value: true}, true},
		"a boolean differs":                         {Condition{Key: "admin", Value: true}, false},
		"false equals false":                        {Condition{Key: "admin", Value: false}, true},
		"a string equals":                           {Condition{Key: "name", Value: "Ann"}, true},
		"numbers compare by value":                  {Condition{Key: "twelve", Value: 12.0}, true},
		"whole numbers of any Go type":              {Condition{Key: "twelve", Value: uint8(12)}, true},
		"a string is no number":                     {Condition{Key: "text12", Value: 12}, false},
		"a number is no string":                     {Condition{Key: "twelve", Value: "12"}, false},
		"1 is not true":                             {Condition{Key: "one", Value: true}, false},
		"-0 equals 0":                               {Condition{Key: "minusZero", Value: 0}, true},
		"NaN equals nothing":                        {Condition{Key: "one", Value: math.NaN()}, false},
		"an absent member equals nothing":           {Condition{Key: "none", Value: ""}, false},
		"an object equals nothing":                  {Condition{Key: "object", Value: "x"}, false},
		"null is nullish":                           {Condition{Key: "null", Nullish: truth}, true},
		"absent is nullish":                         {Condition{Key: "none", Nullish: truth}, true},
		"empty text is not nullish":                 {Condition{Key: "empty", Nullish: truth}, false},
		"neither null nor absent":                   {Condition{Key: "zero", Nullish: lie}, true},
		"null is not present":                       {Condition{Key: "null", Nullish: lie}, false},
		"type string":                               {Condition{Key: "name", Type: "string"}, true},
		"type number":                               {Condition{Key: "zero", Type: "number"}, true},
		"type boolean":                              {Condition{Key: "admin", Type: "boolean"}, true},
		"type object":                               {Condition{Key: "object", Type: "object"}, true},
		"an array is an object":                     {Condition{Key: "list", Type: "object"}, true},
		"another type":                              {Condition{Key: "name", Type: "number"}, false},
		"a type lets null pass":                     {Condition{Key: "null", Type: "string"}, true},
		"a type lets absent pass":                   {Condition{Key: "plan", Type: "string"}, true},
		"a type with Nullish false refuses absent":  {Condition{Key: "plan", Type: "string", Nullish: lie}, false},
		"false is falsy":                            {Condition{Key: "admin", MustBeFalsy: truth}, true},
		"0 is falsy":                                {Condition{Key: "zero", MustBeFalsy: truth}, true},
		"-0 is falsy":                               {Condition{Key: "minusZero", MustBeFalsy: truth}, true},
		"empty text is falsy":                       {Condition{Key: "empty", MustBeFalsy: truth}, true},
		"null is falsy":                             {Condition{Key: "null", MustBeFalsy: truth}, true},
		"absent is falsy":                           {Condition{Key: "plan", MustBeFalsy: truth}, true},
		"an empty array is truthy":                  {Condition{Key: "list", MustBeFalsy: truth}, false},
		"an empty object is truthy":                 {Condition{Key: "object", MustBeFalsy: lie}, true},
		"text is truthy":                            {Condition{Key: "text12", MustBeFalsy: lie}, true},
		"absent is not truthy":                      {Condition{Key: "plan", MustBeFalsy: lie}, false},
		"all tests must hold":                       {Condition{Key: "twelve", Type: "number", Value: 13}, false},
		"the id is a member":                        {Condition{Key: "id", Value: "u1"}, true},
		"the token is none":                         {Condition{Key: "token", Nullish: truth}, true},
		"a key of the prototype is a plain, absent": {Condition{Key: "__proto__", Nullish: truth}, true},
	} {
		t.Run(name, func(t *testing.T) {
			user.Token = "0123456789abcdef"
			condition, err := test.condition.check()
			require.NoError(t, err)
			assert.Equal(t, test.want, condition.holds(user.member(condition.Key)))
		})
	}
}

func TestNaNIsFalsy(t *testing.T) { assert.True(t, falsy(math.NaN())) }

func TestBadConditionsPanic(t *testing.T) {
	for name, conditions := range map[string][]Condition{
		"no condition":      {},
		"no key":            {{Value: true}},
		"no test":           {{Key: "a"}},
		"unknown type":      {{Key: "a", Type: "array"}},
		"value is a list":   {{Key: "a", Value: []int{1}}},
		"value is a struct": {{Key: "a", Value: empty{}}},
		"one of several":    {{Key: "a", Value: 1}, {Key: "b"}},
	} {
		t.Run(name, func(t *testing.T) { assert.Panics(t, func() { Require(conditions...) }) })
	}
}

// FuzzConditionAgainstModel compares holds with the table of the documentation written
// down over JSON text.
func FuzzConditionAgainstModel(f *testing.F) {
	for _, member := range []string{``, `null`, `true`, `0`, `-0`, `12`, `12.0`, `"12"`, `""`, `[]`, `{}`, `1e400`} {
		for tests := range byte(12) {
			f.Add(member, tests*21, "number", `12`)
		}
	}
	f.Fuzz(func(t *testing.T, memberText string, tests byte, typ, valueText string) {
		fields := map[string]any{}
		if memberText != "" {
			var member any
			if json.Unmarshal([]byte(memberText), &member) != nil {
				return
			}
			fields["k"] = member
		}
		c := Condition{Key: "k"}
		tri := map[byte]*bool{1: new(true), 2: new(false)}
		c.Nullish, c.MustBeFalsy = tri[tests&3], tri[tests>>2&3]
		if tests&16 != 0 {
			c.Type = typ
		}
		if tests&32 != 0 && json.Unmarshal([]byte(valueText), &c.Value) != nil {
			return
		}
		c, err := c.check()
		if err != nil {
			return
		}
		user := User{Fields: fields}
		assert.Equal(t, modelHolds(c, fields["k"]), c.holds(user.member("k")), "%+v on %s", c, memberText)
	})
}

func modelHolds(c Condition, member any) bool {
	text, _ := json.Marshal(member)
	kind := map[byte]string{'"': "string", 't': "boolean", 'f': "boolean", '[': "object", '{': "object", 'n': "null"}[text[0]]
	if kind == "" {
		kind = "number"
	}
	falsyTexts := map[string]bool{"null": true, "false": true, "0": true, "-0": true, `""`: true}
	if c.Nullish != nil && (kind == "null") != *c.Nullish {
		return false
	}
	if c.Type != "" && kind != "null" && kind != c.Type {
		return false
	}
	if c.Value != nil {
		value, _ := json.Marshal(c.Value)
		zero := func(s string) bool { return s == "0" || s == "-0" }
		if string(value) != string(text) && !(zero(string(value)) && zero(string(text))) {
			return false
		}
	}
	return c.MustBeFalsy == nil || falsyTexts[string(text)] == *c.MustBeFalsy
}
