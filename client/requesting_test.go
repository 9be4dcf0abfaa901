package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/abort"
	"sluice/client"
	"sluice/core"
)

var errTest = errors.New("test")

func TestFetch(t *testing.T) {
	virtual(t, "W18 reads are shared", func(t *testing.T, d *data) {
		ctx := t.Context()
		a, b, c := begin(ctx, d, d.get, id{"1"}), begin(ctx, d, d.get, id{"1"}), begin(ctx, d, d.get, id{"1"})
		assert.Len(t, d.runs(), 1)
		d.answer(`{"id":"1"}`)
		first := <-a
		require.NoError(t, first.err)
		assert.Same(t, first.data, (<-b).data)
		assert.Same(t, first.data, (<-c).data)
		_, err := fetched(d, `{"id":"1"}`, d.get, id{"1"})
		require.NoError(t, err)
		assert.Len(t, d.runs(), 2)
	})
	virtual(t, "W19 mutations are not", func(t *testing.T, d *data) {
		for range 3 {
			begin(t.Context(), d, d.update, id{"1"}, map[string]int{"votes": 2})
		}
		assert.Len(t, d.runs(), 3)
	})
	virtual(t, "W20 what was fetched is committed when Fetch returns", func(t *testing.T, d *data) {
		_, err := fetched(d, `{"id":"1"}`, d.get, id{"1"})
		require.NoError(t, err)
		assert.NotNil(t, got(d, articles, "1"))
		_, err = fetched(d, `{"id":"2"}`, d.update, id{"2"})
		require.NoError(t, err)
		assert.NotNil(t, got(d, articles, "2"))
	})
	virtual(t, "W21 a read gives what is stored, a mutation its answer", func(t *testing.T, d *data) {
		write(d, articles, `{"id":"1","title":"a","votes":3}`)
		a, err := fetched(d, `{"id":"1","votes":4}`, d.get, id{"1"})
		require.NoError(t, err)
		assert.Equal(t, &article{ID: "1", Title: "a", Votes: 4}, a)
		assert.Same(t, a, read(d, d.get, id{"1"}).Data)
		own := &article{ID: "1", Votes: 5}
		given, err := fetched(d, own, d.update, id{"1"})
		require.NoError(t, err)
		assert.Same(t, own, given)
		assert.Equal(t, &article{ID: "1", Title: "a", Votes: 5}, got(d, articles, "1"))
	})
	virtual(t, "W22 a read fails", func(t *testing.T, d *data) {
		set(d, d.list, `[{"id":"1"}]`)
		d.tick(10)
		_, err := fetched(d, errTest, d.list)
		require.ErrorIs(t, err, errTest)
		assert.Equal(t, errTest, client.GetError(d.Client, d.list))
		r := read(d, d.list)
		assert.Equal(t, at(1_001_010), r.ExpiresAt)
		assert.Len(t, r.Data, 1)
		assert.Equal(t, errTest, r.Err)
	})
	virtual(t, "W23 a panic is an error of the call, and the next one reaches the network", func(t *testing.T, d *data) {
		asked := 0
		broken := &client.Endpoint[any]{Name: "broken", Fetch: func(context.Context, ...any) (any, error) {
			asked++
			panic(errTest)
		}}
		for range 2 {
			_, err := client.Fetch(t.Context(), d.Client, broken)
			assert.ErrorIs(t, err, errTest)
		}
		assert.Equal(t, 2, asked)
		broken = &client.Endpoint[any]{Name: "broken", Fetch: d.fetch, KeyFunc: func(...any) string { panic(errTest) }}
		_, err := client.Fetch(t.Context(), d.Client, broken)
		assert.ErrorIs(t, err, errTest)
		assert.Empty(t, d.runs())
	})
	for _, answer := range []string{`5`, `null`, `"hi"`, `[]`, `{}`} {
		virtual(t, "W24 a read of an entity refuses "+answer, func(t *testing.T, d *data) {
			_, err := fetched(d, answer, d.get, id{"1"})
			var misfit *core.SchemaError
			require.ErrorAs(t, err, &misfit)
			assert.ErrorAs(t, client.GetError(d.Client, d.get, id{"1"}), &misfit)
			assert.Nil(t, got(d, articles, "1"))
		})
	}
	virtual(t, "what does not fit the Go type is refused as what does not fit the schema, and says where", func(t *testing.T, d *data) {
		_, err := fetched(d, `[{"id":"1"},{"id":"2","votes":"many"}]`, d.list)
		var misfit *core.SchemaError
		require.ErrorAs(t, err, &misfit)
		assert.Equal(t, "[1].votes", misfit.Path)
		assert.Nil(t, got(d, articles, "1"))
		require.ErrorAs(t, client.Set(d.Client, articles, json.RawMessage(`{"id":"1","votes":"x"}`)), &misfit)
		require.ErrorAs(t, client.SetResponse(d.Client, d.list, json.RawMessage(`[{"id":"1","votes":"x"}]`)), &misfit)
	})
	virtual(t, "W25 a push settles the request, whose late answer goes beneath", func(t *testing.T, d *data) {
		a := begin(t.Context(), d, d.get, id{"1"})
		set(d, d.get, `{"id":"1","title":"pushed"}`, id{"1"})
		o := <-a
		require.NoError(t, o.err)
		assert.Equal(t, "pushed", o.data.Title)
		d.answer(`{"id":"1","title":"late","extra":7}`)
		assert.Equal(t, &article{ID: "1", Title: "pushed", Extra: 7}, got(d, articles, "1"))
	})
	virtual(t, "W26 an error from outside settles it too", func(t *testing.T, d *data) {
		a := begin(t.Context(), d, d.get, id{"1"})
		require.NoError(t, client.SetError(d.Client, d.get, errTest, id{"1"}))
		assert.ErrorIs(t, (<-a).err, errTest)
		assert.Equal(t, errTest, client.GetError(d.Client, d.get, id{"1"}))
	})
	virtual(t, "W27 the endpoint aborts itself", func(t *testing.T, d *data) {
		set(d, d.get, `{"id":"1"}`, id{"1"})
		before := read(d, d.get, id{"1"})
		own := &core.AbortError{Reason: abort.Aborted}
		_, err := fetched(d, own, d.get, id{"1"})
		var aborted *core.AbortError
		require.ErrorAs(t, err, &aborted)
		assert.Same(t, own, aborted)
		assert.Equal(t, before, read(d, d.get, id{"1"}))
	})
	virtual(t, "W28 two sharers, one leaves", func(t *testing.T, d *data) {
		ctx, cancel := context.WithCancel(t.Context())
		a, b := begin(ctx, d, d.get, id{"1"}), begin(t.Context(), d, d.get, id{"1"})
		require.Len(t, d.runs(), 1)
		cancel()
		left := <-a
		assert.ErrorIs(t, left.err, context.Canceled)
		assert.Equal(t, abort.Aborted, reasonOf(left.err))
		assert.NoError(t, d.runs()[0].ctx.Err())
		d.answer(`{"id":"1"}`)
		assert.NoError(t, (<-b).err)
	})
	virtual(t, "the last sharer to leave ends the request", func(t *testing.T, d *data) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := client.Fetch(ctx, d.Client, d.get, id{"1"})
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Error(t, d.runs()[0].ctx.Err())
		assert.True(t, read(d, d.get, id{"1"}).Err == nil, "an abort is not stored")
		_, err = client.Fetch(ctx, d.Client, d.get, id{"1"})
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Len(t, d.runs(), 1, "a context that is done sends nothing")
	})
	virtual(t, "W29 aborting a key", func(t *testing.T, d *data) {
		a, b := begin(t.Context(), d, d.get, id{"1"}), begin(t.Context(), d, d.get, id{"1"})
		require.NoError(t, d.Abort(d.get, id{"1"}))
		assert.Equal(t, abort.Aborted, reasonOf((<-a).err))
		assert.Equal(t, abort.Aborted, reasonOf((<-b).err))
		assert.Error(t, d.runs()[0].ctx.Err())
		d.answer(`{"id":"1"}`)
		assert.Nil(t, got(d, articles, "1"))
		begin(t.Context(), d, d.get, id{"1"})
		assert.Len(t, d.runs(), 2)
		require.NoError(t, d.Abort(d.get, nil))
		require.NoError(t, d.Abort(d.get, id{"2"}))
	})
	t.Run("a timeout is an error of the key", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			d := newData(t, func(o *client.Options) { o.Now = nil })
			slow := &client.Endpoint[*article]{Name: "slow", Schema: articles, Fetch: d.fetch, Timeout: time.Second}
			_, err := client.Fetch(t.Context(), d.Client, slow, id{"1"})
			var late *core.TimeoutError
			require.ErrorAs(t, err, &late)
			assert.ErrorAs(t, client.GetError(d.Client, slow, id{"1"}), &late)
		})
	})
	virtual(t, "fetchIfStale asks for what is not there or not fresh", func(t *testing.T, d *data) {
		set(d, d.get, `{"id":"1"}`, id{"1"})
		a, err := client.FetchIfStale(t.Context(), d.Client, d.get, id{"1"})
		require.NoError(t, err)
		assert.Same(t, got(d, articles, "1"), a)
		d.tick(60_001)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err = client.FetchIfStale(ctx, d.Client, d.get, id{"1"})
		assert.ErrorIs(t, err, context.Canceled)
	})
	virtual(t, "a value without schema is kept as it is, and stays while it is equal", func(t *testing.T, d *data) {
		numbers := &client.Endpoint[[]int]{Name: "numbers", Fetch: d.fetch}
		first, err := fetched(d, []int{1, 2}, numbers)
		require.NoError(t, err)
		again, err := fetched(d, `[1,2]`, numbers)
		require.NoError(t, err)
		assert.Same(t, &first[0], &again[0])
		assert.Same(t, &first[0], &read(d, numbers).Data[0])
	})
	virtual(t, "an endpoint that cannot be used says so", func(t *testing.T, d *data) {
		var wrong *core.UsageError
		for _, e := range []*client.Endpoint[any]{{}, {Name: "a b"}, {Name: "a", Method: "GET"}, {Path: "/{a"}, {Name: "a", DataExpiry: -5}} {
			_, err := client.Fetch(t.Context(), d.Client, e)
			assert.ErrorAs(t, err, &wrong)
		}
		_, err := client.Fetch(t.Context(), d.Client, d.get, func() {})
		assert.ErrorAs(t, err, &wrong)
		assert.Empty(t, d.runs())
	})
}

