package store

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCollectionsInLayers(t *testing.T) {
	todos := func(t *testing.T) *stage {
		st := listStage(t)
		st.set(3, `[{}]`, `[{"id":5},{"id":3}]`)
		st.set(3, `[{"group":"a"}]`, `[{"id":5}]`)
		return st
	}
	all, a := `[{}]`, `[{"group":"a"}]`
	t.Run("W41 on layers: push, unshift and remove", func(t *testing.T) {
		st := todos(t)
		before := st.view(st.root(3, "", all))
		st.optimistic(1, 4, "", a, `{"id":1}`)
		assert.Equal(t, [2]string{"[{id:5},{id:3},{id:1}]", "[{id:5},{id:3}]"}, st.both(3, all))
		assert.Equal(t, [2]string{"[{id:5},{id:1}]", "[{id:5}]"}, st.both(3, a))
		st.optimistic(2, 5, "", all, `{"title":"new"}`)
		assert.Equal(t, "[{title:new},{id:5},{id:3},{id:1}]", st.both(3, all)[0])
		assert.Equal(t, "[{id:5},{id:1}]", st.both(3, a)[0])
		st.optimistic(3, 6, "", all, `5`)
		assert.Equal(t, "[{title:new},{id:3},{id:1}]", st.both(3, all)[0])
		st.s.DropLayer(1)
		assert.Equal(t, "[{title:new},{id:3}]", st.both(3, all)[0])
		st.s.DropLayer(2)
		st.s.DropLayer(3)
		assert.Same(t, before, st.view(st.root(3, "", all)))
	})
	t.Run("9.8 they apply on top of what reads bring, once", func(t *testing.T) {
		st := todos(t)
		st.optimistic(1, 4, "", all, `{"id":1}`)
		st.answer(3, "todos", all, `[{"id":7}]`)
		assert.Equal(t, "[{id:7},{id:1}]", st.both(3, all)[0])
		st.answer(3, "todos", all, `[{"id":1},{"id":7}]`)
		assert.Equal(t, "[{id:1},{id:7}]", st.both(3, all)[0], "one that is in the list keeps its place")
		st.answer(3, "todos", all, `[{"id":7}]`)
		assert.Equal(t, "[{id:7},{id:1}]", st.both(3, all)[0])
	})
	t.Run("a list that is stored after the layer was made gets the item", func(t *testing.T) {
		st := todos(t)
		st.optimistic(1, 4, "", `[{"group":"b"}]`, `{"id":1}`)
		assert.Equal(t, [2]string{"-", "-"}, st.both(3, `[{"group":"b"}]`))
		st.answer(3, "b", `[{"group":"b"}]`, `[{"id":8}]`)
		assert.Equal(t, [2]string{"[{id:8},{id:1}]", "[{id:8}]"}, st.both(3, `[{"group":"b"}]`))
	})
	t.Run("a list that only an earlier layer has gets it, too", func(t *testing.T) {
		st := todos(t)
		st.optimistic(1, 3, "", `[{"group":"c"}]`, `[{"id":8}]`)
		st.optimistic(2, 4, "", `[{"group":"c"}]`, `{"id":1}`)
		assert.Equal(t, [2]string{"[{id:8},{id:1}]", "-"}, st.both(3, `[{"group":"c"}]`))
		st.s.DropLayer(1)
		assert.Equal(t, [2]string{"-", "-"}, st.both(3, `[{"group":"c"}]`))
	})
	t.Run("W44 move by what the row below the layer is", func(t *testing.T) {
		st := listStage(t)
		st.set(3, `[{"status":"todo"}]`, `[{"id":1,"status":"todo"},{"id":2}]`)
		st.set(3, `[{"status":"done"}]`, `[{"id":3}]`)
		st.optimistic(1, 7, "", `[{"id":1},{"status":"done"}]`, `{"id":1,"status":"done"}`)
		assert.Equal(t, "[{id:2}]", st.both(3, `[{"status":"todo"}]`)[0])
		assert.Equal(t, "[{id:3},{id:1,status:done}]", st.both(3, `[{"status":"done"}]`)[0])
		st.set(1, "[]", `{"id":1,"status":"new"}`)
		assert.Equal(t, "[{id:1,status:new},{id:2}]", st.both(3, `[{"status":"todo"}]`)[0], "it is no longer one that leaves")
	})
	t.Run("7.10 the answer confirms: the list and its items stay the same objects", func(t *testing.T) {
		st := todos(t)
		w := st.optimistic(1, 4, "", all, `{"id":1,"title":"x"}`)
		root := st.root(3, "", all)
		shown := st.view(root)
		assert.Empty(t, st.told(func() {
			st.s.DropLayer(1)
			st.answerBy(st.between(w, now+5), 4, "", all, `{"id":1,"title":"x"}`)
		}, root))
		assert.Same(t, shown, st.base(root))
	})
}

