package store

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// carried gives another store with what one has dehydrated.
func (st *stage) carried(t testing.TB, schema string, functions Functions, at float64) *stage {
	out := newStage(t, schema, functions)
	_, err := out.s.Hydrate(st.s.Dehydrate(nil, nil, nil), at, nil)
	require.NoError(t, err)
	return out
}

// every gives all tables of a store.
func (st *stage) every(names ...string) (out []string) {
	for _, name := range names {
		out = append(out, st.table(Base, Entities, name), st.table(Base, EntitiesMeta, name), st.table(Base, Indexes, name))
	}
	return append(out, st.table(Base, Endpoints, ""), st.table(Base, Metas, ""), string(st.s.AppendNames(nil, Base, Entities)))
}

func TestDehydrate(t *testing.T) {
	names := []string{"User", "Post", "[User;Post]"}
	full := func(t *testing.T) *stage {
		st := tablesStage(t)
		st.answerBy(st.at(Mutation, now-5), 2, "user", "[]", `{"id":"u1","more":[{"a":1}]}`)
		st.s.Invalidate("unknown")
		w := st.at(Read, now)
		w.ExpiresAt = math.Inf(1)
		st.answerBy(w, 2, "for ever", "[]", `{"id":"u3","username":"bob"}`)
		st.set(2, "[]", `{"id":"u1","username":"bob","age":8}`)
		return st
	}
	t.Run("15.1 the text is safe inside of a script element", func(t *testing.T) {
		st := full(t)
		st.answer(1, "<!--", "[]", `{"id":"</script>","a<":"\u2029`+"\u2028\u2029é"+`&amp;"}`)
		text := st.s.Dehydrate(nil, []byte(`{"html":"<b>"}`), nil)
		require.True(t, json.Valid(text))
		assert.False(t, bytes.ContainsAny(text, "<>&\u2028\u2029"), "%s", text)
		assert.Contains(t, string(text), `"shell":{"html":"\u003cb\u003e"}`)
		other := newStage(t, tablesSchema, tablesFunctions)
		_, err := other.s.Hydrate(text, now, nil)
		require.NoError(t, err)
		assert.Equal(t, show(st.read(1, "<!--", "[]")), show(other.read(1, "<!--", "[]")))
	})
	t.Run("15.3 all reads answer as before", func(t *testing.T) {
		st := full(t)
		other := st.carried(t, tablesSchema, tablesFunctions, now)
		want, got := st.every(names...), other.every(names...)
		for i := range want {
			assert.JSONEq(t, unescaped(want[i]), unescaped(got[i]))
		}
		for _, q := range []struct {
			node uint32
			key  string
			args string
		}{
			{6, "posts", "[]"},
			{2, "user", "[]"},
			{2, "for ever", "[]"},
			{2, "", `["u9"]`},
			{2, "", `[{"username":"bob"}]`},
			{1, "", `[10]`},
			{10, "", "[]"},
			{11, "", "[]"},
			{5, "", `[{"post":10}]`},
			{2, "unknown", "[]"},
		} {
			assert.Equal(t, st.response(q.node, q.key, q.args), other.response(q.node, q.key, q.args), "%v", q)
		}
	})
	t.Run("schemas may be told later, and by other numbers", func(t *testing.T) {
		st := full(t)
		want := show(st.read(6, "posts", "[]"))
		bob := show(st.get(2, `[{"username":"bob"}]`))
		other := newStage(t, `[]`, tablesFunctions)
		_, err := other.s.Hydrate(st.s.Dehydrate(nil, nil, nil), now, nil)
		require.NoError(t, err)
		require.Error(t, other.s.Define([]byte(`[{"id":1,"kind":"entity","name":"User"},{"id":2,"kind":"entity","name":"User","pk":"other"}]`)))
		shifted := strings.NewReplacer(`"id":10`, `"id":110`, `"id":11`, `"id":111`, `"id":`, `"id":10`, `"items":`, `"items":10`, `"author":`, `"author":10`, `"pinned":`, `"pinned":10`,
			`"comments":`, `"comments":10`, `"user":`, `"user":10`, `"post":`, `"post":10`, `"collection":`, `"collection":10`)
		require.NoError(t, other.s.Define([]byte(shifted.Replace(tablesSchema))))
		assert.Equal(t, want, show(other.read(106, "posts", "[]")))
		assert.Equal(t, bob, show(other.get(102, `[{"username":"bob"}]`)))
	})
	t.Run("an answer that says the same changes nothing", func(t *testing.T) {
		st := tablesStage(t)
		other := st.carried(t, tablesSchema, tablesFunctions, now)
		root := other.root(6, "posts", "[]")
		other.n = 100
		assert.Empty(t, other.told(func() {
			other.answer(6, "posts", "[]", `[
				{"id":10,"author":{"id":"u1","username":"bob","age":7},"pinned":{"type":"user","id":"u2","username":"ann"},"comments":[{"type":"post","id":2,"title":"</script>&\u2028"},{"type":"zzz","n":1}]},
				{"id":2,"author":"u2","nested":{"a":[1,2]}}]`)
		}, root))
	})
	t.Run("marks go along: what is older stays older", func(t *testing.T) {
		st := newStage(t, stageSchema, nil)
		st.answerBy(st.at(Read, now-9), 1, "one", "[]", `{"id":1,"a":1,"b":1}`)
		st.answerBy(st.at(Read, now-1), 1, "one", "[]", `{"id":1,"b":2}`)
		st.answerBy(st.at(Read, now), 2, "list", "[]", `[]`)
		other := newStage(t, stageSchema, nil)
		out, err := other.s.Hydrate(st.s.Dehydrate(nil, nil, nil), now, nil)
		require.NoError(t, err)
		assert.Equal(t, Mark{MS: now, N: 3}, out.Last)
		other.answerBy(st.at(Read, now-5), 1, "other", "[]", `{"id":1,"a":3,"b":3,"c":3}`)
		assert.Equal(t, "{a:3,b:2,c:3,id:1}", show(other.get(1, "[1]")))
		other.answerBy(st.at(Read, now-5), 2, "list", "[]", `[1]`)
		assert.Equal(t, "[]", show(other.read(2, "list", "[]")))
	})
	t.Run("15.3 a clock that is ahead", func(t *testing.T) {
		st := newStage(t, stageSchema, nil)
		st.answerBy(st.at(Read, now+5000), 1, "one", "[]", `{"id":1}`)
		st.s.Invalidate("gone")
		other := st.carried(t, stageSchema, nil, now)
		m, _ := other.s.Meta("one")
		assert.Equal(t, [3]float64{now, now, now + 60000}, [3]float64{m.FetchedAt, m.Date, m.ExpiresAt})
		assert.Equal(t, outcome{"{id:1}", StatusValid, now + 60000}, other.response(1, "one", "[1]"))
		assert.JSONEq(t, `{"1":{"fetchedAt":1000000,"date":1000000,"expiresAt":1060000}}`, other.table(Base, EntitiesMeta, "Article"))
		other.n = 50
		other.answer(1, "one", "[]", `{"id":1,"a":1}`)
		assert.Equal(t, "{a:1,id:1}", show(other.get(1, "[1]")), "a read that begins now is later")
		m, _ = other.s.Meta("gone")
		assert.True(t, m.Invalidated)
		assert.Zero(t, m.ExpiresAt)
	})
	t.Run("15.3 what the page has with a later time stays, what it has with an earlier one goes", func(t *testing.T) {
		st := newStage(t, stageSchema, nil)
		st.answerBy(st.at(Read, now), 2, "list", "[]", `[{"id":1,"from":"server"},{"id":2,"from":"server"}]`)
		page := newStage(t, stageSchema, nil)
		page.answerBy(page.at(Read, now+1), 2, "list", "[]", `[{"id":1,"from":"page"}]`)
		page.answerBy(page.at(Read, now-1), 1, "two", "[]", `{"id":2,"from":"page","more":1}`)
		two := page.root(1, "", "[2]")
		page.view(two)
		_, err := page.s.Hydrate(st.s.Dehydrate(nil, nil, nil), now+10, nil)
		require.NoError(t, err)
		assert.Equal(t, "[{from:page,id:1}]", show(page.read(2, "list", "[]")))
		assert.Equal(t, "{from:server,id:2}", show(page.view(two)))
	})
	t.Run("errors and values: the shell carries them", func(t *testing.T) {
		st := newStage(t, stageSchema, nil)
		st.s.SetError("e", 3, true, st.at(Read, now))
		for _, key := range []string{"v", "none"} {
			st.s.SetValue(key, st.at(Read, now))
		}
		text := st.s.Dehydrate(nil, []byte(`[1]`), func(key string) bool { return key != "none" })
		other := newStage(t, stageSchema, nil)
		out, err := other.s.Hydrate(text, now, func(n uint32) uint32 { return n + 40 })
		require.NoError(t, err)
		assert.Equal(t, []string{"v"}, out.Values)
		assert.Equal(t, `[1]`, string(out.Shell))
		assert.EqualValues(t, 43, other.s.Error("e"))
		m, _ := other.s.Meta("e")
		assert.True(t, m.Soft)
		assert.True(t, other.s.HasValue("v"))
		_, ok := other.s.Meta("none")
		assert.False(t, ok)
	})
	t.Run("layers are left out, and those of the page stay above what comes", func(t *testing.T) {
		st := newStage(t, stageSchema, nil)
		st.answer(1, "one", "[]", `{"id":"1","votes":1}`)
		before := st.s.Dehydrate(nil, nil, nil)
		st.optimistic(1, 1, "vote", "[]", `{"id":"1","votes":2}`)
		assert.Equal(t, before, st.s.Dehydrate(nil, nil, nil))
		page := newStage(t, stageSchema, nil)
		page.optimistic(1, 1, "vote", "[]", `{"id":"1","votes":7}`)
		root := page.root(1, "", `["1"]`)
		page.view(root)
		old := page.s.State(Base)
		_, err := page.s.Hydrate(before, now, nil)
		require.NoError(t, err)
		assert.Equal(t, [2]string{"{id:1,votes:7}", "{id:1,votes:1}"}, [2]string{show(page.view(root)), show(page.base(root))})
		page.s.ReadIn(old, root, page.r)
		page.r.step()
		assert.Nil(t, page.r.root(old, root))
	})
	t.Run("9.6 an INVALID row that was stored once keeps its place in the order, one that never was has none", func(t *testing.T) {
		schema := strings.Replace(stageSchema, `"invalidate","items":3}`, `"invalidate","items":3},{"id":9,"kind":"all","items":3}`, 1)
		st := newStage(t, schema, nil)
		st.answer(8, "delete", "[]", `"0"`)
		st.answer(9, "all", "[]", `[{"id":"1"},{"id":"2"}]`)
		st.answer(8, "delete", "[]", `"1"`)
		other := st.carried(t, schema, nil, now)
		for _, st := range []*stage{st, other} {
			st.n = 100
			assert.Equal(t, "[{id:2}]", show(st.read(9, "all", "[]")))
			st.answer(9, "all", "[]", `[{"id":"0"},{"id":"1"}]`)
			assert.Equal(t, "[{id:1},{id:2},{id:0}]", show(st.read(9, "all", "[]")))
		}
	})
	t.Run("lists take what is pushed afterwards", func(t *testing.T) {
		st := listStage(t)
		st.answer(3, "todos", "[{}]", `[{"id":1},{"id":2}]`)
		st.answer(8, "names", "[{}]", `{"a":{"id":1}}`)
		st.set(6, "[{}]", `2`)
		other := st.carried(t, listSchema, listFunctions, now)
		other.n = 100
		other.set(4, "[{}]", `{"id":3}`)
		other.set(9, "[{}]", `{"b":{"id":3}}`)
		assert.Equal(t, "[{id:1},{id:3}]", other.shown(3, "[{}]"))
		assert.Equal(t, "{a:{id:1},b:{id:3}}", other.shown(8, "[{}]"))
	})
	t.Run("what is no such text is refused, and nothing changes", func(t *testing.T) {
		text := string(full(t).s.Dehydrate(nil, nil, nil))
		other := newStage(t, tablesSchema, tablesFunctions)
		for _, bad := range []string{"", "{}", "[]", "5", `{"version":2}`, text[:len(text)-1], strings.Replace(text, `"version":1`, `"version":7`, 1), strings.Replace(text, `"writes":[[`, `"writes":[[9`, 1)} {
			_, err := other.s.Hydrate([]byte(bad), now, nil)
			assert.ErrorIs(t, err, ErrHydrate, "%s", bad)
		}
		assert.Zero(t, other.s.Version())
		assert.Empty(t, rowsOf(other.s))
	})
}

