package store

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDefine(t *testing.T) {
	for text, message := range map[string]string{
		`[{"id":1,"kind":"thing"}]`:                                                                                       "unknown kind",
		`[{"id":1,"kind":"array"}]`:                                                                                       "not complete",
		`[{"id":1,"kind":"array","items":2}]`:                                                                             "not defined",
		`[{"id":1,"kind":"entity"}]`:                                                                                      "not complete",
		`[{"id":1,"kind":"object"},{"id":2,"kind":"all","items":1}]`:                                                      "not complete",
		`[{"id":1,"kind":"entity","name":"A"},{"id":2,"kind":"collection","items":1}]`:                                    "not complete",
		`[{"id":1,"kind":"entity","name":"A"},{"id":2,"kind":"adder","op":"push","collection":1}]`:                        "not complete",
		`[{"id":1,"kind":"entity","name":"A"},{"id":2,"kind":"entity","name":"A","pk":"x"}]`:                              "differ in pk or merge",
		`[{"id":1,"kind":"entity","name":"A","merge":1},{"id":2,"kind":"entity","name":"A"}]`:                             "differ in pk or merge",
		`[{"id":1,"kind":"array","items":2},{"id":2,"kind":"entity","name":"A"},{"id":3,"kind":"union","types":{"x":1}}]`: "not complete",
		`[{"id":1,"kind":"entity","name":"A","pk":["\ud800"]}]`:                                                           "well-formed",
		`[{"id":1,"kind":"entity","name":"\ud800"}]`:                                                                      "well-formed",
		`[{"id":1,`:                    "too early",
		`[{"id":"x","kind":"object"}]`: "no number",
	} {
		t.Run(text, func(t *testing.T) {
			s := New(nil)
			require.ErrorContains(t, s.Define([]byte(text)), message)
			assert.Nil(t, s.Node(1))
			assert.Empty(t, s.tables)
			require.NoError(t, s.Define([]byte(`[{"id":1,"kind":"entity","name":"A"}]`)))
		})
	}
	t.Run("a name of a collection's form is no entity's", func(t *testing.T) {
		for _, name := range []string{"[A]", "{A}"} {
			assert.ErrorContains(t, New(nil).Define([]byte(`[{"id":1,"kind":"entity","name":"`+name+`"}]`)), "without the brackets")
		}
	})
	t.Run("what refers to nodes that were refused is refused for the same", func(t *testing.T) {
		s := New(nil)
		require.NoError(t, s.Define([]byte(`[{"id":1,"kind":"entity","name":"A"}]`)))
		why := s.Define([]byte(`[{"id":2,"kind":"entity","name":"A","pk":"x"},{"id":3,"kind":"entity","name":"B"}]`))
		require.ErrorContains(t, why, "differ in pk or merge")
		for _, id := range []uint32{2, 3} {
			assert.Equal(t, why, s.Refused(id))
		}
		assert.Equal(t, why, s.Define([]byte(`[{"id":4,"kind":"array","items":2}]`)))
		require.NoError(t, s.Define([]byte(`[{"id":3,"kind":"entity","name":"B"}]`)))
		require.NoError(t, s.Refused(3), "it was not its fault")
	})
	t.Run("values have no push, lists no assign", func(t *testing.T) {
		const lists = `[{"id":1,"kind":"entity","name":"A"},{"id":2,"kind":"array","items":1},{"id":3,"kind":"values","items":1},{"id":4,"kind":"collection","items":2},{"id":5,"kind":"collection","items":3}`
		for adder, ok := range map[string]bool{
			`"op":"push","collection":4`: true, `"op":"push","collection":5`: false, `"op":"unshift","collection":5`: false,
			`"op":"assign","collection":4`: false, `"op":"assign","collection":5`: true, `"op":"remove","collection":5`: true, `"op":"move","collection":5`: true, `"op":"other","collection":4`: false,
		} {
			err := New(nil).Define([]byte(lists + `,{"id":6,"kind":"adder",` + adder + `}]`))
			assert.Equal(t, ok, err == nil, "%s: %v", adder, err)
		}
	})
	t.Run("nodes may be defined one after another and refer back", func(t *testing.T) {
		s := New(nil)
		require.NoError(t, s.Define([]byte(`[{"id":1,"kind":"entity","name":"A"}]`)))
		require.NoError(t, s.Define([]byte(`[{"id":2,"kind":"entity","name":"A","fields":{"a":1,"self":2},"required":["a","title"]}]`)))
		assert.Same(t, s.Node(1).table, s.Node(2).table)
		assert.True(t, s.Node(2).Fields[0].Required)
		assert.False(t, s.Node(2).Fields[1].Required)
	})
}

