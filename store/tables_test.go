package store

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tablesSchema: 1 a post with an author, a pinned union and comments that are a list of their own.
const tablesSchema = `[
	{"id":1,"kind":"entity","name":"Post","fields":{"author":2,"pinned":3,"comments":5}},
	{"id":2,"kind":"entity","name":"User","indexes":["username","age"]},
	{"id":3,"kind":"union","types":{"user":2,"post":1},"by":"type"},
	{"id":4,"kind":"array","items":3},{"id":5,"kind":"collection","items":4,"nestKey":1},
	{"id":6,"kind":"array","items":1},{"id":7,"kind":"invalidate","items":2},
	{"id":8,"kind":"adder","op":"push","collection":9},{"id":9,"kind":"collection","items":6},
	{"id":10,"kind":"all","items":2},{"id":11,"kind":"all","items":3}
]`

var tablesFunctions = script{1: func(args ...string) string { return `{"post":` + memberText(args[0], "id") + `}` }}

func tablesStage(t *testing.T) *stage {
	st := newStage(t, tablesSchema, tablesFunctions)
	st.answer(6, "posts", "[]", `[
		{"id":10,"author":{"id":"u1","username":"bob","age":7},"pinned":{"type":"user","id":"u2","username":"ann"},"comments":[{"type":"post","id":2,"title":"</script>&\u2028"},{"type":"zzz","n":1}]},
		{"id":2,"author":"u2","nested":{"a":[1,2]}}]`)
	st.set(7, "[]", `"u9"`)
	return st
}

func (st *stage) table(sp Space, m Member, name string) string {
	out := string(st.s.AppendTable(nil, sp, m, name))
	require.True(st.t, json.Valid([]byte(out)), out)
	return strings.ReplaceAll(out, "1e999", `"Infinity"`)
}

func TestTables(t *testing.T) {
	st := tablesStage(t)
	st.s.SetError("failed", 7, true, st.at(Read, now))
	st.s.Invalidate("unknown")
	w := st.at(Read, now)
	w.ExpiresAt = math.Inf(1)
	st.answerBy(w, 2, "user", "[]", `{"id":"u1"}`)
	t.Run("1 entities are their members, with pks in the place of rows, or INVALID", func(t *testing.T) {
		assert.JSONEq(t, `["Post","User","[User;Post]"]`, string(st.s.AppendNames(nil, Base, Entities)))
		assert.JSONEq(t, `{"u1":{"id":"u1","username":"bob","age":7},"u2":{"type":"user","id":"u2","username":"ann"},"u9":null}`, st.table(Base, Entities, "User"))
		assert.JSONEq(t, `{"10":{"id":10,"author":"u1","pinned":{"id":"u2","schema":"user"},"comments":"{\"post\":\"10\"}"},
			"2":{"id":2,"type":"post","title":"</script>&\u2028","author":"u2","nested":{"a":[1,2]}}}`, st.table(Base, Entities, "Post"))
		assert.JSONEq(t, `{"{\"post\":\"10\"}":[{"id":"2","schema":"post"},{"type":"zzz","n":1}]}`, st.table(Base, Entities, "[User;Post]"))
		assert.JSONEq(t, `{}`, st.table(Base, Entities, "None"))
	})
	t.Run("endpoints are normalised results", func(t *testing.T) {
		assert.JSONEq(t, `{"posts":["10","2"],"user":"u1"}`, st.table(Base, Endpoints, ""))
	})
	t.Run("indexes are pks by value", func(t *testing.T) {
		assert.JSONEq(t, `["User"]`, string(st.s.AppendNames(nil, Base, Indexes)))
		assert.JSONEq(t, `{"username":{"bob":"u1","ann":"u2"},"age":{"7":"u1"}}`, st.table(Base, Indexes, "User"))
	})
	t.Run("meta of keys and rows", func(t *testing.T) {
		assert.JSONEq(t, `{"posts":{"fetchedAt":1000000,"date":1000000,"expiresAt":1060000},
			"failed":{"fetchedAt":1000000,"date":1000000,"expiresAt":1060000,"error":7,"soft":true},
			"unknown":{"fetchedAt":0,"date":0,"expiresAt":0,"invalidated":true},
			"user":{"fetchedAt":1000000,"date":1000000,"expiresAt":"Infinity"}}`, st.table(Base, Metas, ""))
		assert.Contains(t, st.table(Base, EntitiesMeta, "User"), `"u2":{"fetchedAt":1000000,"date":1000000,"expiresAt":1060000}`)
		assert.Contains(t, st.table(Base, EntitiesMeta, "User"), `"u1":{"fetchedAt":1000000,"date":1000000,"expiresAt":"Infinity"}`)
	})
	t.Run("7.9 no optimistic value reaches those of the base; those of the view show it", func(t *testing.T) {
		before := st.table(Base, Entities, "User") + st.table(Base, Indexes, "User") + st.table(Base, Endpoints, "")
		st.optimistic(1, 2, "new", "[]", `{"username":"bob"}`)
		st.optimistic(2, 7, "", "[]", `"u2"`)
		assert.Equal(t, before, st.table(Base, Entities, "User")+st.table(Base, Indexes, "User")+st.table(Base, Endpoints, ""))
		assert.JSONEq(t, `{"u1":{"id":"u1","username":"bob","age":7},"u2":null,"u9":null,"tmp:1:1":{"username":"bob"}}`, st.table(View, Entities, "User"))
		assert.JSONEq(t, `{"username":{"bob":"tmp:1:1"},"age":{"7":"u1"}}`, st.table(View, Indexes, "User"))
		assert.JSONEq(t, `{"posts":["10","2"],"user":"u1","new":"tmp:1:1"}`, st.table(View, Endpoints, ""))
	})
	t.Run("1.1 an older state keeps its tables", func(t *testing.T) {
		every := func(sp Space) (out []string) {
			for _, name := range []string{"User", "Post", "[User;Post]"} {
				out = append(out, st.table(sp, Entities, name), st.table(sp, EntitiesMeta, name), st.table(sp, Indexes, name))
			}
			return append(out, st.table(sp, Endpoints, ""), st.table(sp, Metas, ""), string(st.s.AppendNames(nil, sp, Entities)))
		}
		base, view := st.s.State(Base), st.s.State(View)
		assert.Equal(t, base, st.s.State(Base))
		was, seen := every(Base), every(View)
		assert.Equal(t, was, every(base))
		assert.Equal(t, seen, every(view))
		st.answerBy(st.at(Direct, now+1), 6, "posts", "[]", `[{"id":2,"author":{"id":"u1","username":"eve","age":8}},{"id":3,"comments":[]}]`)
		st.s.Invalidate("user")
		st.s.SetError("failed", 9, false, st.at(Read, now+2))
		st.s.DropLayer(1)
		st.set(2, "[]", `{"id":"u2","username":"bob"}`)
		assert.NotEqual(t, base, st.s.State(Base))
		assert.Equal(t, was, every(base))
		assert.Equal(t, seen, every(view))
		st.sweep(now+1e9, Limits{})
		assert.Equal(t, was, every(base))
		assert.Equal(t, seen, every(view))
		st.s.Release(base, st.r)
		assert.Equal(t, was, every(base), "it was asked for twice")
		st.s.Release(base, st.r)
		assert.Equal(t, `{}`, st.table(base, Entities, "User"))
		assert.Equal(t, `[]`, string(st.s.AppendNames(nil, base, Entities)))
		assert.Equal(t, seen, every(view))
		st.s.Reset()
		assert.Equal(t, `{}`, st.table(view, Endpoints, ""))
	})
}
