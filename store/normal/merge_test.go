package normal

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestQueriesShowWhatTheyWereGiven: queries are answered in order, and then show this.
func TestQueriesShowWhatTheyWereGiven(t *testing.T) {
	for _, e := range []struct {
		name    string
		answers []string
		want    []string // "" is what was answered
		once    bool     // what is shown is not what could be answered
	}{
		{name: "0 and \"0\" are two objects", answers: []string{`[{"id":0,"a":1},{"id":"0","a":2}]`}, want: []string{""}},
		{name: "1, 1.0 and 1e0 are one, and so are a and its escape", answers: []string{`[{"id":1,"a":1},{"id":"a","b":1}]`, `[{"id":1.0,"a":2},{"id":"\u0061","b":2}]`}, want: []string{`[{"id":1,"a":2},{"id":"a","b":2}]`, `[{"id":1,"a":2},{"id":"a","b":2}]`}},
		{name: "each item shows its own members", answers: []string{`[{"id":1,"a":1},{"id":1,"b":2},{"id":1}]`}, want: []string{""}},
		{name: "in mixed arrays, too", answers: []string{`{"id":9,"list":[{"id":1,"a":1},3,{"x":{"id":1,"b":2}},[{"id":1}],null,{"y":{}}]}`, `[{"id":1,"a":5,"b":6,"c":7}]`}, want: []string{`{"id":9,"list":[{"id":1,"a":5},3,{"x":{"id":1,"b":6}},[{"id":1}],null,{"y":{}}]}`, ""}},
		{name: "members of other queries do not come in", answers: []string{`{"id":1,"m":{"x":1}}`, `{"id":1,"m":{"x":2,"y":{"z":3}},"n":1}`}, want: []string{`{"id":1,"m":{"x":2}}`, ""}},
		{name: "nor in what an object refers to", answers: []string{`{"id":1,"r":{"id":2,"a":1}}`, `{"id":1,"r":{"id":2,"a":2,"b":3}}`}, want: []string{`{"id":1,"r":{"id":2,"a":2}}`, ""}},
		{name: "objects without key are merged deeply", answers: []string{`{"id":1,"m":{"x":1,"y":{"u":1}}}`, `{"id":1,"m":{"y":{"v":2}}}`, `{"id":1,"m":{"x":1,"y":{"u":5,"v":2}}}`}, want: []string{`{"id":1,"m":{"x":1,"y":{"u":5}}}`, "", ""}},
		{name: "arrays are replaced", answers: []string{`{"id":1,"l":[1,2,{"a":1}]}`, `{"id":1,"l":[3,{"b":1}]}`}, want: []string{`{"id":1,"l":[3,{"b":1}]}`, ""}},
		{name: "a circle ends where it was given", answers: []string{`{"id":"a","to":{"id":"b","to":{"id":"a"}}}`}, want: []string{""}},
		{name: "and in arrays", answers: []string{`[{"id":"a","n":1,"list":[{"id":"b","list":[{"id":"a"}]}]},{"id":"b","n":2}]`}, want: []string{""}},
		{name: "another object in the same place shows the same members", answers: []string{`{"id":1,"r":{"id":2,"a":1}}`, `{"id":1,"r":{"id":3,"a":4,"b":5}}`}, want: []string{`{"id":1,"r":{"id":3,"a":4}}`, ""}},
		{name: "one in the place of nothing shows what it was given with", answers: []string{`{"id":1,"r":null}`, `{"id":1,"r":{"id":3,"a":4}}`, `{"id":3,"z":1}`}, want: []string{`{"id":1,"r":{"id":3,"a":4}}`, "", ""}},
		{name: "a new item shows what the others show", answers: []string{`{"id":1,"l":[{"id":2,"a":1},{"id":3,"b":1}]}`, `{"id":1,"l":[{"id":3,"b":2},{"id":4,"a":1,"b":1,"c":1}]}`}, want: []string{`{"id":1,"l":[{"id":3,"b":2},{"id":4,"a":1,"b":1}]}`, ""}},
		{name: "the last one of a text counts", answers: []string{`[{"id":1,"a":1},{"id":1,"a":2}]`}, want: []string{`[{"id":1,"a":2},{"id":1,"a":2}]`}},
		{name: "the last of equal names counts", answers: []string{`{"id":1,"id":2,"a":{"id":5},"a":7,"b":{"x":1,"x":2}}`}, want: []string{`{"a":7,"b":{"x":2},"id":2}`}},
		{name: "no key, no object", answers: []string{`[{"id":null,"a":1},{"id":true},{"id":[1]},{"id":{"x":1}},{"a":1},{"id":{"\u0000":1}}]`}, want: []string{""}},
		{name: "an opaque value is none either, and is a leaf", answers: []string{`[{"\u0000":{"id":1,"a":2}},{"id":2,"d":{"\u0000":["Date",1]}}]`, `{"id":2,"d":{"\u0000":["Date",2]}}`, `{"id":1,"a":3}`}, want: []string{`[{"\u0000":{"id":1,"a":2}},{"id":2,"d":{"\u0000":["Date",2]}}]`, "", ""}},
		{name: "names that begin with NUL", answers: []string{`{"id":1,"\u0000\u0000":1,"\u0000\u0000x":{"\u0000\u0000":2}}`}, want: []string{""}},
		{name: "lone surrogates", answers: []string{`{"id":1,"a":"\ud800","\udc00":1}`}, want: []string{""}},
		{name: "empty things", answers: []string{`[]`, `{}`, `""`, `null`, `0`, `[[],{},{"id":1,"m":{},"l":[]}]`}, want: []string{"", "", "", "", "", ""}},
		{name: "white space is not kept", answers: []string{" [ { \"id\" : 1 , \"a\" : [ 1 , 2 ] } ]\n"}, want: []string{`[{"id":1,"a":[1,2]}]`}},
		{once: true, name: "a reference that becomes an object without key", answers: []string{`{"id":1,"r":{"id":2,"a":1}}`, `{"id":1,"r":{"a":5,"b":6}}`}, want: []string{`{"id":1,"r":{"a":5}}`, ""}},
		{once: true, name: "and the other way", answers: []string{`{"id":1,"r":{"a":5,"b":6}}`, `{"id":1,"r":{"id":2,"a":1}}`}, want: []string{`{"id":1,"r":{"a":1}}`, ""}},
		{name: "null is a value", answers: []string{`{"id":1,"a":5}`, `{"id":1,"a":null}`}, want: []string{`{"id":1,"a":null}`, ""}},
	} {
		t.Run(e.name, func(t *testing.T) {
			st := newStage(t)
			for i, text := range e.answers {
				st.answer(QueryID(i), RequestID(i+1), text)
			}
			for i, want := range e.want {
				if want == "" {
					want = e.answers[i]
				}
				assert.Equal(t, want, st.text(QueryID(i)), "query %d", i)
			}
			for i := range e.answers {
				if e.once {
					break
				}
				text := st.text(QueryID(i))
				assert.Empty(t, st.answer(QueryID(i), RequestID(i+10), text), "what is there already tells nobody")
			}
		})
	}
}