// TestOneRowTwoSchemas is what a summary without references is for.
func TestOneRowTwoSchemas(t *testing.T) {
	st := newStage(t, `[
		{"id":1,"kind":"entity","name":"Post","fields":{"author":2}},{"id":2,"kind":"entity","name":"User"},
		{"id":3,"kind":"entity","name":"Post"},{"id":4,"kind":"array","items":1},{"id":5,"kind":"array","items":3}
	]`, nil)
	st.answer(4, "full", "[]", `[{"id":1,"author":{"id":7,"name":"n"}}]`)
	st.answer(5, "short", "[]", `[{"id":1,"title":"t"}]`)
	full, short := st.root(4, "full", "[]"), st.root(5, "short", "[]")
	assert.Equal(t, "[{author:{id:7,name:n},id:1,title:t}]", show(st.view(full)))
	assert.Equal(t, `[{author:7,id:1,title:t}]`, show(st.view(short)), "a reference that a schema does not have is a pk")
	assert.Equal(t, []uint32{full}, st.told(func() { st.set(2, "[]", `{"id":7,"name":"m"}`) }, full, short))
	assert.Equal(t, []uint32{full, short}, st.told(func() { st.set(3, "[]", `{"id":1,"title":"u"}`) }, full, short))
	assert.Empty(t, st.told(func() {
		st.answer(5, "short", "[]", `[{"id":1,"title":"u"}]`)
		st.answer(4, "full", "[]", `[{"id":1,"author":7}]`)
	}, full, short), "each is stable by itself")
	assert.Empty(t, st.told(func() {
		st.answer(5, "short", "[]", `[{"id":1,"author":"7"}]`)
	}, full, short), "a pk is what it refers to")
	assert.Equal(t, []uint32{full}, st.told(func() { st.set(2, "[]", `{"id":7,"name":"l"}`) }, full, short))
	assert.Empty(t, st.told(func() {
		st.answer(4, "full", "[]", `[{"id":1,"author":{"id":7}}]`)
	}, full, short), "and the other way round")
	assert.Equal(t, []uint32{full, short}, st.told(func() {
		st.answer(5, "short", "[]", `[{"id":1,"author":"8"}]`)
	}, full, short))
}

func TestFunctionsThatReadOrPanic(t *testing.T) {
	t.Run("a function may read, and sees what was before", func(t *testing.T) {
		var st *stage
		var seen []string
		st = newStage(t, customSchema(`,"process":1`), script{1: func(args ...string) string {
			seen = append(seen, st.shown(5, `["u"]`), st.shown(1, `["8"]`))
			return args[0]
		}})
		_, err := st.s.Prepare(st.s.Node(2), "k", []byte("[]"), []byte(`[{"id":8,"author":{"id":"u"}},{"x":1}]`), st.at(Read, now))
		require.Error(t, err)
		st.answer(2, "k", "[]", `[{"id":8,"author":{"id":"u"}},{"id":9}]`)
		for _, text := range seen {
			assert.Equal(t, "-", text)
		}
		assert.Equal(t, "{author:{id:u},id:8}", st.shown(1, `["8"]`))
	})
	t.Run("one that validates while something is read sees what was seen before", func(t *testing.T) {
		var st *stage
		var seen string
		st = newStage(t, customSchema(`,"validate":1},{"id":6,"kind":"entity","name":"X"`), script{1: func(...string) string {
			seen = st.shown(5, `["u"]`)
			return ""
		}})
		st.set(5, "[]", `{"id":"u"}`)
		st.set(6, "[]", `{"id":1}`)
		assert.Equal(t, "{id:1}", st.shown(1, `[1]`))
		assert.Equal(t, "-", seen)
		assert.Equal(t, "{id:u}", st.shown(5, `["u"]`))
	})
	t.Run("a panic leaves nothing behind", func(t *testing.T) {
		panics := true
		st := newStage(t, customSchema(`,"validate":1`), script{1: func(...string) string {
			if panics {
				panic("oh")
			}
			return ""
		}})
		require.Panics(t, func() {
			_, _ = st.s.Prepare(st.s.Node(2), "k", []byte("[]"), []byte(`[{"id":1,"author":{"id":2}}]`), st.at(Read, now))
		})
		assert.Empty(t, rowsOf(st.s))
		panics = false
		st.answer(2, "k", "[]", `[{"id":1,"author":{"id":2}}]`)
		assert.Equal(t, "[{author:{id:2},id:1}]", show(st.read(2, "k", "[]")))
	})
}
