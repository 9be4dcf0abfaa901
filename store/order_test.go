package store

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestListOrder is the rule that a stored list is the last write of the whole of it with the
// changes of what is in it after that.
func TestListOrder(t *testing.T) {
	const push, unshift, remove = 4, 5, 6
	shown := func(st *stage) string { return st.row("[Todo]", "{}") }
	start := func(t *testing.T) *stage {
		st := listStage(t)
		st.answerBy(st.at(Read, now), 3, "k", "[]", `[{"id":1},{"id":2}]`)
		return st
	}
	mutate := func(st *stage, w *Write, op uint32, body string) {
		t.Helper()
		st.answerBy(w, op, "m", "[]", body)
	}
	t.Run("a refetch in flight does not lose what was just created", func(t *testing.T) {
		st := start(t)
		refetch := st.at(Read, now+10)
		mutate(st, st.between(st.at(Mutation, now+5), now+20), push, `{"id":3}`)
		st.answerBy(refetch, 3, "k", "[]", `[{"id":1},{"id":2}]`)
		assert.Equal(t, `["1","2","3"]`, shown(st))
	})
	t.Run("nor bring back what was just removed", func(t *testing.T) {
		st := start(t)
		refetch := st.at(Read, now+10)
		mutate(st, st.between(st.at(Mutation, now+15), now+20), remove, `{"id":1}`)
		st.answerBy(refetch, 3, "k", "[]", `[{"id":1},{"id":2}]`)
		assert.Equal(t, `["2"]`, shown(st))
	})
	t.Run("nor double what it already has", func(t *testing.T) {
		st := start(t)
		refetch := st.at(Read, now+10)
		mutate(st, st.between(st.at(Mutation, now+5), now+20), push, `{"id":3}`)
		st.answerBy(refetch, 3, "k", "[]", `[{"id":3},{"id":1},{"id":2}]`)
		assert.Equal(t, `["3","1","2"]`, shown(st))
	})
	t.Run("a later whole list decides alone", func(t *testing.T) {
		st := start(t)
		mutate(st, st.between(st.at(Mutation, now+5), now+20), push, `{"id":3}`)
		st.answerBy(st.at(Read, now+30), 3, "k", "[]", `[{"id":1}]`)
		assert.Equal(t, `["1"]`, shown(st))
	})
	t.Run("a direct write counts from when it was called", func(t *testing.T) {
		st := start(t)
		refetch := st.at(Read, now+10)
		st.answerBy(st.at(Direct, now+15), unshift, "", "[]", `{"id":3}`)
		st.answerBy(refetch, 3, "k", "[]", `[{"id":1}]`)
		assert.Equal(t, `["3","1"]`, shown(st))
		st.answerBy(st.at(Direct, now+40), 3, "", "[]", `[{"id":2}]`)
		assert.Equal(t, `["2"]`, shown(st))
	})
	t.Run("of changes of one item the one with the later start wins", func(t *testing.T) {
		for _, c := range []struct {
			first, second uint32
			want          string
		}{{push, remove, `["1","2"]`}, {remove, push, `["1","2","3"]`}} {
			st := start(t)
			early, late := st.at(Mutation, now+1), st.at(Mutation, now+2)
			mutate(st, st.between(late, now+10), c.second, `{"id":3}`)
			mutate(st, st.between(early, now+20), c.first, `{"id":3}`)
			assert.Equal(t, c.want, shown(st), "the early one answers late")
			st = start(t)
			early, late = st.at(Mutation, now+1), st.at(Mutation, now+2)
			mutate(st, st.between(early, now+10), c.first, `{"id":3}`)
			mutate(st, st.between(late, now+20), c.second, `{"id":3}`)
			assert.Equal(t, c.want, shown(st), "the early one answers first")
		}
	})
	t.Run("and others of the same write are not affected", func(t *testing.T) {
		st := start(t)
		early, late := st.at(Mutation, now+1), st.at(Mutation, now+2)
		mutate(st, st.between(late, now+10), remove, `{"id":3}`)
		mutate(st, st.between(early, now+20), push, `[{"id":3},{"id":4}]`)
		assert.Equal(t, `["1","2","4"]`, shown(st))
	})
	t.Run("a mutation's whole list that started before what was changed since has that on it", func(t *testing.T) {
		st := start(t)
		early := st.at(Mutation, now+1)
		st.answerBy(st.at(Direct, now+5), push, "", "[]", `{"id":3}`)
		st.answerBy(st.between(early, now+9), 3, "m", "[]", `[{"id":2}]`)
		assert.Equal(t, `["2","3"]`, shown(st))
	})
	t.Run("an item that is there already is kept by a refetch that lacks it", func(t *testing.T) {
		st := start(t)
		refetch := st.at(Read, now+10)
		mutate(st, st.between(st.at(Mutation, now+15), now+20), push, `{"id":2}`)
		assert.Equal(t, `["1","2"]`, shown(st))
		st.answerBy(refetch, 3, "k", "[]", `[{"id":1}]`)
		assert.Equal(t, `["1","2"]`, shown(st))
	})
	t.Run("values", func(t *testing.T) {
		st := listStage(t)
		st.answerBy(st.at(Read, now), 8, "k", "[]", `{"a":{"id":1}}`)
		refetch := st.at(Read, now+10)
		mutate(st, st.between(st.at(Mutation, now+5), now+20), 9, `{"b":{"id":1},"c":{"id":3}}`)
		mutate(st, st.between(st.at(Mutation, now+6), now+21), 9, `{"b":{"id":2}}`)
		st.answerBy(refetch, 8, "k", "[]", `{"a":{"id":4}}`)
		assert.Equal(t, "{a:{id:4},b:{id:2},c:{id:3}}", st.shown(8, "[]"))
	})
	t.Run("what nobody can need any more is forgotten", func(t *testing.T) {
		st := start(t)
		for i := range 50 {
			mutate(st, st.between(st.at(Mutation, now+float64(i)), now+float64(i)), push, fmt.Sprintf(`{"id":%d}`, i))
		}
		require.Len(t, st.s.tables["[Todo]"].find("{}").cur.list().changes, 50)
		st.s.Horizon(Mark{MS: now + 40})
		mutate(st, st.between(st.at(Mutation, now+60), now+60), push, `{"id":99}`)
		assert.Len(t, st.s.tables["[Todo]"].find("{}").cur.list().changes, 11)
	})
}

