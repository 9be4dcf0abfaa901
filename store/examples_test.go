package store

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shared is the schema of the worked examples: 1 an article, 2 a list of articles, 3 a user with
// an index, 4 a post that needs its author, 5 a todo, 6 a collection of todos, 7 a page of
// articles, 8 the feed of 9, 10 values of articles, 11 what is linked in circles, 12 all
// articles, 13 a query over them, 14 the removal of a user, 15 a list of users, 20 on the adders.
const shared = `[
	{"id":1,"kind":"entity","name":"Article"},
	{"id":2,"kind":"array","items":1},
	{"id":3,"kind":"entity","name":"User","indexes":["username"]},
	{"id":4,"kind":"entity","name":"Post","fields":{"author":3},"required":["author"]},
	{"id":5,"kind":"entity","name":"Todo"},
	{"id":6,"kind":"collection","items":16},
	{"id":7,"kind":"object","fields":{"results":2}},
	{"id":8,"kind":"array","items":9},
	{"id":9,"kind":"union","types":{"post":17,"comment":18},"by":"type"},
	{"id":10,"kind":"values","items":1},
	{"id":11,"kind":"entity","name":"Node","fields":{"next":11}},
	{"id":12,"kind":"all","items":1},
	{"id":13,"kind":"query","items":12},
	{"id":14,"kind":"invalidate","items":3},
	{"id":15,"kind":"array","items":3},
	{"id":16,"kind":"array","items":5},
	{"id":17,"kind":"entity","name":"Post2"},
	{"id":18,"kind":"entity","name":"Comment"},
	{"id":19,"kind":"invalidate","items":5},
	{"id":20,"kind":"adder","op":"push","collection":6},
	{"id":21,"kind":"adder","op":"unshift","collection":6},
	{"id":22,"kind":"adder","op":"remove","collection":6},
	{"id":23,"kind":"adder","op":"move","collection":6}
]`

