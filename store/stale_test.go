package store

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// below gives what arguments find under a layer that is being made.
func (st *stage) below(sp Space, node uint32, args string) string {
	root := st.root(node, "", args)
	require.True(st.t, st.s.ReadIn(sp, root, st.r))
	st.r.step()
	return show(st.r.root(sp, root))
}

// voter is a mutation whose layer counts one vote more than there are.
func (st *stage) voter(request uint64, w *Write) {
	sp := st.s.Below(request, w)
	defer st.s.Release(sp, st.r)
	text := st.below(sp, 1, `["1"]`)
	i := strings.Index(text, "votes:")
	if i < 0 {
		st.s.HideLayer(request, w)
		return
	}
	var votes int
	_, err := fmt.Sscanf(text[i:], "votes:%d", &votes)
	require.NoError(st.t, err)
	c, err := st.s.PrepareLayer(request, st.s.Node(1), "", []byte("[]"), fmt.Appendf(nil, `{"id":"1","votes":%d}`, votes+1), w)
	require.NoError(st.t, err)
	st.s.SetLayer(c)
}

// replay asks stale layers again until there is none, and gives their requests.
func (st *stage) replay(voters map[uint64]*Write) []uint64 {
	var out []uint64
	for {
		request, ok := st.s.Stale()
		if !ok {
			return out
		}
		require.Less(st.t, len(out), 20, "layers are stale for ever")
		out = append(out, request)
		st.voter(request, voters[request])
	}
}

func TestStale(t *testing.T) {
	start := func(t *testing.T, body string, voters int) (*stage, uint32, map[uint64]*Write) {
		st := newStage(t, stageSchema, nil)
		if body != "" {
			st.answer(1, "get", "[]", body)
		}
		root := st.root(1, "", `["1"]`)
		list := make(map[uint64]*Write)
		for i := range voters {
			list[uint64(i+1)] = st.at(Layer, now)
			st.voter(uint64(i+1), list[uint64(i+1)])
		}
		assert.Empty(t, st.replay(list))
		return st, root, list
	}
	t.Run("7.4 a layer counts from the present base", func(t *testing.T) {
		st, root, voters := start(t, `{"id":"1","votes":1}`, 1)
		assert.Equal(t, "{id:1,votes:2}", show(st.view(root)))
		st.answer(1, "get", "[]", `{"id":"1","votes":10}`)
		assert.Equal(t, []uint64{1}, st.replay(voters))
		assert.Equal(t, "{id:1,votes:11}", show(st.view(root)))
		assert.Equal(t, "{id:1,votes:10}", show(st.base(root)))
	})
	t.Run("7.2 a layer sees the layers before it, and is asked again when they change", func(t *testing.T) {
		st, root, voters := start(t, `{"id":"1","votes":1}`, 3)
		assert.Equal(t, "{id:1,votes:4}", show(st.view(root)))
		st.s.DropLayer(2)
		assert.Equal(t, []uint64{3}, st.replay(voters))
		assert.Equal(t, "{id:1,votes:3}", show(st.view(root)))
		st.answer(1, "get", "[]", `{"id":"1","votes":5}`)
		assert.Equal(t, []uint64{1, 3}, st.replay(voters))
		assert.Equal(t, "{id:1,votes:7}", show(st.view(root)))
	})
	t.Run("an answer that says the same asks nobody", func(t *testing.T) {
		st, root, voters := start(t, `{"id":"1","votes":1}`, 2)
		before := st.view(root)
		st.answer(1, "get", "[]", `{"id":"1","votes":1}`)
		st.answer(3, "user", "[]", `{"id":"1"}`)
		assert.Empty(t, st.replay(voters))
		assert.Same(t, before, st.view(root))
	})
	t.Run("a layer that has read nothing is never asked", func(t *testing.T) {
		st, _, _ := start(t, `{"id":"1","votes":1}`, 0)
		st.optimistic(1, 1, "", "[]", `{"id":"1","votes":7}`)
		st.answer(1, "get", "[]", `{"id":"1","votes":3}`)
		assert.Empty(t, st.replay(nil))
	})
	t.Run("7.5 a layer that is hidden is asked again when what it has read comes", func(t *testing.T) {
		st, root, voters := start(t, "", 1)
		assert.Nil(t, st.view(root))
		st.answer(3, "user", "[]", `{"id":"1"}`)
		assert.Empty(t, st.replay(voters))
		st.answer(1, "get", "[]", `{"id":"1","votes":3}`)
		assert.Equal(t, []uint64{1}, st.replay(voters))
		assert.Equal(t, "{id:1,votes:4}", show(st.view(root)))
	})
	t.Run("one that is hidden and has read nothing is asked after each commit", func(t *testing.T) {
		st, _, _ := start(t, `{"id":"1","votes":1}`, 0)
		w := st.at(Layer, now)
		st.s.HideLayer(1, w)
		assert.Empty(t, st.replay(nil))
		st.answer(3, "user", "[]", `{"id":"1"}`)
		request, ok := st.s.Stale()
		assert.True(t, ok)
		assert.EqualValues(t, 1, request)
		st.s.HideLayer(1, w)
		assert.Empty(t, st.replay(nil))
	})
	reads := func(t *testing.T, st *stage, node uint32, args, want string) {
		w := st.at(Layer, now)
		sp := st.s.Below(1, w)
		assert.Equal(t, want, st.below(sp, node, args))
		c, err := st.s.PrepareLayer(1, st.s.Node(7), "", []byte("[]"), []byte(`{"id":"x"}`), w)
		require.NoError(t, err)
		st.s.SetLayer(c)
		st.s.Release(sp, st.r)
		_, ok := st.s.Stale()
		require.False(t, ok)
	}
	stale := func(st *stage) bool {
		_, ok := st.s.Stale()
		return ok
	}
	t.Run("what is inside of what was read counts", func(t *testing.T) {
		st, _, _ := start(t, `{"id":"1","author":{"id":5,"username":"a"}}`, 0)
		reads(t, st, 1, `["1"]`, "{author:{id:5,username:a},id:1}")
		st.answer(3, "user", "[]", `{"id":"6"}`)
		assert.False(t, stale(st))
		st.answer(3, "user", "[]", `{"id":"5","username":"b"}`)
		assert.True(t, stale(st))
	})
	t.Run("a value of an index that another row takes counts, one that finds the same does not", func(t *testing.T) {
		st, _, _ := start(t, `{"id":"1","author":{"id":5,"username":"a"}}`, 0)
		reads(t, st, 3, `[{"username":"b"}]`, "-")
		st.answer(3, "user", "[]", `{"id":"6","username":"c"}`)
		assert.False(t, stale(st))
		st.optimistic(9, 3, "", "[]", `{"id":"7","username":"b"}`)
		assert.False(t, stale(st), "a later layer is not below")
		st.answer(3, "user", "[]", `{"id":"6","username":"b"}`)
		assert.True(t, stale(st))
	})
	t.Run("results and errors of keys count", func(t *testing.T) {
		st, _, _ := start(t, `{"id":"1"}`, 0)
		list := st.root(2, "list", "[]")
		w := st.at(Layer, now)
		ask := func() {
			sp := st.s.Below(1, w)
			require.True(t, st.s.ReadIn(sp, list, st.r))
			st.r.step()
			st.s.HideLayer(1, w)
			st.s.Release(sp, st.r)
			require.False(t, stale(st))
		}
		ask()
		st.answer(2, "list", "[]", `["1"]`)
		assert.True(t, stale(st))
		ask()
		st.answer(2, "list", "[]", `["1"]`)
		assert.False(t, stale(st))
		st.s.SetError("list", 3, false, st.at(Read, now))
		assert.True(t, stale(st))
		ask()
		st.s.Invalidate("list")
		assert.True(t, stale(st))
	})
	t.Run("what was read is forgotten with the layer", func(t *testing.T) {
		st, _, _ := start(t, `{"id":"1","author":{"id":5,"username":"a"}}`, 0)
		reads(t, st, 3, `[{"username":"b"}]`, "-")
		st.s.DropLayer(1)
		st.s.settle()
		assert.Nil(t, st.s.layers)
		for _, table := range st.s.tables {
			for _, r := range present(table) {
				assert.Nil(t, r.over)
			}
		}
	})
}