func TestAddWith(t *testing.T) {
	const schema = `[
		{"id":1,"kind":"entity","name":"T"},{"id":2,"kind":"array","items":1},{"id":3,"kind":"collection","items":2},
		{"id":4,"kind":"adder","op":"push","merge":1,"collection":3},
		{"id":5,"kind":"values","items":1},{"id":6,"kind":"collection","items":5},
		{"id":7,"kind":"adder","op":"assign","merge":1,"collection":6},
		{"id":8,"kind":"union","types":{"t":1},"by":"type"},{"id":9,"kind":"array","items":8},{"id":10,"kind":"collection","items":9},
		{"id":11,"kind":"adder","op":"push","merge":1,"collection":10}
	]`
	var calls [][]string
	result := ""
	st := func(t *testing.T) *stage {
		calls = nil
		return newStage(t, schema, script{1: func(args ...string) string { calls = append(calls, args); return result }})
	}
	t.Run("the function decides everything", func(t *testing.T) {
		st := st(t)
		st.set(3, "[]", `[{"id":1},{"id":2}]`)
		result = `["2","9",{"id":3}]`
		st.set(4, "[]", `{"id":9}`)
		assert.Equal(t, [][]string{{`["1","2"]`, `["9"]`}}, calls)
		assert.Equal(t, "[{id:2},{id:9},{id:3}]", st.shown(3, "[]"))
	})
	t.Run("it is asked again for a refetch in flight", func(t *testing.T) {
		st := st(t)
		st.set(3, "[]", `[{"id":1}]`)
		refetch := st.at(Read, now)
		result = `["1","9"]`
		st.answerBy(st.between(st.at(Mutation, now), now+1), 4, "m", "[]", `[{"id":9}]`)
		result = `["9","5"]`
		st.answerBy(refetch, 3, "k", "[]", `[{"id":5}]`)
		assert.Equal(t, []string{`["5"]`, `["9"]`}, calls[1])
		assert.Equal(t, "[{id:9},{id:5}]", st.shown(3, "[]"))
	})
	t.Run("of values", func(t *testing.T) {
		st := st(t)
		st.set(6, "[]", `{"a":{"id":1}}`)
		result = `{"z":"1","b":"2"}`
		st.set(7, "[]", `{"b":{"id":2}}`)
		assert.Equal(t, [][]string{{`{"a":"1"}`, `{"b":"2"}`}}, calls)
		assert.Equal(t, "{b:{id:2},z:{id:1}}", st.shown(6, "[]"))
	})
	t.Run("of a union", func(t *testing.T) {
		st := st(t)
		st.set(10, "[]", `[{"id":1,"type":"t"}]`)
		result = `[{"id":"2","schema":"t"},{"id":"1","schema":"t"},{"id":"1","schema":"t","x":1}]`
		st.set(11, "[]", `{"id":2,"type":"t"}`)
		assert.Equal(t, []string{`[{"id":"1","schema":"t"}]`, `[{"id":"2","schema":"t"}]`}, calls[0])
		assert.Equal(t, "[{id:2,type:t},{id:1,type:t},{id:1,schema:t,x:1}]", st.shown(10, "[]"))
	})
	t.Run("what is no list is refused", func(t *testing.T) {
		st := st(t)
		st.set(3, "[]", `[]`)
		for _, result = range []string{``, `5`, `{}`, `[[]]`, `[{}]`} {
			var schema *SchemaError
			require.ErrorAs(t, st.refused(4, "m", "[]", `{"id":9}`), &schema, result)
		}
	})
}
