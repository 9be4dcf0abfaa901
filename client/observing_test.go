package client_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/abort"
	"sluice/client"
)

// watched keeps what a watch was told.
type watched[T any] struct {
	mu   sync.Mutex
	told []client.Response[T]
	stop func()
}

func watch[T any](t *testing.T, d *data, what client.Readable[T], args ...any) *watched[T] {
	t.Helper()
	w := &watched[T]{}
	stop, err := client.Watch(d.Client, what, func(r client.Response[T]) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.told = append(w.told, r)
	}, args...)
	require.NoError(t, err)
	w.stop = stop
	return w
}

// all gives what was told so far.
func (w *watched[T]) all() []client.Response[T] {
	synctest.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.told
}

func TestWatchData(t *testing.T) {
	virtual(t, "is told now, and when what it shows has changed, and of nothing else", func(t *testing.T, d *data) {
		set(d, d.list, `[{"id":"1"},{"id":"2"}]`)
		list, one := watch(t, d, d.list), watch(t, d, articles, "1")
		require.Len(t, list.all(), 1)
		assert.Len(t, list.all()[0].Data, 2)
		write(d, articles, `{"id":"2","votes":1}`)
		assert.Len(t, list.all(), 2)
		assert.Len(t, one.all(), 1)
		write(d, articles, `{"id":"2","votes":1}`)
		write(d, articles, `{"id":"3"}`)
		write(d, people, `{"id":"1"}`)
		d.tick(100)
		set(d, d.list, `[{"id":"1"},{"id":"2"}]`)
		assert.Len(t, list.all(), 2)
		require.NoError(t, d.ExpireAll(d.list))
		require.Len(t, list.all(), 3)
		assert.True(t, list.all()[2].Stale)
		set(d, d.list, `[{"id":"1"},{"id":"2"}]`)
		require.Len(t, list.all(), 4)
		assert.False(t, list.all()[3].Stale)
		require.NoError(t, client.SetError(d.Client, d.list, errTest))
		require.Len(t, list.all(), 5)
		assert.Equal(t, errTest, list.all()[4].Err)
		list.stop()
		list.stop()
		write(d, articles, `{"id":"2","votes":2}`)
		assert.Len(t, list.all(), 5)
	})
	virtual(t, "is told of requests in flight", func(t *testing.T, d *data) {
		w := watch(t, d, d.get, id{"1"})
		assert.True(t, w.all()[0].Pristine)
		begin(t.Context(), d, d.get, id{"1"})
		require.Len(t, w.all(), 2)
		assert.Equal(t, 1, w.all()[1].Pending)
		d.answer(`{"id":"1"}`)
		require.Len(t, w.all(), 3)
		last := w.all()[2]
		assert.Equal(t, "1", last.Data.ID)
		assert.Zero(t, last.Pending)
		assert.Equal(t, client.Valid, last.Status)
	})
	virtual(t, "a value without schema", func(t *testing.T, d *data) {
		w := watch(t, d, d.note)
		require.NoError(t, client.SetResponse(d.Client, d.note, []int{1}))
		require.NoError(t, client.SetResponse(d.Client, d.note, []int{1}))
		assert.Len(t, w.all(), 2)
		require.NoError(t, d.Invalidate(d.note))
		require.Len(t, w.all(), 3)
		assert.False(t, w.all()[2].Usable)
	})
	virtual(t, "listeners may use the client", func(t *testing.T, d *data) {
		w := &watched[*person]{}
		_, err := client.Watch(d.Client, articles, func(r client.Response[*article]) {
			if r.Data != nil {
				_ = client.Set(d.Client, people, &person{ID: r.Data.ID, Age: r.Data.Votes})
			}
		}, "1")
		require.NoError(t, err)
		_, err = client.Watch(d.Client, people, func(r client.Response[*person]) { w.told = append(w.told, r) }, "1")
		require.NoError(t, err)
		write(d, articles, `{"id":"1","votes":9}`)
		require.Len(t, w.all(), 2)
		assert.Equal(t, 9, w.all()[1].Data.Age)
	})
}

