package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

func TestOptimistic(t *testing.T) {
	vote := func(d *data) *client.Endpoint[*article] {
		return &client.Endpoint[*article]{
			Name: "vote", Schema: articles, SideEffect: true, Fetch: d.fetch,
			Optimistic: func(s *client.State, args ...any) (any, error) {
				now, _ := client.GetIn(s, articles, args[0])
				return map[string]any{"id": now.ID, "votes": now.Votes + 1}, nil
			},
		}
	}
	virtual(t, "W37 shown, then withdrawn", func(t *testing.T, d *data) {
		set(d, d.get, `{"id":"1","votes":1}`, id{"1"})
		before := got(d, articles, "1")
		e := vote(d)
		a := begin(t.Context(), d, e, id{"1"})
		assert.Equal(t, 2, got(d, articles, "1").Votes)
		d.answer(errTest)
		require.ErrorIs(t, (<-a).err, errTest)
		assert.Same(t, before, got(d, articles, "1"))
		assert.Equal(t, errTest, client.GetError(d.Client, e, id{"1"}))
	})
	virtual(t, "an answer that confirms what is shown tells nobody and keeps the objects, those around them too", func(t *testing.T, d *data) {
		write(d, posts, `{"id":"p","author":{"id":"1","username":"bob"}}`)
		rename := &client.Endpoint[*person]{
			Name: "rename", Schema: people, SideEffect: true, Fetch: d.fetch,
			Optimistic: func(*client.State, ...any) (any, error) { return &person{ID: "1", Username: "rob"}, nil },
		}
		var told atomic.Int32
		stop, err := client.Watch(d.Client, posts, func(client.Response[*post]) { told.Add(1) }, "p")
		require.NoError(t, err)
		defer stop()
		a := begin(t.Context(), d, rename)
		shown := got(d, posts, "p")
		assert.Equal(t, "rob", shown.Author.Username)
		synctest.Wait()
		assert.EqualValues(t, 2, told.Load())
		d.answer(`{"id":"1","username":"rob"}`)
		require.NoError(t, (<-a).err)
		assert.Same(t, shown, got(d, posts, "p"))
		assert.Same(t, shown.Author, got(d, people, "1"))
		synctest.Wait()
		assert.EqualValues(t, 2, told.Load())
	})
	virtual(t, "W38 three layers, answers out of order", func(t *testing.T, d *data) {
		type labelled struct {
			ID      string   `json:"id" sluice:"pk"`
			Title   string   `json:"title"`
			Content string   `json:"content"`
			Tags    []string `json:"tags"`
		}
		schema := client.Entity[labelled]("Labelled")
		write := func(text string) json.RawMessage { return json.RawMessage(text) }
		get := &client.Endpoint[*labelled]{Name: "labelled", Schema: schema, Fetch: d.fetch}
		patch := &client.Endpoint[*labelled]{
			Name: "patch", Schema: schema, SideEffect: true, Fetch: d.fetch,
			Optimistic: func(_ *client.State, args ...any) (any, error) { return args[1], nil },
		}
		_, err := fetched(d, `{"id":"1","title":"t0","content":"c0","tags":[]}`, get, id{"1"})
		require.NoError(t, err)
		begin(t.Context(), d, patch, id{"1"}, write(`{"id":"1","title":"t1","content":"c1"}`))
		d.tick(23)
		begin(t.Context(), d, patch, id{"1"}, write(`{"id":"1","title":"t2"}`))
		d.tick(23)
		begin(t.Context(), d, patch, id{"1"}, write(`{"id":"1","tags":["x"]}`))
		assert.Equal(t, &labelled{"1", "t2", "c1", []string{"x"}}, got(d, schema, "1"))
		d.runs()[2].answer <- `{"id":"1","title":"t2","content":"c0","tags":[]}`
		synctest.Wait()
		assert.Equal(t, &labelled{"1", "t2", "c0", []string{"x"}}, got(d, schema, "1"))
		d.runs()[1].answer <- `{"id":"1","title":"t1","content":"c1","tags":[]}`
		synctest.Wait()
		assert.Equal(t, &labelled{"1", "t2", "c0", []string{"x"}}, got(d, schema, "1"))
	})
	virtual(t, "W39 not now, and a bug", func(t *testing.T, d *data) {
		write(d, articles, `{"id":"1","votes":1}`)
		failure := client.ErrNotNow
		e := &client.Endpoint[*article]{
			Name: "later", Schema: articles, SideEffect: true, Fetch: d.fetch,
			Optimistic: func(*client.State, ...any) (any, error) { return nil, failure },
		}
		a := begin(t.Context(), d, e, id{"1"})
		assert.Equal(t, 1, got(d, articles, "1").Votes)
		d.answer(`{"id":"1","votes":2}`)
		require.NoError(t, (<-a).err)
		assert.Equal(t, 2, got(d, articles, "1").Votes)
		failure = errTest
		sent := len(d.runs())
		_, err := client.Fetch(t.Context(), d.Client, e, id{"1"})
		require.ErrorIs(t, err, errTest)
		assert.Len(t, d.runs(), sent)
		assert.Equal(t, errTest, client.GetError(d.Client, e, id{"1"}))
		e = &client.Endpoint[*article]{
			Name: "bug", Schema: articles, SideEffect: true, Fetch: d.fetch,
			Optimistic: func(*client.State, ...any) (any, error) { panic(errTest) },
		}
		_, err = client.Fetch(t.Context(), d.Client, e, id{"1"})
		assert.ErrorIs(t, err, errTest)
	})
	virtual(t, "an update counts from what is committed at the time", func(t *testing.T, d *data) {
		write(d, articles, `{"id":"1","votes":1}`)
		begin(t.Context(), d, vote(d), id{"1"})
		_, err := fetched(d, `{"id":"1","votes":10}`, d.get, id{"1"})
		require.NoError(t, err)
		assert.Equal(t, 11, got(d, articles, "1").Votes)
	})
}