func TestInvalidLayers(t *testing.T) {
	users := func(t *testing.T) (*stage, uint32) {
		st := newStage(t, stageSchema, nil)
		st.answer(6, "posts", "[]", `[{"id":"p","author":{"id":1}},{"id":"q","author":{"id":2}}]`)
		return st, st.root(6, "posts", "[]")
	}
	t.Run("W36 on a layer: what requires the row goes with it, and comes back", func(t *testing.T) {
		st, posts := users(t)
		before := st.view(posts)
		st.optimistic(1, 8, "", "[]", `1`)
		assert.Equal(t, "[{author:{id:2},id:q}]", show(st.view(posts)))
		assert.Same(t, before, st.base(posts))
		st.s.DropLayer(1)
		assert.Same(t, before, st.view(posts))
	})
	t.Run("3.7 a later write is above it, a read is not", func(t *testing.T) {
		st, posts := users(t)
		st.optimistic(1, 8, "", "[]", `1`)
		st.answerBy(st.at(Read, now+5), 3, "user", "[]", `{"id":1,"username":"x"}`)
		assert.Equal(t, "[{author:{id:2},id:q}]", show(st.view(posts)))
		st.answerBy(st.at(Direct, now+6), 3, "", "[]", `{"id":1,"age":4}`)
		assert.Equal(t, "[{author:{age:4,id:1,username:x},id:p},{author:{id:2},id:q}]", show(st.view(posts)))
	})
	t.Run("a layer after it shows its own members only", func(t *testing.T) {
		st, _ := users(t)
		user := st.root(3, "", "[1]")
		st.answer(3, "user", "[]", `{"id":1,"username":"x"}`)
		st.optimistic(1, 8, "", "[]", `1`)
		st.optimistic(2, 3, "", "[]", `{"id":1,"age":4}`)
		assert.Equal(t, "{age:4,id:1}", show(st.view(user)))
		st.s.DropLayer(1)
		assert.Equal(t, "{age:4,id:1,username:x}", show(st.view(user)))
	})
}

func TestRulesInLayers(t *testing.T) {
	const schema = `[
		{"id":1,"kind":"entity","name":"Counter","merge":1},
		{"id":2,"kind":"entity","name":"Kept","shouldUpdate":2}
	]`
	sum := script{
		1: func(args ...string) string {
			return `{"id":"1","n":` + memberText(args[0], "n") + memberText(args[1], "n") + `}`
		},
		2: func(args ...string) string {
			if memberText(args[2], "locked") == "true" {
				return "false"
			}
			return "true"
		},
	}
	t.Run("merge is asked again when what is below changes", func(t *testing.T) {
		st := newStage(t, schema, sum)
		st.set(1, "[]", `{"id":"1","n":1}`)
		st.optimistic(1, 1, "", "[]", `{"id":"1","n":2}`)
		st.optimistic(2, 1, "", "[]", `{"id":"1","n":3}`)
		assert.Equal(t, [2]string{"{id:1,n:123}", "{id:1,n:1}"}, st.both(1, `["1"]`))
		st.answerBy(st.at(Read, now+9), 1, "", "[]", `{"id":"1","n":5}`)
		assert.Equal(t, [2]string{"{id:1,n:1523}", "{id:1,n:15}"}, st.both(1, `["1"]`))
		st.s.DropLayer(1)
		assert.Equal(t, [2]string{"{id:1,n:153}", "{id:1,n:15}"}, st.both(1, `["1"]`))
	})
	t.Run("shouldUpdate, too", func(t *testing.T) {
		st := newStage(t, schema, sum)
		st.set(2, "[]", `{"id":"1","n":1}`)
		st.optimistic(1, 2, "", "[]", `{"id":"1","n":2}`)
		assert.Equal(t, "{id:1,n:2}", st.both(2, `["1"]`)[0])
		st.set(2, "[]", `{"id":"1","locked":true}`)
		assert.Equal(t, "{id:1,locked:true,n:1}", st.both(2, `["1"]`)[0])
	})
}

func TestLayersOfOneRequestEach(t *testing.T) {
	st := newStage(t, stageSchema, nil)
	st.set(1, "[]", `{"id":"1"}`)
	m := Mark{MS: now, N: 99}
	w := &Write{Origin: Layer, Start: m, End: m, FetchedAt: now, ExpiresAt: now + 777}
	for request := range uint64(3) {
		c, err := st.s.PrepareLayer(request, st.s.Node(1), "k", []byte("[]"), []byte(`{"id":"1","votes":1}`), w)
		require.NoError(t, err)
		st.s.SetLayer(c)
	}
	root := st.root(1, "", `["1"]`)
	for request := range uint64(3) {
		assert.Equal(t, "{id:1,votes:1}", show(st.view(root)), "7.6 two layers of one key in one millisecond are two")
		st.s.DropLayer(request)
	}
	assert.Equal(t, "{id:1}", show(st.view(root)))
	t.Run("a change that is given up leaves nothing", func(t *testing.T) {
		c, err := st.s.PrepareLayer(5, st.s.Node(1), "k", []byte("[]"), []byte(`{"id":"5"}`), w)
		require.NoError(t, err)
		st.s.Drop(c)
		assert.NotContains(t, rowsOf(st.s), "Article 5")
		assert.Nil(t, st.s.layers)
	})
	t.Run("2.1 expiry: that of the base where there is a row, that of the layer where it alone has one", func(t *testing.T) {
		other := st.root(1, "", `["9"]`)
		for request, body := range []string{`{"id":"1","a":1}`, `{"id":"9"}`} {
			c, err := st.s.PrepareLayer(uint64(request), st.s.Node(1), "", []byte("[]"), []byte(body), w)
			require.NoError(t, err)
			st.s.SetLayer(c)
		}
		st.view(root)
		st.view(other)
		assert.EqualValues(t, now+60000, st.s.Shown(root, View).ExpiresAt)
		assert.EqualValues(t, now+777, st.s.Shown(other, View).ExpiresAt)
	})
}