// listed is an error that cannot be compared.
type listed []string

func (l listed) Error() string { return l[0] }

func TestErrorsThatCannotBeCompared(t *testing.T) {
	virtual(t, "are told once each", func(t *testing.T, d *data) {
		w := watch(t, d, d.note)
		for _, text := range []string{"a", "b", "b"} {
			require.NoError(t, client.SetError(d.Client, d.note, listed{text}))
		}
		require.Len(t, w.all(), 3)
		assert.Equal(t, listed{"b"}, w.all()[2].Err)
	})
}

func TestCloseSettlesEndpoints(t *testing.T) {
	virtual(t, "what is in flight fails with reason closed, and so does what comes later", func(t *testing.T, d *data) {
		read, change := begin(t.Context(), d, d.get, id{"1"}), begin(t.Context(), d, d.update, id{"1"})
		w := watch(t, d, d.get, id{"1"})
		told := len(w.all())
		set(d, d.get, `{"id":"0"}`, id{"0"})
		d.Close()
		assert.False(t, client.GetResponse(d.Client, d.get, id{"0"}).Usable)
		assert.Equal(t, abort.Closed, reasonOf((<-read).err))
		assert.Equal(t, abort.Closed, reasonOf((<-change).err))
		_, err := client.Fetch(t.Context(), d.Client, d.get, id{"2"})
		assert.Equal(t, abort.Closed, reasonOf(err))
		require.NoError(t, client.Set(d.Client, articles, &article{ID: "1"}))
		require.NoError(t, d.Invalidate(d.get, id{"1"}))
		_, ok := client.Get(d.Client, articles, "1")
		assert.False(t, ok)
		assert.False(t, client.GetResponse(d.Client, d.get, id{"1"}).Usable)
		w.stop()
		stop, err := client.Watch(d.Client, d.get, func(client.Response[*article]) { t.Error("is not told") }, id{"1"})
		require.NoError(t, err)
		stop()
		unsubscribe, err := client.Subscribe(d.Client, &client.Endpoint[any]{Name: "x", PollFrequency: 1e9})
		require.NoError(t, err)
		unsubscribe()
		assert.Len(t, w.all(), told)
	})
}

func TestManyAtOnce(t *testing.T) {
	before := goroutines()
	c := client.New(client.Options{BaseURL: "http://host/api"})
	get := &client.Endpoint[*article]{Name: "get", Schema: articles, Fetch: func(_ context.Context, args ...any) (any, error) {
		return &article{ID: args[0].(id).ID, Votes: 1}, nil
	}}
	list := &client.Endpoint[[]*article]{Name: "list", Schema: client.Array(articles), Fetch: func(context.Context, ...any) (any, error) {
		return []*article{{ID: "1"}, {ID: "2"}, {ID: "3"}}, nil
	}}
	stop, err := client.Watch(c, list, func(r client.Response[[]*article]) {
		for _, a := range r.Data {
			_ = a.Votes
		}
	})
	require.NoError(t, err)
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := range 50 {
				pk := id{fmt.Sprint((worker + i) % 5)}
				switch i % 5 {
				case 0:
					_, _ = client.Fetch(t.Context(), c, list)
				case 1:
					_, _ = client.Fetch(t.Context(), c, get, pk)
				case 2:
					_ = client.Set(c, articles, &article{ID: pk.ID, Votes: i})
				case 3:
					_ = client.SetFunc(c, articles, func(a *article) *article { return &article{ID: a.ID, Votes: a.Votes + 1} }, pk)
				default:
					if a, ok := client.Get(c, articles, pk); ok {
						assert.Equal(t, pk.ID, a.ID)
					}
				}
			}
		})
	}
	all.Wait()
	stop()
	c.Close()
	assert.Eventually(t, func() bool { return goroutines() <= before }, 10*time.Second, time.Millisecond, "%s", stacks())
}