// unescaped gives a JSON text as another writes it.
func unescaped(text string) string {
	var v any
	if json.Unmarshal([]byte(text), &v) != nil {
		return text
	}
	out, _ := json.Marshal(v)
	return string(out)
}

func FuzzHydrate(f *testing.F) {
	st := tablesStageOf(f)
	f.Add(st.s.Dehydrate(nil, []byte(`{}`), nil))
	f.Add([]byte(`{"version":1,"tables":[["A",true]],"rows":[[0,"1","{\"a\":1}",0,[],[],-2]],"keys":[],"takers":[],"writes":[[0,1,1,1,1,1,1,1]]}`))
	f.Add([]byte(`{"version":1,"tables":[["Post",true]],"rows":[[0,"1",{"author":"x"},0,[],[10,0],-2]],"keys":[["k",["1"],[1,0],0,0,false,null]],"takers":[[0,"username","a",["1"]]],"writes":[[0,1,1,1,1,1,1,1]]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		st := tablesStageOf(t)
		if _, err := st.s.Hydrate(text, now, func(n uint32) uint32 { return n }); err != nil {
			return
		}
		// What was taken can be read, written to, and carried on.
		for _, r := range []uint32{st.root(6, "posts", "[]"), st.root(6, "k", "[]"), st.root(10, "", "[]"), st.root(11, "", "[]"), st.root(1, "", "[1]")} {
			st.s.Read(r, &tally{})
		}
		c, err := st.s.Prepare(st.s.Node(6), "posts", []byte("[]"), []byte(`[{"id":1,"author":"u1"}]`), st.at(Read, now))
		require.NoError(t, err)
		st.s.Apply(c)
		again := st.s.Dehydrate(nil, nil, nil)
		other := newStage(t, tablesSchema, tablesFunctions)
		_, err = other.s.Hydrate(again, now, func(n uint32) uint32 { return n })
		require.NoError(t, err, "%s", again)
	})
}

func tablesStageOf(t testing.TB) *stage {
	st := newStage(t, tablesSchema, tablesFunctions)
	c, err := st.s.Prepare(st.s.Node(6), "posts", []byte("[]"), []byte(`[{"id":10,"author":{"id":"u1","username":"bob"},"comments":[{"type":"user","id":"u1"}]}]`), st.at(Read, now-100))
	require.NoError(t, err)
	st.s.Apply(c)
	return st
}