func TestBatch(t *testing.T) {
	virtual(t, "several writes are one commit, and those who watch are told once", func(t *testing.T, d *data) {
		set(d, d.list, `[{"id":"1"},{"id":"2"}]`)
		var told atomic.Int32
		stop, err := client.Watch(d.Client, d.list, func(client.Response[[]*article]) { told.Add(1) })
		require.NoError(t, err)
		defer stop()
		synctest.Wait()
		require.NoError(t, d.Batch(func(b *client.Batch) error {
			require.NoError(t, client.Set(b, articles, &article{ID: "1", Votes: 5}))
			require.NoError(t, client.SetFunc(b, articles, func(a *article) *article {
				return &article{ID: a.ID, Votes: a.Votes + 1}
			}, "2"))
			require.NoError(t, client.SetResponse(b, d.note, 7))
			assert.Zero(t, got(d, articles, "1").Votes)
			return nil
		}))
		synctest.Wait()
		assert.EqualValues(t, 2, told.Load())
		assert.Equal(t, 5, got(d, articles, "1").Votes)
		assert.Equal(t, 1, got(d, articles, "2").Votes)
		assert.Equal(t, 7, read(d, d.note).Data)
	})
	virtual(t, "one that fails writes nothing; a write that is refused leaves the others", func(t *testing.T, d *data) {
		assert.Equal(t, errTest, d.Batch(func(b *client.Batch) error {
			require.NoError(t, client.Set(b, articles, &article{ID: "1"}))
			return errTest
		}))
		assert.Nil(t, got(d, articles, "1"))
		err := d.Batch(func(b *client.Batch) error {
			return errors.Join(client.Set(b, articles, json.RawMessage(`{}`)), client.Set(b, articles, &article{ID: "2"}))
		})
		assert.ErrorContains(t, err, "set")
		assert.NotNil(t, got(d, articles, "2"))
	})
}