func TestReset(t *testing.T) {
	virtual(t, "W30 with a read in flight", func(t *testing.T, d *data) {
		a := begin(t.Context(), d, d.get, id{"1"})
		d.tick(5)
		require.NoError(t, d.Reset())
		assert.Equal(t, abort.Reset, reasonOf((<-a).err))
		b := begin(t.Context(), d, d.get, id{"1"})
		require.Len(t, d.runs(), 2)
		d.runs()[0].answer <- `{"id":"1","title":"old"}`
		d.answer(`{"id":"1","title":"new"}`)
		require.NoError(t, (<-b).err)
		assert.Equal(t, "new", got(d, articles, "1").Title)
	})
	virtual(t, "W31 with a mutation in flight", func(t *testing.T, d *data) {
		a := begin(t.Context(), d, d.update, id{"1"})
		require.NoError(t, d.Reset())
		assert.Equal(t, abort.Reset, reasonOf((<-a).err))
		assert.NoError(t, d.runs()[0].ctx.Err())
		d.answer(`{"id":"1"}`)
		assert.Nil(t, got(d, articles, "1"))
	})
	virtual(t, "everything that was stored is gone, and what was handed out stays", func(t *testing.T, d *data) {
		set(d, d.list, `[{"id":"1","title":"a"}]`)
		list := read(d, d.list).Data
		require.NoError(t, client.SetResponse(d.Client, d.note, 1))
		require.NoError(t, d.Reset())
		assert.Nil(t, read(d, d.list).Data)
		assert.False(t, read(d, d.note).Usable)
		assert.Equal(t, "a", list[0].Title)
	})
}

