package client_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/abort"
	"sluice/client"
)

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
		set(d, d.get, `{"id":"1"}`, id{"1"})
		require.NoError(t, d.ExpireAll(client.KeysWhere(func(string) bool { return read(d, d.get, id{"1"}).Usable })), "a test may use the client")
		assert.Equal(t, at(1), read(d, d.get, id{"1"}).ExpiresAt)
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