func TestResolve(t *testing.T) {
	answer := func(ms int64, text string) client.Answer {
		return client.Answer{FetchedAt: at(ms), Response: json.RawMessage(text)}
	}
	virtual(t, "W10 an older answer goes beneath", func(t *testing.T, d *data) {
		require.NoError(t, client.Resolve(d.Client, d.get, answer(1_000_000, `{"id":"1","title":"new","votes":2}`), id{"1"}))
		require.NoError(t, client.Resolve(d.Client, d.get, answer(999_900, `{"id":"1","title":"old","extra":7}`), id{"1"}))
		r := read(d, d.get, id{"1"})
		assert.Equal(t, &article{ID: "1", Title: "new", Votes: 2, Extra: 7}, r.Data)
		assert.Equal(t, began, r.FetchedAt)
	})
	virtual(t, "the request of a mutation that it names is settled", func(t *testing.T, d *data) {
		a := begin(t.Context(), d, d.update, id{"1"})
		require.NoError(t, client.Resolve(d.Client, d.update, answer(1_000_000, `{"id":"1","votes":3}`), id{"1"}))
		o := <-a
		require.NoError(t, o.err)
		assert.Equal(t, 3, o.data.Votes)
		assert.Equal(t, 3, got(d, articles, "1").Votes)
	})
	virtual(t, "an error is that of the read in flight", func(t *testing.T, d *data) {
		a := begin(t.Context(), d, d.get, id{"1"})
		require.NoError(t, client.Resolve(d.Client, d.get, client.Answer{Err: errTest, FetchedAt: began}, id{"1"}))
		assert.ErrorIs(t, (<-a).err, errTest)
		assert.Equal(t, errTest, client.GetError(d.Client, d.get, id{"1"}))
	})
	for _, how := range []string{"SetError", "Resolve"} {
		virtual(t, "6.3 an abort that is given by "+how+" is that of the read in flight, and is not stored", func(t *testing.T, d *data) {
			a := begin(t.Context(), d, d.get, id{"1"})
			if how == "SetError" {
				require.NoError(t, client.SetError(d.Client, d.get, core.ErrAborted, id{"1"}))
			} else {
				require.NoError(t, client.Resolve(d.Client, d.get, client.Answer{Err: core.ErrAborted, FetchedAt: began}, id{"1"}))
			}
			assert.ErrorIs(t, (<-a).err, core.ErrAborted)
			assert.NoError(t, client.GetError(d.Client, d.get, id{"1"}))
			assert.Zero(t, read(d, d.get, id{"1"}).FetchedAt)
		})
	}
}

// polled is a function that counts how often it is asked.
func polled(asked *atomic.Int32, failure *atomic.Pointer[error]) func(context.Context, ...any) (any, error) {
	return func(context.Context, ...any) (any, error) {
		n := asked.Add(1)
		if err := failure.Load(); err != nil {
			return nil, *err
		}
		return n, nil
	}
}

func TestSubscribe(t *testing.T) {
	t.Run("W45 subscriptions are counted, and W46 a failed poll keeps the data", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			d := newData(t, func(o *client.Options) { o.Now = nil })
			var asked atomic.Int32
			var failure atomic.Pointer[error]
			poll := &client.Endpoint[any]{Name: "poll", PollFrequency: 5 * time.Second, Fetch: polled(&asked, &failure)}
			require.NoError(t, client.SetResponse(d.Client, poll, 0))
			first, err := client.Subscribe(d.Client, poll)
			require.NoError(t, err)
			second, err := client.Subscribe(d.Client, poll)
			require.NoError(t, err)
			time.Sleep(5*time.Second - time.Millisecond)
			assert.Zero(t, asked.Load())
			time.Sleep(2 * time.Millisecond)
			assert.EqualValues(t, 1, asked.Load())
			r := client.GetResponse(d.Client, poll)
			assert.Equal(t, int32(1), r.Data)
			assert.InDelta(t, 2499, time.Until(r.ExpiresAt).Milliseconds(), 1)
			first()
			first()
			time.Sleep(5 * time.Second)
			assert.EqualValues(t, 2, asked.Load())
			failure.Store(&errTest)
			time.Sleep(5 * time.Second)
			assert.EqualValues(t, 3, asked.Load())
			assert.NoError(t, client.GetError(d.Client, poll))
			assert.Equal(t, int32(2), client.GetResponse(d.Client, poll).Data)
			second()
			time.Sleep(time.Minute)
			assert.EqualValues(t, 3, asked.Load())
		})
	})
	virtual(t, "without a frequency it is refused", func(t *testing.T, d *data) {
		_, err := client.Subscribe(d.Client, d.get, id{"1"})
		assert.ErrorContains(t, err, "pollFrequency")
	})
}
