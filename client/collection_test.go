package client_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
)

func TestCollection(t *testing.T) {
	pks := func(d *data, args ...any) []int {
		list, ok := client.Get(d.Client, todoList, args...)
		if !ok {
			return nil
		}
		out := []int{}
		for _, item := range list {
			out = append(out, item.ID)
		}
		return out
	}
	group := func(name string) map[string]string { return map[string]string{"group": name} }
	none := map[string]string{}
	virtual(t, "W41 adders and filters", func(t *testing.T, d *data) {
		set(d, d.getTodos, `[{"id":5},{"id":3}]`, none)
		set(d, d.getTodos, `[{"id":5}]`, group("a"))
		set(d, d.getTodos, `[]`, group("b"))
		write(d, client.Push(todoList), `{"id":1}`, group("a"))
		assert.Equal(t, []int{5, 3, 1}, pks(d, none))
		assert.Equal(t, []int{5, 1}, pks(d, group("a")))
		assert.Equal(t, []int{}, pks(d, group("b")))
		write(d, client.Unshift(todoList), `{"id":55}`, none)
		assert.Equal(t, []int{55, 5, 3, 1}, pks(d, none))
		assert.Equal(t, []int{5, 1}, pks(d, group("a")))
		write(d, client.Remove(todoList), `5`, none)
		assert.Equal(t, []int{55, 3, 1}, pks(d, none))
		assert.NotNil(t, got(d, todos, 5))
		assert.Same(t, &read(d, d.getTodos, none).Data[0], &got(d, todoList, none)[0], "a list is one slice for all who read it")
	})
	virtual(t, "W42 no list is stored", func(t *testing.T, d *data) {
		write(d, client.Push(todoList), `{"id":1}`, none)
		assert.NotNil(t, got(d, todos, 1))
		assert.Nil(t, pks(d, none))
	})
	virtual(t, "W43 already a member", func(t *testing.T, d *data) {
		set(d, d.getTodos, `[{"id":1},{"id":2}]`, none)
		write(d, client.Push(todoList), `{"id":1,"title":"x"}`, none)
		assert.Equal(t, []int{1, 2}, pks(d, none))
		assert.Equal(t, "x", got(d, todos, 1).Title)
	})
	virtual(t, "W44 move", func(t *testing.T, d *data) {
		status := func(s string) map[string]string { return map[string]string{"status": s} }
		set(d, d.getTodos, `[{"id":1,"status":"todo"},{"id":2,"status":"todo"},{"id":3,"status":"done"}]`, none)
		set(d, d.getTodos, `[{"id":1,"status":"todo"},{"id":2,"status":"todo"}]`, status("todo"))
		set(d, d.getTodos, `[{"id":3,"status":"done"}]`, status("done"))
		move := &client.Endpoint[*todo]{Path: "/todos", Method: "PATCH", Schema: client.Move(todoList), Fetch: d.fetch}
		_, err := fetched(d, `{"id":1,"status":"done"}`, move, map[string]int{"id": 1}, status("done"))
		require.NoError(t, err)
		assert.Equal(t, []int{1, 2, 3}, pks(d, none))
		assert.Equal(t, []int{2}, pks(d, status("todo")))
		assert.Equal(t, []int{3, 1}, pks(d, status("done")))
	})
	virtual(t, "W48 DELETE with an empty answer", func(t *testing.T, d *data) {
		set(d, d.getTodos, `[{"id":5},{"id":6}]`, none)
		del := &client.Endpoint[*todo]{Path: "/todos/:id", Method: "DELETE", Schema: client.Delete(todos), Fetch: d.fetch}
		_, err := fetched(d, `null`, del, id{"5"})
		require.NoError(t, err)
		assert.Equal(t, []int{6}, pks(d, none))
	})
}