func TestExpiry(t *testing.T) {
	virtual(t, "W32 invalidate", func(t *testing.T, d *data) {
		set(d, d.get, `{"id":"1"}`, id{"1"})
		require.NoError(t, d.Invalidate(d.get, id{"1"}))
		r := read(d, d.get, id{"1"})
		assert.Equal(t, "1", r.Data.ID)
		assert.Equal(t, client.Invalid, r.Status)
		require.NoError(t, d.Invalidate(d.get, nil))
	})
	virtual(t, "W33 invalidateAll and keys with only an error", func(t *testing.T, d *data) {
		set(d, d.get, `{"id":"1"}`, id{"1"})
		require.NoError(t, client.SetError(d.Client, d.get, errTest, id{"2"}))
		require.NoError(t, d.InvalidateAll(d.get))
		assert.Equal(t, client.Invalid, read(d, d.get, id{"1"}).Status)
		assert.Equal(t, client.Invalid, read(d, d.get, id{"2"}).Status)
		assert.NoError(t, client.GetError(d.Client, d.get, id{"2"}))
		assert.ErrorIs(t, d.InvalidateAll(client.KeysWhere(func(string) bool { panic(errTest) })), errTest)
	})
	virtual(t, "W34 testKey", func(t *testing.T, d *data) {
		assert.True(t, d.get.TestKey(`get [{"id":"5"}]`))
		assert.False(t, d.get.TestKey(`getAll []`))
		one := &client.Endpoint[any]{Path: "/article/:id"}
		assert.True(t, one.TestKey("GET /article/5?x=1"))
		assert.False(t, one.TestKey("GET /article"))
		assert.False(t, one.TestKey("POST /article/5"))
	})
	virtual(t, "W35 expireAll", func(t *testing.T, d *data) {
		set(d, d.get, `{"id":"1"}`, id{"1"})
		require.NoError(t, d.ExpireAll(d.get))
		r := read(d, d.get, id{"1"})
		assert.Equal(t, at(1), r.ExpiresAt)
		assert.Equal(t, client.Valid, r.Status)
		assert.Equal(t, "1", r.Data.ID)
		strict := &client.Endpoint[*article]{Name: "get", Schema: articles, InvalidIfStale: true}
		assert.Equal(t, client.InvalidIfStale, read(d, strict, id{"1"}).Status)
	})
	virtual(t, "W36 an entity that is no more", func(t *testing.T, d *data) {
		set(d, d.users, `[{"id":"1","username":"bob","age":9},{"id":"2"}]`)
		set(d, d.getUser, `{"id":"1"}`, id{"1"})
		set(d, d.getPost, `{"id":"p","author":"1"}`, id{"p"})
		assert.Same(t, got(d, people, "1"), read(d, d.getPost, id{"p"}).Data.Author)
		remove := &client.Endpoint[*person]{Name: "remove", Schema: client.Delete(people), SideEffect: true, Fetch: d.fetch}
		_, err := fetched(d, `{"id":"1"}`, remove)
		require.NoError(t, err)
		left := read(d, d.users).Data
		require.Len(t, left, 1)
		assert.Equal(t, "2", left[0].ID)
		assert.Nil(t, read(d, d.getUser, id{"1"}).Data)
		assert.Equal(t, client.Invalid, read(d, d.getUser, id{"1"}).Status)
		assert.Nil(t, read(d, d.getPost, id{"p"}).Data)
		assert.Equal(t, client.Invalid, read(d, d.getPost, id{"p"}).Status)
		assert.Nil(t, got(d, people, "1"))
		write(d, people, `{"id":"1","username":"new"}`)
		assert.Equal(t, &person{ID: "1", Username: "new"}, got(d, people, "1"))
	})
	virtual(t, "W40 update changes the results of other keys", func(t *testing.T, d *data) {
		set(d, d.list, `[{"id":"1"}]`)
		key, err := d.list.Key()
		require.NoError(t, err)
		create := &client.Endpoint[*article]{
			Name: "create", Schema: articles, SideEffect: true, Fetch: d.fetch,
			Update: func(result any, _ ...any) map[string]func(any) any {
				return map[string]func(any) any{key: func(old any) any {
					ids, _ := old.([]any)
					return append(ids, result)
				}}
			},
		}
		d.tick(10)
		_, err = fetched(d, `{"id":"2"}`, create)
		require.NoError(t, err)
		r := read(d, d.list)
		require.Len(t, r.Data, 2)
		assert.Equal(t, "2", r.Data[1].ID)
		assert.Equal(t, at(1_060_000), r.ExpiresAt, "its meta is unchanged")
		create.Update = nil
		failing := &client.Endpoint[*article]{Name: "failing", Schema: articles, SideEffect: true, Fetch: d.fetch, Update: func(any, ...any) map[string]func(any) any { panic(errTest) }}
		_, err = fetched(d, `{"id":"3"}`, failing)
		assert.ErrorIs(t, err, errTest)
		assert.Nil(t, got(d, articles, "3"))
	})
}

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

