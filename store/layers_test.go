package store

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// show shows the optimistic value of a request that began now, by a node with arguments.
func (st *stage) optimistic(request uint64, node uint32, key, args, body string, updates ...Func) *Write {
	st.t.Helper()
	st.n++
	m := Mark{MS: now, N: st.n}
	w := &Write{Origin: Layer, Start: m, End: m, FetchedAt: now, Date: now, ExpiresAt: now + 60000}
	c, err := st.s.PrepareLayer(request, st.s.Node(node), key, []byte(args), []byte(body), w)
	require.NoError(st.t, err)
	for _, fn := range updates {
		require.NoError(st.t, c.Update(fn))
	}
	st.s.SetLayer(c)
	return w
}

// both gives what arguments find in the view and in the base.
func (st *stage) both(node uint32, args string) [2]string {
	root := st.root(node, "", args)
	return [2]string{show(st.view(root)), show(st.base(root))}
}

func TestTemporaryPKs(t *testing.T) {
	st := newStage(t, stageSchema, nil)
	st.answer(2, "list", "[]", `[{"id":"1"}]`)
	list := st.root(4, "new", "[]")
	w := st.optimistic(7, 4, "new", "[]", `{"items":[{"title":"a"},{"id":"1"},{"title":"b","author":{"username":"x"}}],"one":{"id":"","title":"c"}}`)
	const text = "{items:[{title:a},{id:1},{author:{username:x},title:b}],one:{id:\"\",title:c}}"
	assert.Equal(t, text, show(st.view(list)))
	var pks []string
	for _, l := range st.view(list).(*object).links {
		pks = append(pks, st.s.PK(l.at.node, l.at.number))
	}
	assert.Equal(t, []string{"tmp:7:1", "1", "tmp:7:3", "tmp:7:4"}, pks)
	assert.Nil(t, st.base(list))
	t.Run("7.8 they are the same on every replay, and so are the objects", func(t *testing.T) {
		before := st.view(list)
		c, err := st.s.PrepareLayer(7, st.s.Node(4), "new", []byte("[]"), []byte(`{"items":[{"title":"a"},{"id":"1"},{"title":"b","author":{"username":"x"}}],"one":{"id":"","title":"c"}}`), w)
		require.NoError(t, err)
		st.s.SetLayer(c)
		assert.Same(t, before, st.view(list))
	})
	t.Run("the real row takes over with the answer", func(t *testing.T) {
		st.s.DropLayer(7)
		st.write(4, "new", `{"items":[{"id":"5","title":"a"}]}`, st.between(w, now+1))
		assert.Equal(t, "{items:[{id:5,title:a}]}", show(st.view(list)))
		for name, text := range rowsOf(st.s) {
			if text != "missing" {
				assert.NotContains(t, name, "tmp:")
			}
		}
	})
	t.Run("outside of layers there are none", func(t *testing.T) {
		require.Error(t, st.refused(1, "get", "[]", `{"title":"a"}`))
	})
}

