package store

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var texts = []string{
	`null`, `true`, ` false `, `0`, `-0`, `1.5e+10`, `-1E-2`, `""`, `"a\"b\\c\/\b\f\n\r\t\u00e9"`,
	`[]`, `{}`, `[1,[2,{"a":[{}]}],"x"]`, `{"a":1,"a":2,"__proto__":{"b":null}}`, "\t\n\r [ ] ",
	`"\ud83d\ude00"`, `"\ud83d"`, `"\ude00\ud83d"`, "\"\u2028\"",
	``, ` `, `nul`, `nulll`, `tru`, `01`, `-`, `1.`, `.5`, `1e`, `+1`, `"`, `"\x"`, `"\u12g4"`, `"\u12`, "\"\n\"",
	`[`, `[1`, `[1,`, `[1,]`, `[,1]`, `[1 2]`, `{`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, `{"a":1,}`, `{a:1}`, `{"a" 1}`,
	`[1}`, `{"a":1]`, `1 2`, `{}{}`, `'a'`, `NaN`, `Infinity`, "\ufeff1", `[1]x`,
}

func TestCheckAgreesWithEncodingJSON(t *testing.T) {
	for _, text := range texts {
		assert.Equal(t, json.Valid([]byte(text)), Check([]byte(text)) == nil, "%q", text)
	}
}

func TestCheckSaysWhereATextStopsBeingJSON(t *testing.T) {
	for _, test := range []struct {
		text   string
		offset int
	}{
		{``, 0}, {`[1,2`, 4}, {`{"a":tru}`, 8}, {`{"a":1}x`, 7}, {`{"a" 1}`, 5}, {`"\q"`, 2}, {`-x`, 1},
	} {
		var syntax *SyntaxError
		require.ErrorAs(t, Check([]byte(test.text)), &syntax, "%q", test.text)
		assert.Equal(t, test.offset, syntax.Offset, "%q", test.text)
	}
}

func TestCheckRefusesNestingBeyondItsLimitWithoutUsingTheStack(t *testing.T) {
	nest := func(depth int) []byte { return []byte(strings.Repeat("[", depth) + strings.Repeat("]", depth)) }
	assert.NoError(t, Check(nest(MaxDepth)))
	assert.Error(t, Check(nest(MaxDepth+1)))
	assert.Error(t, Check([]byte(strings.Repeat(`{"a":`, 5_000_000))))
}

func TestMember(t *testing.T) {
	for _, test := range []struct {
		text, name, want string
		ok               bool
	}{
		{`{"id": 7 , "x":1}`, "id", `7`, true},
		{`{"id":1,"id":{"a":[1]}}`, "id", `{"a":[1]}`, true},
		{` { "\u0069d" : "x" } `, "id", `"x"`, true},
		{`{"a":{"id":1}}`, "id", ``, false},
		{`{"__proto__":1}`, "__proto__", `1`, true},
		{`[1]`, "id", ``, false},
		{`null`, "id", ``, false},
		{`{"id":`, "id", ``, false},
		{`{}`, "", ``, false},
		{`{"":0}`, "", `0`, true},
	} {
		value, ok := Member([]byte(test.text), test.name)
		assert.Equal(t, test.ok, ok, "%s", test.text)
		assert.Equal(t, test.want, string(value), "%s", test.text)
	}
}

func FuzzCheck(f *testing.F) {
	for _, text := range texts {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		valid := json.Valid(text)
		require.Equal(t, valid, Check(text) == nil, "%q", text)
		var want string
		if valid && utf8.Valid(text) && json.Unmarshal(text, &want) == nil && strings.HasPrefix(strings.TrimSpace(string(text)), `"`) {
			got, ok := String([]byte(strings.TrimSpace(string(text))))
			require.True(t, ok)
			require.Equal(t, want, got)
		}
		var members map[string]json.RawMessage
		if valid && utf8.Valid(text) && json.Unmarshal(text, &members) == nil && members != nil {
			for name, want := range members {
				got, ok := Member(text, name)
				require.True(t, ok, "%q in %q", name, text)
				require.Equal(t, string(want), string(got))
			}
		}
	})
}
