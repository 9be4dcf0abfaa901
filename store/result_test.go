package store

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// update prepares an answer with an update function and applies it.
func (st *stage) update(node uint32, key, args, body string) error {
	c, err := st.s.Prepare(st.s.Node(node), key, []byte(args), []byte(body), st.between(st.at(Mutation, now), now))
	require.NoError(st.t, err)
	if err := c.Update(1); err != nil {
		return err
	}
	st.s.Apply(c)
	return nil
}

func TestUpdate(t *testing.T) {
	t.Run("W40 a result of another key is made anew", func(t *testing.T) {
		var calls [][]string
		st := newStage(t, shared, script{1: func(args ...string) string {
			calls = append(calls, args)
			if args[0] == `"keys"` {
				return `["list []"]`
			}
			return `["1","2"]`
		}})
		st.answer(2, "list []", "[]", `[{"id":"1"}]`)
		before, _ := st.s.Meta("list []")
		root := st.root(2, "list []", "[]")
		assert.Equal(t, []uint32{root}, st.told(func() {
			require.NoError(t, st.update(1, "create", `[{"x":1},2]`, `{"id":"2"}`))
		}, root))
		assert.Equal(t, [][]string{{`"keys"`, `"2"`, `{"x":1}`, `2`}, {`"next"`, `"list []"`, `["1"]`}}, calls)
		assert.Equal(t, "[{id:1},{id:2}]", show(st.view(root)))
		after, _ := st.s.Meta("list []")
		before.PrevExpiresAt, after.PrevExpiresAt = 0, 0
		assert.Equal(t, before, after)
	})
	next := func(keys, result string) script {
		return script{1: func(args ...string) string {
			if args[0] == `"keys"` {
				return keys
			}
			return result
		}}
	}
	t.Run("an equal result tells nobody", func(t *testing.T) {
		st := newStage(t, shared, next(`["list []"]`, `[ "1" ]`))
		st.answer(2, "list []", "[]", `[{"id":"1"}]`)
		root := st.root(2, "list []", "[]")
		assert.Empty(t, st.told(func() { require.NoError(t, st.update(1, "create", `[]`, `{"id":"2"}`)) }, root))
	})
	t.Run("one that is undefined leaves the key without", func(t *testing.T) {
		st := newStage(t, shared, next(`["list []","other"]`, ``))
		st.answer(2, "list []", "[]", `[{"id":"1"}]`)
		require.NoError(t, st.update(1, "create", `[]`, `{"id":"2"}`))
		assert.Nil(t, st.read(2, "list []", "[]"))
		assert.NotContains(t, st.s.keys, "other")
	})
	t.Run("of a key that was never asked for, it is read by who asks", func(t *testing.T) {
		st := newStage(t, shared, next(`["list []"]`, `["2"]`))
		require.NoError(t, st.update(1, "create", `[]`, `{"id":"2"}`))
		_, known := st.s.Meta("list []")
		assert.False(t, known)
		assert.Equal(t, outcome{"[{id:2}]", StatusValid, now + 60000}, st.response(2, "list []", "[]"))
	})
	t.Run("unions and collections have their own forms", func(t *testing.T) {
		var old string
		st := newStage(t, shared, script{1: func(args ...string) string {
			if args[0] == `"keys"` {
				return `["feed","todos"]`
			}
			if args[1] == `"todos"` {
				return args[2]
			}
			old = args[2]
			return `[{"id":"1","schema":"comment"},{"id":"1","schema":"post"}]`
		}})
		st.answer(8, "feed", "[]", `[{"id":"1","type":"post"}]`)
		st.answer(18, "c", "[]", `{"id":1}`)
		st.answer(6, "todos", "[]", `[{"id":1}]`)
		require.NoError(t, st.update(1, "create", `[]`, `{"id":"2"}`))
		assert.Equal(t, `[{"id":"1","schema":"post"}]`, old)
		assert.Equal(t, "[{id:1},{id:1,type:post}]", show(st.read(8, "feed", "[]")))
		assert.Equal(t, "[{id:1}]", show(st.read(6, "todos", "[]")))
	})
	t.Run("its own key, and one key after another", func(t *testing.T) {
		var olds []string
		st := newStage(t, shared, script{1: func(args ...string) string {
			if args[0] == `"keys"` {
				return `["create","list","list"]`
			}
			olds = append(olds, args[2])
			return map[string]string{`"create"`: `"1"`, `"list"`: `["1"]`}[args[1]]
		}})
		st.answer(1, "one", "[]", `{"id":"1"}`)
		require.NoError(t, st.update(1, "create", `[]`, `{"id":"2"}`))
		assert.Equal(t, []string{`"2"`, ``, `["1"]`}, olds)
		assert.Equal(t, "{id:1}", show(st.read(1, "create", "[]")))
	})
	t.Run("values without schema are the shell's", func(t *testing.T) {
		for result, want := range map[string]bool{`true`: true, `false`: true, ``: false} {
			st := newStage(t, shared, next(`["note"]`, result))
			st.s.SetValue("note", st.at(Read, now))
			root := st.s.Root(nil, "note", []byte("[]"))
			st.s.Changed()
			require.NoError(t, st.update(1, "create", `[]`, `{"id":"2"}`))
			assert.Equal(t, want, st.s.HasValue("note"), "%q", result)
			if result != "false" {
				assert.Equal(t, []uint32{root}, st.s.Changed(), "%q", result)
			}
		}
	})
	t.Run("what does not fit, throws or names no key stores nothing", func(t *testing.T) {
		for _, fns := range []script{
			next(`["list []"]`, `{"id":1}`),
			next(`["list []"]`, `[{"n":1}]`),
			next(`[5]`, `[]`),
			{1: func(...string) string { return fail() }},
			{1: func(args ...string) string {
				if args[0] == `"keys"` {
					return `["list []"]`
				}
				return fail()
			}},
		} {
			st := newStage(t, shared, fns)
			st.answer(2, "list []", "[]", `[{"id":"1"}]`)
			rows := rowsOf(st.s)
			require.Error(t, st.update(1, "create", `[]`, `{"id":"2"}`))
			assert.Equal(t, rows, rowsOf(st.s))
			st.answer(1, "create", "[]", `{"id":"3"}`)
		}
	})
	t.Run("an endpoint may update nothing", func(t *testing.T) {
		st := newStage(t, shared, next(``, ``))
		require.NoError(t, st.update(1, "create", `[]`, `{"id":"2"}`))
		assert.Equal(t, "{id:2}", show(st.read(1, "create", "[]")))
	})
}

func TestSettable(t *testing.T) {
	st := newStage(t, shared, nil)
	require.NoError(t, st.s.Define([]byte(`[{"id":50,"kind":"query","items":1}]`)))
	for id, want := range map[uint32]bool{1: true, 2: false, 6: true, 7: false, 9: true, 10: false, 12: false, 13: false, 14: true, 20: true, 50: true} {
		assert.Equal(t, want, st.s.Node(id).Settable(), "node %d", id)
	}
	st.set(50, "[]", `{"id":1}`)
	assert.Equal(t, `{"id":1}`, st.row("Article", "1"))
}