func TestExamplesOfReadingAndWriting(t *testing.T) {
	t.Run("W01 a response becomes data", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.answerBy(st.at(Direct, now), 1, `get 5`, `[{"id":"5"}]`, `{"id":"5","title":"hi"}`)
		assert.Equal(t, outcome{"{id:5,title:hi}", StatusValid, 1_060_000}, st.response(1, "get 5", `[{"id":"5"}]`))
		assert.Equal(t, `"5"`, string(st.s.keys["get 5"].row.cur.normal()))
	})
	t.Run("W02 number ids", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.answer(1, "get 5", `[{"id":5}]`, `{"id":5,"title":"n"}`)
		assert.Equal(t, `{"id":5,"title":"n"}`, st.row("Article", "5"))
		one := st.get(1, `[{"id":5}]`)
		require.NotNil(t, one)
		assert.Same(t, one, st.get(1, `[5]`))
		assert.Same(t, one, st.get(1, `["5"]`))
	})
	t.Run("W03 nothing there", func(t *testing.T) {
		st := newStage(t, shared, nil)
		assert.Equal(t, outcome{"-", StatusInvalidIfStale, 1}, st.response(1, "get 1", `[{"id":"1"}]`))
		root := st.s.Root(nil, "note a", []byte(`["a"]`))
		st.s.Read(root, st.r)
		assert.Equal(t, Missing, st.s.Presence(root, Base))
		assert.Equal(t, StatusInvalid, st.s.Shown(root, Base).Status)
		assert.Zero(t, st.s.Shown(root, Base).ExpiresAt)
	})
	t.Run("W04 values without schema are there whatever they are", func(t *testing.T) {
		st := newStage(t, shared, nil)
		root := st.s.Root(nil, "note a", []byte(`["a"]`))
		require.True(t, st.s.SetValue("note a", st.at(Read, now)))
		assert.Equal(t, Usable, st.s.Presence(root, Base))
		assert.Equal(t, StatusValid, st.s.Shown(root, Base).Status)
		assert.Equal(t, 1_060_000.0, st.s.Shown(root, Base).ExpiresAt)
	})
	t.Run("W06 a row found without its endpoint", func(t *testing.T) {
		st := newStage(t, shared, nil)
		w := st.at(Read, now)
		w.ExpiresAt = now + 777
		st.answerBy(w, 2, "list []", "[]", `[{"id":"1"}]`)
		assert.Equal(t, outcome{"{id:1}", StatusValid, 1_000_777}, st.response(1, "get 1", `[{"id":"1"}]`))
	})
	t.Run("W07 index", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.set(3, "[]", `{"id":"1","username":"bob"}`)
		one := st.get(3, `["1"]`)
		assert.Same(t, one, st.get(3, `[{"username":"bob"}]`))
		st.set(3, "[]", `{"id":"1","username":"rob"}`)
		assert.Nil(t, st.get(3, `[{"username":"bob"}]`))
		assert.Equal(t, "{id:1,username:rob}", st.shown(3, `[{"username":"rob"}]`))
	})
	t.Run("W08 sharing", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.answer(2, "list []", "[]", `[{"id":"1","title":"a"},{"id":"2","title":"b"}]`)
		list := st.read(2, "list []", "[]").(*object)
		items := list.value.([]any)
		assert.Same(t, items[0], st.read(1, "get 1", `[{"id":"1"}]`))
		root := st.root(2, "list []", "[]")
		one, two := st.root(1, "", `["1"]`), st.root(1, "", `["2"]`)
		assert.Equal(t, []uint32{root, two}, st.told(func() { st.set(1, "[]", `{"id":"2","title":"c"}`) }, root, one, two))
		after := st.read(2, "list []", "[]").(*object).value.([]any)
		assert.Same(t, items[0], after[0])
		assert.NotSame(t, items[1], after[1])
		assert.Empty(t, st.told(func() { st.set(3, "[]", `{"id":"1"}`) }, root, one, two))
	})
	t.Run("W09 partial write", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.set(1, "[]", `{"id":"1","title":"a","votes":3,"tags":[1,2]}`)
		st.set(1, "[]", `{"id":"1","votes":4,"tags":[9]}`)
		assert.Equal(t, `{"id":"1","title":"a","votes":4,"tags":[9]}`, st.row("Article", "1"))
	})
	t.Run("W10 an older answer goes beneath", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.answerBy(st.at(Read, now), 1, "get 1", `[{"id":"1"}]`, `{"id":"1","title":"new","votes":2}`)
		st.answerBy(st.at(Read, now-100), 1, "get 1", `[{"id":"1"}]`, `{"id":"1","title":"old","extra":7}`)
		assert.Equal(t, `{"id":"1","title":"new","votes":2,"extra":7}`, st.row("Article", "1"))
		m, ok := st.s.Meta("get 1")
		require.True(t, ok)
		assert.Equal(t, float64(now), m.FetchedAt)
		assert.Equal(t, float64(now), st.s.tables["Article"].find("1").cur.write.FetchedAt)
	})
	t.Run("W11 union", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.answer(8, "feed []", "[]", `[{"id":"1","type":"post"}, {"id":"9","type":"zzz"}, null]`)
		assert.Equal(t, "[{id:1,type:post},{id:9,type:zzz},null]", show(st.read(8, "feed []", "[]")))
		assert.Same(t, st.read(8, "feed []", "[]").(*object).value.([]any)[0], st.get(17, `["1"]`))
		assert.Equal(t, map[string]string{"Post2 1": `{"id":"1","type":"post"}`}, rowsOf(st.s))
	})
	t.Run("W12 values", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.answer(10, "map []", "[]", `{"x":{"id":"1"}, "y":null, "z":{"id":"2"}}`)
		assert.Equal(t, "{x:{id:1},z:{id:2}}", show(st.read(10, "map []", "[]")))
	})
	t.Run("W13 cycle", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.answer(11, "node a", "[]", `{"id":"a","next":{"id":"b","next":"a"}}`)
		assert.Equal(t, "{id:a,next:{id:b,next:^1}}", show(st.read(11, "node a", "[]")))
	})
	t.Run("W14 all", func(t *testing.T) {
		st := newStage(t, shared, nil)
		assert.Nil(t, st.get(12, "[]"))
		assert.Equal(t, outcome{"-", StatusInvalidIfStale, 1}, st.response(12, "all []", "[]"))
		for _, id := range []string{`10`, `2`, `"x"`} {
			st.set(1, "[]", `{"id":`+id+`}`)
		}
		assert.Equal(t, "[{id:10},{id:2},{id:x}]", st.shown(12, "[]"))
		assert.Equal(t, outcome{"[{id:10},{id:2},{id:x}]", StatusValid, 1_060_000}, st.response(12, "all []", "[]"))
	})
	t.Run("W15 what a query sees stays while its rows do", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.set(1, "[]", `{"id":1,"votes":4}`)
		root := st.root(13, "", `[{"min":3}]`)
		assert.Equal(t, root, st.root(13, "", `[ {"min":3} ]`))
		assert.Empty(t, st.told(func() { st.set(3, "[]", `{"id":"1"}`) }, root))
		assert.Equal(t, []uint32{root}, st.told(func() { st.set(1, "[]", `{"id":2}`) }, root))
	})
	t.Run("W21 members that a response does not carry are read too", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.set(1, "[]", `{"id":"1","title":"a","votes":3}`)
		st.answer(1, "get 1", `[{"id":"1"}]`, `{"id":"1","votes":4}`)
		assert.Equal(t, "{id:1,title:a,votes:4}", show(st.read(1, "get 1", `[{"id":"1"}]`)))
		assert.Same(t, st.get(1, `["1"]`), st.read(1, "get 1", `[{"id":"1"}]`))
	})
	t.Run("W24 malformed reads", func(t *testing.T) {
		for _, body := range []string{`5`, `null`, `"hi"`, `[]`, `{}`, `true`, ``, ` `} {
			st := newStage(t, shared, nil)
			var schema *SchemaError
			require.ErrorAs(t, st.refused(1, "get 1", `[{"id":"1"}]`, body), &schema, "%q", body)
			assert.Empty(t, schema.Path)
		}
	})
}