func TestOnlyQueriesThatContainAChangeAreTold(t *testing.T) {
	st := newStage(t)
	st.answer(1, 1, `[{"id":1,"a":1},{"id":2,"r":{"id":3,"a":1}}]`)
	st.answer(2, 2, `{"id":3,"a":1,"b":1}`)
	st.answer(3, 3, `{"id":4,"a":1}`)
	for _, e := range []struct {
		text string
		told []QueryID
	}{
		{`{"id":3,"a":2}`, []QueryID{1, 2}},
		{`{"id":3,"a":2}`, nil},
		{`{"id":3,"b":2}`, []QueryID{2}},
		{`{"id":3,"c":2}`, nil},
		{`{"id":9,"c":2}`, nil},
		{`{"id":2,"r":{"id":4,"a":1}}`, []QueryID{1}},
		{`{"id":3,"a":3}`, []QueryID{2}},
		{`{"id":4,"a":5}`, []QueryID{1, 3}},
		{`[1,"2",null,{"x":{"id":null}}]`, nil},
	} {
		assert.ElementsMatch(t, e.told, st.begin(Mutation{Request: 10, Local: []byte(e.text)}), e.text)
		assert.True(t, st.settled())
	}
}

// TestACircleThatNobodyGaveEnds: each of two objects comes to refer to the other where nothing was before.
func TestACircleThatNobodyGaveEnds(t *testing.T) {
	st := newStage(t)
	st.answer(1, 1, `{"id":"a","n":1,"to":null}`)
	st.answer(2, 2, `{"id":"b","to":null,"n":2}`)
	st.answer(3, 3, `[{"id":"a","to":{"id":"b","to":{"id":"a","to":0}}}]`)
	st.answer(4, 4, `[{"id":"b","to":{"id":"a","to":{"id":"b"}}}]`)
	st.answer(5, 5, `[{"id":"b","to":{"id":"a"}},{"id":"a","to":{"id":"b","n":1}}]`)
	assert.Equal(t, `{"id":"a","n":1,"to":{"id":"b"}}`, st.text(1), "what is being shown already comes in brief")
	for id := range QueryID(6) {
		text, _ := st.s.Text(nil, id)
		assert.Less(t, len(text), 200)
	}
}

func TestDeepTexts(t *testing.T) {
	const deep = 9_000
	for _, e := range []struct{ name, open, close string }{
		{"arrays", `[`, `]`},
		{"objects", `{"a":`, `}`},
		{"objects with keys", `{"id":1,"a":`, `}`},
		{"objects with keys of their own", `{"id":%,"a":`, `}`},
	} {
		t.Run(e.name, func(t *testing.T) {
			st := newStage(t)
			text := nest(e.open, `7`, e.close, deep)
			st.answer(1, 1, `{"id":"r","deep":`+text+`}`)
			require.NotEmpty(t, st.text(1))
			if e.open != `{"id":1,"a":` { // which says several things of one object
				assert.Equal(t, `{"id":"r","deep":`+text+`}`, st.text(1))
				st.answer(2, 2, `{"id":"r","deep":`+nest(e.open, `8`, e.close, deep)+`}`)
				assert.Equal(t, `{"id":"r","deep":`+nest(e.open, `8`, e.close, deep)+`}`, st.text(1))
			}
			_, err := st.s.Answer(3, 3, 0, []byte(nest(e.open, `7`, e.close, 10_001)))
			assert.ErrorContains(t, err, "deep")
		})
	}
}