func TestLookupsInTheView(t *testing.T) {
	const schema = `[
		{"id":1,"kind":"entity","name":"User","indexes":["username"]},
		{"id":2,"kind":"all","items":1},{"id":3,"kind":"invalidate","items":1},
		{"id":4,"kind":"object","fields":{"user":1,"all":2}},
		{"id":5,"kind":"union","types":{"user":1,"bot":6},"by":"type"},{"id":6,"kind":"entity","name":"Bot"},
		{"id":7,"kind":"all","items":5}
	]`
	users := func(t *testing.T) *stage {
		st := newStage(t, schema, nil)
		st.answer(2, "users", "[]", `[{"id":"1","username":"bob"},{"id":"2","username":"ann"}]`)
		return st
	}
	bob, ann, eve := `[{"username":"bob"}]`, `[{"username":"ann"}]`, `[{"username":"eve"}]`
	t.Run("9.1 a layer moves a row from one value of an index to another", func(t *testing.T) {
		st := users(t)
		assert.Equal(t, [2]string{"-", "-"}, st.both(1, eve))
		before := st.view(st.root(1, "", bob))
		st.optimistic(1, 1, "", "[]", `{"id":"1","username":"eve"}`)
		assert.Equal(t, [2]string{"{id:1,username:eve}", "-"}, st.both(1, eve))
		assert.Equal(t, [2]string{"-", "{id:1,username:bob}"}, st.both(1, bob))
		assert.Equal(t, [2]string{"{id:2,username:ann}", "{id:2,username:ann}"}, st.both(1, ann))
		st.s.DropLayer(1)
		assert.Same(t, before, st.view(st.root(1, "", bob)))
		assert.Equal(t, [2]string{"-", "-"}, st.both(1, eve))
	})
	t.Run("a layer counts as later than the whole base, and the later layer as later", func(t *testing.T) {
		st := users(t)
		st.view(st.root(1, "", bob))
		st.optimistic(1, 1, "", "[]", `{"id":"2","username":"bob"}`)
		assert.Equal(t, "{id:2,username:bob}", st.both(1, bob)[0])
		st.set(1, "[]", `{"id":"3","username":"bob"}`)
		assert.Equal(t, [2]string{"{id:2,username:bob}", "{id:3,username:bob}"}, st.both(1, bob))
		st.optimistic(2, 1, "", "[]", `{"id":"9","username":"bob"}`)
		assert.Equal(t, "{id:9,username:bob}", st.both(1, bob)[0])
		st.s.DropLayer(1)
		assert.Equal(t, "{id:9,username:bob}", st.both(1, bob)[0])
		st.s.DropLayer(2)
		assert.Equal(t, "{id:3,username:bob}", st.both(1, bob)[0])
	})
	t.Run("a row that a layer changes otherwise does not take its value again", func(t *testing.T) {
		st := users(t)
		st.set(1, "[]", `{"id":"3","username":"bob"}`)
		st.optimistic(1, 1, "", "[]", `{"id":"1","age":5}`)
		assert.Equal(t, "{id:3,username:bob}", st.both(1, bob)[0])
	})
	t.Run("a row that a layer makes INVALID answers to nothing", func(t *testing.T) {
		st := users(t)
		assert.Equal(t, "{id:1,username:bob}", st.both(1, bob)[0])
		st.optimistic(1, 3, "", "[]", `"1"`)
		assert.Equal(t, [2]string{"-", "{id:1,username:bob}"}, st.both(1, bob))
		assert.Equal(t, [2]string{"[{id:2,username:ann}]", "[{id:1,username:bob},{id:2,username:ann}]"}, st.both(2, "[]"))
	})
	t.Run("9.6 rows that only layers have end the list of all", func(t *testing.T) {
		st := users(t)
		list := st.root(2, "", "[]")
		before := st.view(list)
		st.optimistic(1, 1, "", "[]", `{"id":"9"}`)
		assert.Equal(t, "[{id:1,username:bob},{id:2,username:ann},{id:9}]", show(st.view(list)))
		st.optimistic(2, 1, "", "[]", `{"id":"8"}`)
		st.set(1, "[]", `{"id":"3"}`)
		assert.Equal(t, [2]string{"[{id:1,username:bob},{id:2,username:ann},{id:3},{id:9},{id:8}]", "[{id:1,username:bob},{id:2,username:ann},{id:3}]"}, st.both(2, "[]"))
		st.s.DropLayer(1)
		st.set(1, "[]", `{"id":"8","a":1}`)
		assert.Equal(t, [2]string{"[{id:1,username:bob},{id:2,username:ann},{id:3},{a:1,id:8}]", "[{id:1,username:bob},{id:2,username:ann},{id:3},{a:1,id:8}]"}, st.both(2, "[]"))
		st.s.DropLayer(2)
		st.view(list)
		assert.NotSame(t, before, st.view(list))
	})
	t.Run("a type that only a layer knows", func(t *testing.T) {
		st := newStage(t, schema, nil)
		assert.Equal(t, [2]string{"-", "-"}, st.both(2, "[]"))
		assert.Equal(t, [2]string{"-", "-"}, st.both(7, "[]"))
		st.optimistic(1, 6, "", "[]", `{"id":"b"}`)
		st.optimistic(2, 1, "", "[]", `{"id":"a"}`)
		assert.Equal(t, [2]string{"[{id:a}]", "-"}, st.both(2, "[]"))
		assert.Equal(t, [2]string{"[{id:b},{id:a}]", "-"}, st.both(7, "[]"))
		assert.Equal(t, [2]string{"{all:[{id:a}],user:{id:a}}", "-"}, st.both(4, `["a"]`))
		st.s.DropLayer(1)
		st.s.DropLayer(2)
		assert.Equal(t, [2]string{"-", "-"}, st.both(2, "[]"))
		assert.Equal(t, [2]string{"-", "-"}, st.both(4, `["a"]`))
	})
	t.Run("a union is found by what a layer has stored", func(t *testing.T) {
		st := users(t)
		assert.Equal(t, [2]string{"-", "-"}, st.both(5, `["b"]`))
		st.optimistic(1, 6, "", "[]", `{"id":"b"}`)
		assert.Equal(t, [2]string{"{id:b}", "-"}, st.both(5, `["b"]`))
	})
}

