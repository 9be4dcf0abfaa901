package client_test

import (
	"context"
	"encoding/json"
	"errors"
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
	virtual(t, "the answer of a mutation without schema is kept under its key, and told once", func(t *testing.T, d *data) {
		rename := &client.Endpoint[any]{Name: "rename", SideEffect: true, Fetch: d.fetch}
		w := watch(t, d, rename)
		first, second := begin(t.Context(), d, rename), begin(t.Context(), d, rename)
		told := len(w.all())
		d.runs()[1].answer <- "2"
		assert.Equal(t, 2.0, (<-second).data)
		assert.Equal(t, 2.0, read(d, rename).Data)
		assert.Len(t, w.all(), told+1)
		d.runs()[0].answer <- "1"
		assert.Equal(t, 1.0, (<-first).data)
		assert.Equal(t, 2.0, read(d, rename).Data, "the mutation that was started last counts")
	})
	virtual(t, "sharers of one key are given the types that they ask for", func(t *testing.T, d *data) {
		raw := &client.Endpoint[map[string]any]{Name: "shared", Fetch: d.fetch}
		typed := &client.Endpoint[article]{Name: "shared", Fetch: d.fetch}
		stored := &client.Endpoint[article]{Name: "shared", Schema: client.Of[article](), Fetch: d.fetch}
		a, b, c := begin(t.Context(), d, stored), begin(t.Context(), d, raw), begin(t.Context(), d, typed)
		d.answer(`{"id":"1","votes":2}`)
		assert.Equal(t, 2, (<-a).data.Votes)
		assert.Equal(t, 2.0, (<-b).data["votes"])
		assert.Equal(t, 2, (<-c).data.Votes)
	})
	virtual(t, "an endpoint that cannot be used says so", func(t *testing.T, d *data) {
		var wrong *core.UsageError
		for _, e := range []*client.Endpoint[any]{{}, {Name: "a b"}, {Name: "a", Method: "GET"}, {Path: "/{a"}, {Name: "a", DataExpiry: -5}} {
			_, err := client.Fetch(t.Context(), d.Client, e)
			assert.ErrorAs(t, err, &wrong)
		}
		for _, s := range []client.Schema[[]*article]{
			client.Collection(client.Schema[[]*article]{}), client.Invalidate(client.Collection(client.Array(articles))),
			client.Query(client.Schema[int]{}, func(int, any) []*article { return nil }),
		} {
			e := &client.Endpoint[[]*article]{Name: "a", Schema: s, Fetch: d.fetch}
			_, err := client.Fetch(t.Context(), d.Client, e)
			assert.ErrorAs(t, err, &wrong)
			assert.ErrorAs(t, client.SetResponse(d.Client, e, []*article{}), &wrong)
			assert.ErrorAs(t, client.Set(d.Client, s, []*article{}), &wrong)
			assert.ErrorAs(t, client.GetResponse(d.Client, e).Err, &wrong)
			_, err = client.Watch(d.Client, s, nil)
			assert.ErrorAs(t, err, &wrong)
		}
		_, err := client.Fetch(t.Context(), d.Client, d.get, func() {})
		assert.ErrorAs(t, err, &wrong)
		assert.Empty(t, d.runs())
	})
}
