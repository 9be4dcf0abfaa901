package normal

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The worked examples of automatic normalisation and of updates, by their numbers.

func TestExample22(t *testing.T) {
	for _, revert := range []Kind{0, UpdateRevert} {
		st := newStage(t)
		st.on(0, UpdateOptimistic, set(`[{"id":1,"n":1}]`))
		st.on(0, UpdateRevert, replace(`"n":`, `"n":`)) // the same
		st.on(1, UpdateOptimistic, set(`[{"id":1,"n":2}]`))
		st.answer(7, 1, `[{"id":1,"n":0}]`)
		assert.Equal(t, []QueryID{7}, st.begin(Mutation{Request: 2, Pending: true, Updates: []Update{{Query: 7, Entry: 0, Has: UpdateOptimistic | revert}}}))
		assert.Equal(t, `[{"id":1,"n":1}]`, st.text(7))
		st.begin(Mutation{Request: 3, Pending: true, Updates: []Update{{Query: 7, Entry: 1, Has: UpdateOptimistic}}})
		assert.Equal(t, `[{"id":1,"n":2}]`, st.text(7))
		assert.Empty(t, st.succeed(3, 3, ""))
		assert.Equal(t, `[{"id":1,"n":2}]`, st.text(7))
		assert.Empty(t, st.fail(2, 3, ""))
		assert.Equal(t, `[{"id":1,"n":2}]`, st.text(7))
		assert.True(t, st.settled())
	}
}

func TestExample22WithTextsOfObjects(t *testing.T) {
	st := newStage(t)
	st.answer(7, 1, `{"id":1,"n":0}`)
	for _, step := range []struct {
		do   func()
		want string
	}{
		{func() { st.begin(Mutation{Request: 2, Pending: true, Optimistic: []byte(`{"id":1,"n":1}`)}) }, `{"id":1,"n":1}`},
		{func() { st.begin(Mutation{Request: 3, Pending: true, Optimistic: []byte(`{"id":1,"n":2}`)}) }, `{"id":1,"n":2}`},
		{func() { st.succeed(3, 3, "") }, `{"id":1,"n":2}`},
		{func() { st.fail(2, 3, `{"id":1,"n":9}`) }, `{"id":1,"n":2}`}, // in its place, beneath the other
	} {
		step.do()
		assert.Equal(t, step.want, st.text(7))
	}
	assert.True(t, st.settled())
}

func TestExample23(t *testing.T) {
	st := newStage(t)
	st.on(0, UpdateData, push(`{"id":9}`))
	st.answer(7, 1, `[]`)
	st.s.Ask(2)
	st.begin(Mutation{Request: 3, Pending: true, Updates: []Update{{Query: 7, Has: UpdateData}}})
	st.succeed(3, 3, "")
	assert.Equal(t, `[{"id":9}]`, st.text(7))
	assert.False(t, st.settled(), "the answer may know nothing of it")
	assert.Equal(t, []QueryID{7}, st.answer(7, 2, `[{"id":1}]`))
	assert.Equal(t, `[{"id":1},{"id":9}]`, st.text(7))
	assert.True(t, st.settled())
	st.answer(7, 4, `[{"id":1}]`)
	assert.Equal(t, `[{"id":1}]`, st.text(7), "what was asked for later knows")
}

func TestExample24(t *testing.T) {
	st := newStage(t)
	st.answer(1, 1, `[{"id":1,"title":"o"},{"id":2,"title":"p"}]`)
	st.answer(2, 2, `{"id":1,"title":"o","text":"t"}`)
	st.answer(3, 3, `[{"id":2,"title":"p"}]`)
	assert.Equal(t, `[{"id":1,"title":"o"},{"id":2,"title":"p"}]`, st.text(1), "the list has no text")
	st.begin(Mutation{Request: 4, Pending: true})
	assert.ElementsMatch(t, []QueryID{1, 2}, st.succeed(4, 4, `{"id":1,"title":"n"}`))
	assert.Equal(t, `[{"id":1,"title":"n"},{"id":2,"title":"p"}]`, st.text(1))
	assert.Equal(t, `{"id":1,"title":"n","text":"t"}`, st.text(2))
}

func TestExample25(t *testing.T) {
	st := newStage(t)
	text := `[{"id":1,"a":"@@x","b":"@@2"},{"id":2,"a":{"\u0000":["Date",5]}},"@@1",{"id":null,"a":1},{"id":null,"a":2}]`
	st.answer(1, 1, text)
	assert.Equal(t, text, st.text(1))
	assert.Empty(t, st.answer(1, 2, text))
}

func TestExample26(t *testing.T) {
	for _, e := range []struct{ reverted, want string }{
		{"", `[{"id":1,"n":1}]`},
		{`{"id":1,"n":2}`, `[{"id":1,"n":2}]`},
	} {
		st := newStage(t)
		st.answer(1, 1, `[{"id":1,"n":1}]`)
		require.Equal(t, []QueryID{1}, st.begin(Mutation{Request: 2, Pending: true, Optimistic: []byte(`{"id":1,"n":5}`)}))
		require.Equal(t, `[{"id":1,"n":5}]`, st.text(1))
		assert.Equal(t, []QueryID{1}, st.fail(2, 2, e.reverted))
		assert.Equal(t, e.want, st.text(1))
		assert.True(t, st.settled())
	}
}
