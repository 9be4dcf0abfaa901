package store

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPKFunctions(t *testing.T) {
	var calls [][]string
	st := newStage(t, customSchema(`,"pk":{"fn":1}`), script{1: func(args ...string) string {
		calls = append(calls, args)
		return memberText(args[0], "key")
	}})
	st.answer(3, "k", `[{"a":1}]`, `{"one":{"key":"p"},"list":[{"key":7},{"key":8}]}`)
	assert.Equal(t, map[string]string{"X p": `{"key":"p"}`, "X 7": `{"key":7}`, "X 8": `{"key":8}`}, rowsOf(st.s))
	body := `{"one":{"key":"p"},"list":[{"key":7},{"key":8}]}`
	assert.Equal(t, [][]string{
		{`{"key":"p"}`, body, `"one"`, `[{"a":1}]`},
		{`{"key":7}`, body, `"list"`, `[{"a":1}]`},
		{`{"key":8}`, body, `"list"`, `[{"a":1}]`},
	}, calls, "items of a list have the parent and name of the list")

	t.Run("at the root the response is the parent", func(t *testing.T) {
		calls = nil
		st.answer(2, "k2", `[]`, `[{"key":"q"}]`)
		assert.Equal(t, [][]string{{`{"key":"q"}`, `[{"key":"q"}]`, "", `[]`}}, calls)
	})
	t.Run("arguments make one too", func(t *testing.T) {
		assert.Equal(t, "{key:7}", st.shown(1, `[{"key":7}]`))
		assert.Equal(t, "{key:7}", st.shown(1, `[7]`))
	})
	for _, missing := range []string{``, `null`, `""`, `"undefined"`, `"NaN"`, `true`, `[]`, `{}`, `"\ud800"`} {
		t.Run("no pk is "+missing, func(t *testing.T) {
			st := newStage(t, customSchema(`,"pk":{"fn":1}`), script{1: always(missing)})
			assert.ErrorContains(t, st.refused(1, "k", "[]", `{"a":1}`), "no usable pk")
		})
	}
}

func TestPKs(t *testing.T) {
	for body, pk := range map[string]string{
		`{"id":"1"}`: "1", `{"id":1}`: "1", `{"id":1.0}`: "1", `{"id":0}`: "0", `{"id":-0}`: "0", `{"id":1e21}`: "1e+21", `{"id":12345678901234567890}`: "12345678901234567000",
		`{"id":"__proto__"}`: "__proto__", `{"id":"constructor"}`: "constructor", `{"id":"@@x"}`: "@@x", `{"id":" "}`: " ",
		`{"id":"\u0031"}`: "1", `{"\u0069d":"e"}`: "e", `{"id":1,"id":2}`: "2", `{"id":"\ud83d\ude00"}`: "😀", `{"id":"\u0000"}`: "\x00",
	} {
		t.Run(body, func(t *testing.T) {
			st := newStage(t, shared, nil)
			st.set(1, "[]", body)
			require.Contains(t, rowsOf(st.s), "Article "+pk)
			quoted, _ := memberOf([]byte(body), "id")
			assert.NotNil(t, st.get(1, "["+string(quoted)+"]"))
		})
	}
	for _, body := range []string{`{"id":null}`, `{"id":""}`, `{"id":"undefined"}`, `{"id":"NaN"}`, `{"id":true}`, `{"id":{}}`, `{"id":[]}`, `{"id":"\udc00"}`, `{}`} {
		t.Run(body, func(t *testing.T) {
			st := newStage(t, shared, nil)
			assert.ErrorContains(t, st.refused(1, "k", "[]", body), "no usable id")
		})
	}
	t.Run("several members make one", func(t *testing.T) {
		st := newStage(t, `[{"id":1,"kind":"entity","name":"X","pk":["a","b"]}]`, nil)
		st.set(1, "[]", `{"a":"x,y","b":"\\z"}`)
		st.set(1, "[]", `{"a":1,"b":2}`)
		assert.Equal(t, map[string]string{`X x\,y,\\z`: `{"a":"x,y","b":"\\z"}`, "X 1,2": `{"a":1,"b":2}`}, rowsOf(st.s))
		assert.Equal(t, "{a:1,b:2}", st.shown(1, `[{"b":"2","a":1}]`))
		assert.ErrorContains(t, st.refused(1, "k", "[]", `{"a":1}`), "no usable a, b")
	})
}
