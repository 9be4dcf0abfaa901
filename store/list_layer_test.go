package store

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestListsInLayers is what optimistic changes of lists do.
func TestListsInLayers(t *testing.T) {
	start := func(t *testing.T) (*stage, uint32, any) {
		st := listStage(t)
		st.answerBy(st.at(Read, now), 3, "k", "[]", `[{"id":1},{"id":2}]`)
		list := st.root(3, "k", "[]")
		return st, list, st.view(list)
	}
	t.Run("a push is seen at once, and gone with the layer", func(t *testing.T) {
		st, list, before := start(t)
		st.layer(1, 4, `{"id":3}`, st.at(Layer, now+1))
		assert.Equal(t, "[{id:1},{id:2},{id:3}]", show(st.view(list)))
		assert.Equal(t, "[{id:1},{id:2}]", show(st.base(list)))
		st.s.DropLayer(1)
		assert.Same(t, before, st.view(list))
	})
	t.Run("a refetch keeps it on top", func(t *testing.T) {
		st, list, _ := start(t)
		st.layer(1, 4, `{"id":3}`, st.at(Layer, now+1))
		st.view(list)
		st.answerBy(st.at(Read, now+9), 3, "k", "[]", `[{"id":2},{"id":4}]`)
		assert.Equal(t, "[{id:2},{id:4},{id:3}]", show(st.view(list)))
		assert.Equal(t, "[{id:2},{id:4}]", show(st.base(list)))
	})
	t.Run("the answer that confirms it tells nobody", func(t *testing.T) {
		st, list, _ := start(t)
		w := st.layer(1, 4, `{"id":3,"t":"x"}`, st.at(Layer, now+1))
		shown := st.view(list)
		assert.Empty(t, st.told(func() {
			st.answerBy(st.between(w, now+5), 4, "m", "[]", `{"id":3,"t":"x"}`)
			st.s.DropLayer(1)
		}, list))
		assert.Same(t, shown, st.view(list))
		assert.Equal(t, "[{id:1},{id:2},{id:3,t:x}]", show(st.base(list)))
	})
	t.Run("two layers, the first of which fails", func(t *testing.T) {
		st, list, _ := start(t)
		st.layer(1, 4, `{"id":3}`, st.at(Layer, now+1))
		st.layer(2, 6, `{"id":1}`, st.at(Layer, now+2))
		assert.Equal(t, "[{id:2},{id:3}]", show(st.view(list)))
		st.s.DropLayer(1)
		assert.Equal(t, "[{id:2}]", show(st.view(list)))
		st.s.DropLayer(2)
		assert.Equal(t, "[{id:1},{id:2}]", show(st.view(list)))
	})
	t.Run("what has no pk yet", func(t *testing.T) {
		st, list, _ := start(t)
		w := st.layer(1, 4, `{"t":"new"}`, st.at(Layer, now+1))
		assert.Equal(t, "[{id:1},{id:2},{t:new}]", show(st.view(list)))
		st.answerBy(st.at(Read, now+2), 3, "k", "[]", `[{"id":1}]`)
		assert.Equal(t, "[{id:1},{t:new}]", show(st.view(list)))
		st.answerBy(st.between(w, now+5), 4, "m", "[]", `{"id":9,"t":"new"}`)
		st.s.DropLayer(1)
		assert.Equal(t, "[{id:1},{id:9,t:new}]", show(st.view(list)))
	})
	t.Run("a move", func(t *testing.T) {
		st := listStage(t)
		st.set(3, `[{"s":"a"}]`, `[{"id":1,"s":"a"},{"id":2,"s":"a"}]`)
		st.set(3, `[{"s":"b"}]`, `[]`)
		a, b := st.root(3, "", `[{"s":"a"}]`), st.root(3, "", `[{"s":"b"}]`)
		c, err := st.s.PrepareLayer(1, st.s.Node(7), "m", []byte(`[{"id":1},{"s":"b"}]`), []byte(`{"id":1,"s":"b"}`), st.at(Layer, now+1))
		require.NoError(t, err)
		st.s.SetLayer(c)
		assert.Equal(t, "[{id:2,s:a}]", show(st.view(a)))
		assert.Equal(t, "[{id:1,s:b}]", show(st.view(b)))
		assert.Equal(t, "[{id:1,s:a},{id:2,s:a}]", show(st.base(a)))
		st.s.DropLayer(1)
		assert.Equal(t, "[{id:1,s:a},{id:2,s:a}]", show(st.view(a)))
		assert.Equal(t, "[]", show(st.view(b)))
	})
	t.Run("an INVALID item leaves the view alone", func(t *testing.T) {
		st, list, before := start(t)
		st.layer(1, 20, `2`, st.at(Layer, now+1))
		assert.Equal(t, "[{id:1}]", show(st.view(list)))
		st.s.DropLayer(1)
		assert.Same(t, before, st.view(list))
	})
}
