package store

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// present lists the rows that a table has names for, by number.
func present(t *table) (out []*row) {
	for _, r := range t.byNum {
		if r != nil && t.find(r.pk) == r {
			out = append(out, r)
		}
	}
	return out
}

// cellsOf counts the cells of all rows.
func cellsOf(s *Store) int {
	n := 0
	for _, t := range s.tables {
		for _, r := range present(t) {
			n += len(r.cells)
		}
		for _, x := range t.indexes {
			for _, sl := range x.slots {
				n += len(sl.row.cells)
			}
		}
	}
	for _, node := range s.nodes {
		if node.all != nil {
			n += len(node.all.cells)
		}
	}
	return n
}

func TestClose(t *testing.T) {
	t.Run("each use is counted, and with the last goes what only it showed", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.answer(2, "list", "[]", `[{"id":1},{"id":2},{"id":3}]`)
		list := st.root(2, "list", "[]")
		require.Equal(t, list, st.root(2, "list", "[]"))
		one := st.root(1, "", "[1]")
		st.view(list)
		st.view(one)
		require.Equal(t, 3, cellsOf(st.s))
		st.s.Close(list, st.r)
		assert.Equal(t, 3, cellsOf(st.s))
		shown := st.view(one)
		st.s.Close(list, st.r)
		assert.Equal(t, 1, cellsOf(st.s))
		assert.Same(t, shown, st.view(one))
		assert.Len(t, st.r.objects, 2)
		assert.Equal(t, []uint32{one}, st.told(func() { st.set(1, "[]", `{"id":1,"n":1}`) }, one))
		st.s.Close(one, st.r)
		assert.Zero(t, cellsOf(st.s))
		assert.Empty(t, st.r.objects)
		assert.Empty(t, st.s.lookups)
		assert.Equal(t, "[{id:1,n:1},{id:2},{id:3}]", show(st.read(2, "list", "[]")), "it can be opened again")
	})
	t.Run("rows in circles go, unless something else shows one of them", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.answer(11, "k", "[]", `{"id":"a","next":{"id":"b","next":{"id":"c","next":"a"}}}`)
		a, b := st.root(11, "k", "[]"), st.root(11, "", `["b"]`)
		st.view(a)
		st.view(b)
		st.s.Close(a, st.r)
		assert.Equal(t, 3, cellsOf(st.s))
		assert.Equal(t, "{id:b,next:{id:c,next:{id:a,next:^2}}}", show(st.view(b)))
		st.s.Close(b, st.r)
		assert.Zero(t, cellsOf(st.s))
	})
	t.Run("a row far below is kept for another reader", func(t *testing.T) {
		st := newStage(t, placesSchema, nil)
		st.answer(13, "page", "[]", `{"posts":[{"id":1,"author":{"id":1}},{"id":2,"author":{"id":1}}],"page":{"user":{"id":2}}}`)
		page, post := st.root(13, "page", "[]"), st.root(3, "", "[2]")
		st.view(page)
		st.view(post)
		st.s.Close(page, st.r)
		assert.Equal(t, 2, cellsOf(st.s))
		assert.Equal(t, "{author:{id:1},id:2}", show(st.view(post)))
	})
	t.Run("what a lookup depends on goes too", func(t *testing.T) {
		st := newStage(t, lookupSchema, nil)
		for node, args := range map[uint32]string{1: `[{"name":"x"}]`, 3: `[5]`, 4: `[]`, 6: `[7]`} {
			root := st.root(node, "", args)
			st.view(root)
			st.s.Close(root, st.r)
		}
		assert.Zero(t, cellsOf(st.s))
	})
	t.Run("a key that nobody knows anything of is forgotten", func(t *testing.T) {
		st := newStage(t, shared, nil)
		for i := range 100 {
			root := st.root(1, fmt.Sprintf("get %d", i), "[]")
			st.view(root)
			st.s.Close(root, st.r)
		}
		assert.Empty(t, st.s.keys)
		assert.Less(t, len(st.s.entries), 64)
	})
	t.Run("closed roots are not told of, and their numbers are used again", func(t *testing.T) {
		st := newStage(t, shared, nil)
		root := st.root(1, "", "[1]")
		st.view(root)
		st.set(1, "[]", `{"id":1}`)
		st.s.Close(root, st.r)
		assert.Empty(t, st.s.Changed())
		assert.Equal(t, root, st.root(2, "list", "[]"))
	})
	t.Run("what was shown and is not any more stays until Trim", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.set(6, "[]", `[{"id":1},{"id":2}]`)
		list, all := st.root(6, "", "[]"), st.root(12, "", "[]")
		st.view(all)
		gone := st.view(list).(*object).value.([]any)[1]
		st.set(22, "[]", `2`)
		assert.Equal(t, "[{id:1}]", show(st.view(list)))
		two := st.root(5, "", "[2]")
		assert.Same(t, gone, st.view(two))
		st.s.Close(two, st.r)
		st.set(22, "[]", `1`)
		st.view(list)
		require.Equal(t, 3, cellsOf(st.s))
		st.s.Trim(st.r)
		assert.Equal(t, 2, cellsOf(st.s))
		st.s.Close(list, st.r)
		st.s.Close(all, st.r)
		assert.Zero(t, cellsOf(st.s))
	})
	t.Run("while a layer makes a difference", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.answer(2, "list", "[]", `[{"id":1},{"id":2}]`)
		list, one := st.root(2, "list", "[]"), st.root(1, "", "[1]")
		st.layer(1, 1, `{"id":1,"n":1}`, st.at(Layer, now))
		assert.Equal(t, "[{id:1,n:1},{id:2}]", show(st.view(list)))
		assert.Equal(t, "{id:1,n:1}", show(st.view(one)))
		st.s.Close(list, st.r)
		assert.Equal(t, "{id:1,n:1}", show(st.view(one)))
		st.s.Close(one, st.r)
		assert.Zero(t, cellsOf(st.s))
		assert.Empty(t, st.r.objects)
		st.s.DropLayer(1)
		assert.Equal(t, "{id:1}", show(st.view(st.root(1, "", "[1]"))))
	})
}

func TestLongChain(t *testing.T) {
	st := newStage(t, shared, nil)
	for i := range 10_000 {
		st.set(11, "[]", fmt.Sprintf(`{"id":%d,"next":%d}`, i, i+1))
	}
	root, last := st.root(11, "", "[0]"), st.root(11, "", "[9999]")
	var first tally
	st.s.Read(root, &first)
	assert.Equal(t, 10_000, first.made)
	st.s.Read(last, &first)
	st.s.Changed()
	st.set(11, "[]", `{"id":10000}`)
	assert.ElementsMatch(t, []uint32{root, last}, st.s.Changed(), "what refers to a row that was missing changes")
	var second tally
	st.s.Read(root, &second)
	assert.Equal(t, tally{made: 1, relinked: 10_000, roots: 1, bytes: second.bytes}, second)
	var third tally
	st.s.Close(root, &third)
	assert.Equal(t, tally{forgotten: 10_000}, third)
	assert.Equal(t, 2, cellsOf(st.s))
}