func TestExamplesOfInvalidation(t *testing.T) {
	t.Run("W32 invalidate", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.answer(1, "get 1", `[{"id":"1"}]`, `{"id":"1"}`)
		root := st.root(1, "get 1", `[{"id":"1"}]`)
		shown := st.base(root)
		st.s.Changed()
		st.s.Invalidate("get 1")
		assert.Equal(t, []uint32{root}, st.s.Changed())
		m, _ := st.s.Meta("get 1")
		assert.Zero(t, m.ExpiresAt)
		assert.True(t, m.Invalidated)
		assert.Nil(t, st.s.keys["get 1"].row.cur)
		assert.Same(t, shown, st.base(root))
		assert.Equal(t, StatusInvalid, st.s.Shown(root, Base).Status)
		version := st.s.Version()
		st.s.Invalidate("get 1")
		assert.Equal(t, version, st.s.Version(), "a second time changes nothing")
	})
	t.Run("W33 keys with only an error", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.answer(1, "get 1", `[{"id":"1"}]`, `{"id":"1"}`)
		require.True(t, st.s.SetError("get 2", 7, false, st.at(Read, now)))
		assert.EqualValues(t, 7, st.s.Error("get 2"))
		require.NoError(t, st.s.InvalidateAll(func(string) (bool, error) { return true, nil }))
		for _, key := range []string{"get 1", "get 2"} {
			assert.Equal(t, StatusInvalid, st.response(1, key, `[{"id":"1"}]`).status)
			assert.Zero(t, st.s.Error(key))
		}
	})
	t.Run("W35 expireAll", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.answer(1, "get 1", `[{"id":"1"}]`, `{"id":"1"}`)
		root := st.root(1, "get 1", `[{"id":"1"}]`)
		shown := st.base(root)
		require.NoError(t, st.s.ExpireAll(func(string) (bool, error) { return true, nil }))
		assert.Same(t, shown, st.base(root))
		assert.Equal(t, StatusValid, st.s.Shown(root, Base).Status)
		assert.Equal(t, 1.0, st.s.Shown(root, Base).ExpiresAt)
	})
	t.Run("W36 invalidate a row", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.answer(15, "users []", "[]", `[{"id":"1","username":"bob","age":9},{"id":"2"}]`)
		st.answer(3, "getUser 1", `[{"id":"1"}]`, `{"id":"1","username":"bob","age":9}`)
		st.answer(4, "getPost p", `[{"id":"p"}]`, `{"id":"p","author":"1"}`)
		roots := []uint32{st.root(15, "users []", "[]"), st.root(3, "getUser 1", `[{"id":"1"}]`), st.root(4, "getPost p", `[{"id":"p"}]`), st.root(3, "", `["2"]`)}
		told := st.told(func() { st.answerBy(st.between(st.at(Mutation, now), now), 14, "del", `[]`, `{"id":"1"}`) }, roots...)
		assert.Equal(t, roots[:3], told)
		assert.Equal(t, "[{id:2}]", show(st.base(roots[0])))
		assert.Equal(t, StatusValid, st.s.Shown(roots[0], View).Status)
		for _, root := range roots[1:3] {
			assert.Nil(t, st.base(root))
			assert.Equal(t, StatusInvalid, st.s.Shown(root, View).Status)
		}
		assert.Nil(t, st.get(3, `["1"]`))
		assert.Nil(t, st.get(3, `[{"username":"bob"}]`))
		st.set(3, "[]", `{"id":"1","username":"new"}`)
		assert.Equal(t, `{"id":"1","username":"new"}`, st.row("User", "1"))
		assert.Equal(t, "[{id:1,username:new},{id:2}]", show(st.base(roots[0])), "it is back in its place")
	})
}