func TestResultsInLayers(t *testing.T) {
	update := script{1: func(args ...string) string {
		if args[0] == `"keys"` {
			return `["list"]`
		}
		switch args[2] {
		case "":
			return ""
		case "[]":
			return `["9"]`
		}
		return args[2][:len(args[2])-1] + `,"9"]`
	}}
	t.Run("W40 update, on a layer, and again on what comes below it", func(t *testing.T) {
		st := newStage(t, stageSchema, update)
		list := st.root(2, "list", "[]")
		st.answer(2, "list", "[]", `[{"id":"1"}]`)
		before := st.view(list)
		st.optimistic(1, 1, "create", "[]", `{"id":"9"}`, 1)
		assert.Equal(t, "[{id:1},{id:9}]", show(st.view(list)))
		assert.Equal(t, "[{id:1}]", show(st.base(list)))
		st.answer(2, "list", "[]", `[{"id":"2"},{"id":"1"}]`)
		assert.Equal(t, "[{id:2},{id:1},{id:9}]", show(st.view(list)))
		st.s.Invalidate("list")
		assert.Nil(t, st.view(list))
		st.answer(2, "list", "[]", `[]`)
		assert.Equal(t, "[{id:9}]", show(st.view(list)))
		st.answer(2, "list", "[]", `[{"id":"1"}]`)
		st.s.DropLayer(1)
		assert.Equal(t, show(before), show(st.view(list)))
	})
	t.Run("a result that an update takes away", func(t *testing.T) {
		st := newStage(t, stageSchema, script{1: func(args ...string) string {
			if args[0] == `"keys"` {
				return `["list"]`
			}
			return ""
		}})
		list := st.root(2, "list", "[]")
		st.answer(2, "list", "[]", `[{"id":"1"}]`)
		before := st.view(list)
		st.optimistic(1, 1, "create", "[]", `{"id":"9"}`, 1)
		assert.Nil(t, st.view(list))
		assert.Equal(t, Missing, st.s.Presence(list, View))
		assert.Equal(t, Usable, st.s.Presence(list, Base))
		st.s.DropLayer(1)
		assert.Same(t, before, st.view(list))
	})
	t.Run("7.3 the result of the mutation itself", func(t *testing.T) {
		st := newStage(t, stageSchema, nil)
		root := st.root(1, "create", "[]")
		st.optimistic(1, 1, "create", "[]", `{"id":"9"}`)
		assert.Equal(t, "{id:9}", show(st.view(root)))
		assert.Nil(t, st.base(root))
		st.write(1, "create", `{"id":"8"}`, st.at(Direct, now+5))
		assert.Equal(t, "{id:8}", show(st.view(root)), "a later answer is above the layer")
		st.s.DropLayer(1)
		st.s.Close(root, st.r)
		st.s.Invalidate("other")
		assert.Nil(t, st.s.layers)
	})
	t.Run("a key that only a layer had is forgotten with it", func(t *testing.T) {
		st := newStage(t, stageSchema, nil)
		st.optimistic(1, 1, "create", "[]", `{"id":"9"}`)
		st.s.DropLayer(1)
		st.s.settle()
		assert.Empty(t, st.s.keys)
	})
	t.Run("5.9 an update that fails later takes the layer away and is told once", func(t *testing.T) {
		failing := false
		st := newStage(t, stageSchema, script{1: func(args ...string) string {
			if failing {
				fail()
			}
			return update[1](args...)
		}})
		list := st.root(2, "list", "[]")
		st.answer(2, "list", "[]", `[{"id":"1"}]`)
		st.optimistic(3, 1, "create", "[]", `{"id":"9"}`, 1)
		failing = true
		st.answer(2, "list", "[]", `[{"id":"2"}]`)
		assert.Equal(t, "[{id:2}]", show(st.view(list)))
		assert.Equal(t, []LayerError{{3, errThrown}}, st.s.Failed())
		assert.Empty(t, st.s.Failed())
	})
}

func TestRootOpenedLater(t *testing.T) {
	st := newStage(t, stageSchema, script{1: func(args ...string) string {
		if args[0] == `"keys"` {
			return `["list"]`
		}
		return `["1","3"]`
	}})
	st.answer(2, "list", "[]", `[{"id":"1"}]`)
	st.optimistic(1, 1, "create", "[]", `{"id":"3"}`, 1)
	st.s.Stale()
	list := st.root(2, "list", "[]")
	assert.Equal(t, "[{id:1},{id:3}]", show(st.view(list)))
	assert.Equal(t, "[{id:1}]", show(st.base(list)))
	st.s.DropLayer(1)
	assert.Same(t, st.base(list), st.view(list))
}