func TestHTTPAnswers(t *testing.T) {
	get := &client.Endpoint[*article]{Path: "/articles/:id", Schema: articles}
	for _, test := range []struct {
		title  string
		answer http.HandlerFunc
		check  func(*testing.T, error)
		soft   bool
	}{
		{"an empty body does not fit an entity", answers(200, "application/json", ""), func(t *testing.T, err error) {
			var misfit *core.SchemaError
			assert.ErrorAs(t, err, &misfit)
		}, false},
		{"html is not found", answers(200, "text/html", "<p>"), func(t *testing.T, err error) {
			var api *core.APIError
			require.ErrorAs(t, err, &api)
			assert.Equal(t, 404, api.Status)
			assert.Equal(t, "api.invalidResponse", api.Code)
			assert.Equal(t, "<p>", string(api.Data))
		}, false},
		{"broken JSON", answers(200, "application/json", "{"), func(t *testing.T, err error) {
			var api *core.APIError
			require.ErrorAs(t, err, &api)
			assert.Equal(t, 400, api.Status)
		}, false},
		{"503 is soft", answers(503, "application/json", `{"error":{"code":"x","message":"y"}}`), func(t *testing.T, err error) {
			var api *core.APIError
			require.ErrorAs(t, err, &api)
			assert.Equal(t, 503, api.Status)
			assert.Equal(t, "x", api.Code)
		}, true},
		{"404 is hard", answers(404, "application/json", `{}`), func(t *testing.T, err error) {
			var api *core.APIError
			require.ErrorAs(t, err, &api)
			assert.Equal(t, "http.404", api.Code)
		}, false},
		{"no answer is soft", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, func(t *testing.T, err error) {
			var network *core.NetworkError
			assert.ErrorAs(t, err, &network)
		}, true},
	} {
		t.Run("W48 "+test.title, func(t *testing.T) {
			c := serve(t, routes{"articles/1": test.answer})
			require.NoError(t, client.SetResponse(c, get, &article{ID: "1"}, id{"1"}))
			_, err := client.Fetch(t.Context(), c, get, id{"1"})
			test.check(t, err)
			shown := client.GetError(c, get, id{"1"})
			assert.Equal(t, test.soft, shown == nil)
			assert.Equal(t, "1", client.GetResponse(c, get, id{"1"}).Data.ID)
		})
	}
}