func TestExamplesOfCollections(t *testing.T) {
	lists := func(st *stage) [3]string {
		return [3]string{st.shown(6, `[]`), st.shown(6, `[{"group":"a"}]`), st.shown(6, `[{"group":"b"}]`)}
	}
	t.Run("W41 adders and filters", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.answer(6, "GET /todos", `[]`, `[{"id":5},{"id":3}]`)
		st.answer(6, "GET /todos?group=a", `[{"group":"a"}]`, `[{"id":5}]`)
		st.answer(6, "GET /todos?group=b", `[{"group":"b"}]`, `[]`)
		st.set(20, `[{"group":"a"}]`, `{"id":1}`)
		assert.Equal(t, [3]string{"[{id:5},{id:3},{id:1}]", "[{id:5},{id:1}]", "[]"}, lists(st))
		st.set(21, `[{}]`, `{"id":55}`)
		assert.Equal(t, [3]string{"[{id:55},{id:5},{id:3},{id:1}]", "[{id:5},{id:1}]", "[]"}, lists(st))
		st.set(22, `[{}]`, `5`)
		assert.Equal(t, [3]string{"[{id:55},{id:3},{id:1}]", "[{id:5},{id:1}]", "[]"}, lists(st))
		assert.Equal(t, `{"id":5}`, st.row("Todo", "5"))
	})
	t.Run("W42 no list stored", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.set(20, `[{}]`, `{"id":"1"}`)
		assert.Equal(t, map[string]string{"Todo 1": `{"id":"1"}`}, rowsOf(st.s))
	})
	t.Run("W43 already a member", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.answer(6, "GET /todos", `[]`, `[{"id":1},{"id":2}]`)
		st.set(20, `[{}]`, `{"id":"1","title":"x"}`)
		assert.Equal(t, "[{id:1,title:x},{id:2}]", st.shown(6, `[]`))
	})
	t.Run("W44 move", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.answer(6, "1", `[]`, `[{"id":1,"status":"todo"},{"id":2},{"id":3}]`)
		st.answer(6, "2", `[{"status":"todo"}]`, `[1,2]`)
		st.answer(6, "3", `[{"status":"done"}]`, `[3]`)
		w := st.between(st.at(Mutation, now), now)
		st.answerBy(w, 23, "move", `[{"id":"1"},{"status":"done"}]`, `{"id":"1","status":"done"}`)
		assert.Equal(t, `["1","2","3"]`, st.row("[Todo]", `{}`))
		assert.Equal(t, `["2"]`, st.row("[Todo]", `{"status":"todo"}`))
		assert.Equal(t, `["3","1"]`, st.row("[Todo]", `{"status":"done"}`))
	})
	t.Run("W48 an empty answer removes what the argument names", func(t *testing.T) {
		for _, body := range []string{`null`, ``, `""`, `{}`, ` { } `} {
			st := newStage(t, shared, nil)
			st.answer(6, "GET /todos", `[]`, `[{"id":5},{"id":6}]`)
			st.answerBy(st.between(st.at(Mutation, now), now), 19, "del", `[{"id":"5"}]`, body)
			assert.Equal(t, "[{id:6}]", st.shown(6, `[]`), "%q", body)
		}
	})
}
