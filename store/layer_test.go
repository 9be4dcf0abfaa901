package store

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLayers(t *testing.T) {
	const T = 1_000_000
	article := func(t *testing.T, body string) (*stage, uint32) {
		st := newStage(t, stageSchema, nil)
		st.write(1, "get 1", body, st.at(Read, T-1))
		return st, st.root(1, "get 1", `[{"id":"1"}]`)
	}
	t.Run("W37 what is shown is withdrawn", func(t *testing.T) {
		st, root := article(t, `{"id":"1","votes":1}`)
		before := st.view(root)
		st.layer(1, 1, `{"id":"1","votes":2}`, st.at(Layer, T))
		assert.Equal(t, "{id:1,votes:2}", show(st.view(root)))
		assert.Equal(t, "{id:1,votes:1}", show(st.base(root)))
		st.s.DropLayer(1)
		assert.Same(t, before, st.view(root))
		assert.Nil(t, st.s.layers)
	})
	t.Run("W38 three layers whose answers come out of order", func(t *testing.T) {
		st, root := article(t, `{"id":"1","title":"t0","content":"c0","tags":[]}`)
		w1 := st.layer(1, 1, `{"id":"1","title":"t1","content":"c1"}`, st.at(Layer, T))
		w2 := st.layer(2, 1, `{"id":"1","title":"t2"}`, st.at(Layer, T+23))
		st.layer(3, 1, `{"id":"1","tags":["x"]}`, st.at(Layer, T+46))
		assert.Equal(t, "{content:c1,id:1,tags:[x],title:t2}", show(st.view(root)))
		st.s.DropLayer(2)
		st.write(1, "patch 2", `{"id":"1","title":"t2","content":"c0","tags":[]}`, st.between(w2, T+100))
		assert.Equal(t, "{content:c0,id:1,tags:[x],title:t2}", show(st.view(root)))
		st.s.DropLayer(1)
		st.write(1, "patch 1", `{"id":"1","title":"t1","content":"c1","tags":[]}`, st.between(w1, T+101))
		assert.Equal(t, "{content:c0,id:1,tags:[],title:t2}", show(st.base(root)))
		assert.Equal(t, "{content:c0,id:1,tags:[x],title:t2}", show(st.view(root)))
	})
	t.Run("W09 a partial value in a layer keeps the other members", func(t *testing.T) {
		st, root := article(t, `{"id":"1","title":"a","votes":3,"tags":[1,2]}`)
		st.layer(1, 1, `{"id":"1","votes":4,"tags":[9]}`, st.at(Layer, T))
		assert.Equal(t, "{id:1,tags:[9],title:a,votes:4}", show(st.view(root)))
	})
	t.Run("W10 an older answer goes beneath a layer, and beneath what a later write brought", func(t *testing.T) {
		st, root := article(t, `{"id":"1","title":"old"}`)
		st.layer(1, 1, `{"id":"1","title":"shown","extra":1}`, st.at(Layer, T))
		st.write(1, "get 1", `{"id":"1","title":"read","votes":2}`, st.at(Read, T+5))
		assert.Equal(t, "{extra:1,id:1,title:shown,votes:2}", show(st.view(root)), "a read cannot hide a layer (7.7)")
		st.write(1, "", `{"id":"1","title":"set"}`, st.at(Direct, T+6))
		assert.Equal(t, "{extra:1,id:1,title:set,votes:2}", show(st.view(root)), "a later direct write can (7.7)")
		st.write(1, "get 1", `{"id":"1","title":"late","votes":7,"more":1}`, st.at(Read, T-5))
		assert.Equal(t, "{extra:1,id:1,more:1,title:set,votes:2}", show(st.view(root)))
	})
	t.Run("7.10 what the answer confirms keeps its identity", func(t *testing.T) {
		st, root := article(t, `{"id":"1","votes":1,"author":{"id":9,"username":"bob"}}`)
		list := st.root(2, "list", "[]")
		st.write(2, "list", `["1","2",{"id":"2","votes":5}]`, st.at(Read, T-1))
		st.view(list)
		w := st.layer(1, 1, `{"id":"1","votes":2}`, st.at(Layer, T))
		one, all := st.view(root), st.view(list)
		st.s.DropLayer(1)
		st.write(1, "vote", `{"id":"1","votes":2}`, st.between(w, T+50))
		assert.Same(t, one, st.view(root))
		assert.Same(t, all, st.view(list))
		assert.Same(t, all, st.base(list))
	})
	t.Run("11.4 what no layer touches is one object in base and view", func(t *testing.T) {
		st := newStage(t, stageSchema, nil)
		st.write(2, "list", `[{"id":"1","votes":1},{"id":"2","votes":5,"author":{"id":3}}]`, st.at(Read, T-1))
		list, two, user := st.root(2, "list", "[]"), st.root(1, "", `["2"]`), st.root(3, "", `["3"]`)
		st.layer(1, 1, `{"id":"1","votes":2}`, st.at(Layer, T))
		assert.NotSame(t, st.base(list), st.view(list))
		assert.Same(t, st.base(two), st.view(two))
		assert.Same(t, st.base(user), st.view(user))
		assert.Same(t, st.base(two), st.view(list).(*object).value.([]any)[1])
	})
	t.Run("11.3 a layer that changes nothing shows nothing new", func(t *testing.T) {
		st, root := article(t, `{"id":"1","votes":1}`)
		before := st.view(root)
		st.layer(1, 1, `{"votes":1,"id":"1"}`, st.at(Layer, T))
		assert.Same(t, before, st.view(root))
		st.write(1, "get 1", `{"id":"1","votes":3}`, st.at(Read, T+1))
		assert.Equal(t, "{id:1,votes:1}", show(st.view(root)))
		assert.Equal(t, "{id:1,votes:3}", show(st.base(root)))
	})
	t.Run("circles do not keep what a layer showed", func(t *testing.T) {
		st := newStage(t, stageSchema, nil)
		st.write(7, "link", `{"id":"a","next":{"id":"b","next":{"id":"c","next":"a","user":{"id":1,"username":"x"}}}}`, st.at(Read, T-1))
		root := st.root(7, "link", "[]")
		before := st.view(root)
		st.layer(1, 3, `{"id":1,"username":"y"}`, st.at(Layer, T))
		assert.Equal(t, "{id:a,next:{id:b,next:{id:c,next:^2,user:{id:1,username:y}}}}", show(st.view(root)))
		st.layer(2, 7, `{"id":"b","next":"a"}`, st.at(Layer, T+1))
		assert.Equal(t, "{id:a,next:{id:b,next:^1}}", show(st.view(root)))
		st.s.DropLayer(1)
		assert.Equal(t, "{id:a,next:{id:b,next:^1}}", show(st.view(root)))
		st.s.DropLayer(2)
		assert.Same(t, before, st.view(root))
		for _, c := range st.s.roots[root].cell.row.cells {
			assert.Nil(t, c.twin)
		}
	})
	t.Run("10.4 a row that a layer makes usable again is shown", func(t *testing.T) {
		st := newStage(t, stageSchema, nil)
		st.write(6, "posts", `[{"id":"1","author":"u"},{"id":"2","author":{"id":"v"}}]`, st.at(Read, T-1))
		root := st.root(6, "posts", "[]")
		assert.Equal(t, "[{id:1},{author:{id:v},id:2}]", show(st.view(root)))
		st.layer(1, 3, `{"id":"u"}`, st.at(Layer, T))
		assert.Equal(t, "[{author:{id:u},id:1},{author:{id:v},id:2}]", show(st.view(root)))
		assert.Equal(t, "[{id:1},{author:{id:v},id:2}]", show(st.base(root)))
	})
	t.Run("a layer that is replaced shows only the new value", func(t *testing.T) {
		st, root := article(t, `{"id":"1","votes":1}`)
		w := st.layer(1, 1, `{"id":"1","votes":2,"title":"x"}`, st.at(Layer, T))
		st.view(root)
		st.layer(1, 1, `{"id":"1","votes":3}`, w)
		assert.Equal(t, "{id:1,votes:3}", show(st.view(root)))
	})
}