func TestBelow(t *testing.T) {
	st := newStage(t, stageSchema, nil)
	st.answer(2, "list", "[]", `[{"id":"1","author":{"id":5}},{"id":"2"}]`)
	w1, w2 := st.at(Layer, now), st.at(Layer, now)
	st.layer(2, 1, `{"id":"1","votes":2}`, w2)
	list, one, two := st.root(2, "list", "[]"), st.root(1, "", `["1"]`), st.root(1, "", `["2"]`)
	t.Run("7.2 later layers are not seen, and what none touches is the base's object", func(t *testing.T) {
		sp := st.s.Below(1, w1)
		for _, r := range []uint32{list, one, two} {
			require.True(t, st.s.ReadIn(sp, r, st.r))
			st.r.step()
			assert.Same(t, st.base(r), st.r.root(sp, r))
		}
		st.s.Release(sp, st.r)
		assert.False(t, st.s.ReadIn(sp, one, st.r), "it is no more")
	})
	t.Run("earlier layers are, in objects of its own", func(t *testing.T) {
		w := st.at(Layer, now)
		sp := st.s.Below(3, w)
		for _, r := range []uint32{one, list, two} {
			require.True(t, st.s.ReadIn(sp, r, st.r))
			st.r.step()
		}
		assert.Equal(t, "{author:{id:5},id:1,votes:2}", show(st.r.root(sp, one)))
		assert.Same(t, st.r.root(sp, one), st.r.root(sp, list).(*object).value.([]any)[0])
		assert.Same(t, st.base(two), st.r.root(sp, two))
		assert.Same(t, st.base(two), st.r.root(sp, list).(*object).value.([]any)[1])
		assert.Equal(t, Usable, st.s.Presence(one, sp))
		assert.EqualValues(t, now+60000, st.s.Shown(list, sp).ExpiresAt)
		st.s.Release(sp, st.r)
	})
}
