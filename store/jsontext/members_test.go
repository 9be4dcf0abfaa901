package jsontext

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMembersGivesTheSpansOfNamesAndValues(t *testing.T) {
	text := []byte(` {"a" : 1 , "\u0061":{"b":[1,2]},"c":"x\"y", "a":[ ] }, 5`)
	var got [][2]string
	var escaped []bool
	m := MembersOf(text, 1)
	for m.Next() {
		got = append(got, [2]string{string(text[m.Name:m.NameEnd]), string(text[m.Value:m.End])})
		escaped = append(escaped, m.Escaped)
	}
	assert.Equal(t, [][2]string{{`"a"`, `1`}, {`"\u0061"`, `{"b":[1,2]}`}, {`"c"`, `"x\"y"`}, {`"a"`, `[ ]`}}, got)
	assert.Equal(t, []bool{false, true, false, false}, escaped)
	assert.False(t, m.Next(), "the end is the end")
}

func TestItemsGivesTheSpansOfValues(t *testing.T) {
	text := []byte(`[ 1,"]", [2,[3]] ,{"a":"}"} ,true, -1.5e3 ]`)
	var got []string
	item := ItemsOf(text, 0)
	for item.Next() {
		got = append(got, string(text[item.Value:item.End]))
	}
	assert.Equal(t, []string{`1`, `"]"`, `[2,[3]]`, `{"a":"}"}`, `true`, `-1.5e3`}, got)
	assert.False(t, item.Next(), "the end is the end")
}

func TestOtherValuesHaveNoMembersAndNoItems(t *testing.T) {
	for _, text := range []string{`{}`, `{ }`, `[]`, `[ ]`, `1`, `"{"`, `null`, ``} {
		m, item := MembersOf([]byte(text), 0), ItemsOf([]byte(text), 0)
		assert.False(t, m.Next(), text)
		assert.False(t, item.Next(), text)
	}
	m, item := MembersOf([]byte(`[1]`), 0), ItemsOf([]byte(`{"a":1}`), 0)
	assert.False(t, m.Next())
	assert.False(t, item.Next())
	var none Members
	assert.False(t, none.Next())
}

func TestMemberFindsTheLastOfAName(t *testing.T) {
	for _, test := range []struct {
		text, name, want string
		ok               bool
	}{
		{`{"id": 7 , "x":1}`, "id", `7`, true},
		{`{"id":1,"id":{"a":[1]}}`, "id", `{"a":[1]}`, true},
		{` { "\u0069d" : "x" } `, "id", `"x"`, true},
		{`{"a":{"id":1}}`, "id", ``, false},
		{`{"__proto__":1}`, "__proto__", `1`, true},
		{`{"\ud83d\ude00":1}`, "😀", `1`, true},
		{`{"\ud83d":1}`, "\uFFFD", ``, false},
		{`[1]`, "id", ``, false},
		{`null`, "id", ``, false},
		{`{}`, "", ``, false},
		{`{"":0}`, "", `0`, true},
	} {
		t.Run(test.name+" of "+test.text, func(t *testing.T) {
			start, end, ok := Member([]byte(test.text), test.name)
			require.Equal(t, test.ok, ok)
			assert.Equal(t, test.want, test.text[start:end])
		})
	}
}
