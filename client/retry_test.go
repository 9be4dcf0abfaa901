package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

// thrice has the client send reads three times at most, after 100 ms and after 200 ms.
func thrice(o *client.Options) {
	o.Retry = client.RetryPolicy{Attempts: 3, Delay: 100 * time.Millisecond}
}

// pass lets time pass, with what falls due.
func pass(d time.Duration) {
	time.Sleep(d) // of the bubble
	synctest.Wait()
}

func TestRetry(t *testing.T) {
	t.Run("a server that is busy for a while is asked again, as it says", func(t *testing.T) {
		var asked atomic.Int32
		c := serve(t, routes{"api/getUser": func(w http.ResponseWriter, r *http.Request) {
			switch asked.Add(1) {
			case 1:
				envelope(w, http.StatusServiceUnavailable, "busy")
			case 2:
				w.Header().Set("Retry-After", "1")
				envelope(w, http.StatusTooManyRequests, "many")
			default:
				answersJSON("Ada")(w, r)
			}
		}}, func(o *client.Options) { o.Retry = client.RetryPolicy{Attempts: 3, Delay: client.AtOnce} })
		began := time.Now()
		name, err := client.Request[string](t.Context(), c, "getUser", nil)
		require.NoError(t, err)
		assert.Equal(t, "Ada", name)
		assert.GreaterOrEqual(t, time.Since(began), time.Second)
	})
	script(t, "a query is sent again as it was, and fails with the last error", func(t *testing.T, s *scripted) {
		asked := askWith[any](t.Context(), s, "getUser", map[string]int{"id": 7}, client.Header("X-Own", "1"))
		s.last().fail()
		pass(100*time.Millisecond - 1)
		assert.Equal(t, 1, s.net())
		pass(1)
		assert.Equal(t, `{"id":7}`, s.last().body)
		assert.Equal(t, "1", s.last().Header.Get("X-Own"))
		s.last().answer(http.StatusBadGateway, "{}")
		pass(200 * time.Millisecond)
		s.last().answer(http.StatusGatewayTimeout, "{}")
		var api *core.APIError
		require.ErrorAs(t, (<-asked).err, &api)
		assert.Equal(t, http.StatusGatewayTimeout, api.Status)
		assert.Equal(t, 3, s.net())
	}, thrice)
	script(t, "each attempt has its timeout; what comes of an earlier one is of no interest", func(t *testing.T, s *scripted) {
		asked := ask[any](s, "getUser")
		pass(50 * time.Millisecond)
		require.Error(t, s.last().Context().Err())
		pass(100 * time.Millisecond)
		require.Equal(t, 2, s.net())
		pass(49 * time.Millisecond)
		s.last().answer(http.StatusOK, "1")
		assert.NoError(t, (<-asked).err)
	}, thrice, func(o *client.Options) { o.Timeout = 50 * time.Millisecond })
	script(t, "a call says so by itself; mutations, and what was read from a reader, are not sent again", func(t *testing.T, s *scripted) {
		for i, asked := range []func() asked[any]{
			func() asked[any] { return ask[any](s, "getUser", client.Retry(client.RetryPolicy{})) },
			func() asked[any] { return ask[any](s, "saveUser") },
			func() asked[any] {
				return askWith[any](t.Context(), s, "getUser", client.RawBody("text/plain", strings.NewReader("x")))
			},
		} {
			out := asked()
			s.last().fail()
			var network *core.NetworkError
			require.ErrorAs(t, (<-out).err, &network, "%d", i)
		}
		form := ask[any](s, "getUser", client.Retry(client.RetryPolicy{Attempts: 2, Delay: client.AtOnce}))
		s.last().fail()
		pass(0)
		s.last().answer(http.StatusOK, "1")
		assert.NoError(t, (<-form).err)
	}, thrice)
	script(t, "a context that ends, and the end of the client, end it while it waits", func(t *testing.T, s *scripted) {
		ctx, cancel := context.WithCancel(t.Context())
		first := askWith[any](ctx, s, "getUser", nil)
		s.last().fail()
		cancel()
		require.ErrorIs(t, (<-first).err, core.ErrAborted)
		second := ask[any](s, "getUser")
		s.last().fail()
		s.Close()
		require.ErrorIs(t, (<-second).err, core.ErrAborted)
		pass(time.Hour)
		assert.Equal(t, 2, s.net())
	}, thrice)
	script(t, "functions for errors see the last error", func(t *testing.T, s *scripted) {
		asked := ask[any](s, "getUser")
		for range 2 {
			s.last().fail()
			pass(200 * time.Millisecond)
		}
		s.last().answer(http.StatusServiceUnavailable, `{"error":{"code":"busy","message":"m"}}`)
		o := <-asked
		require.NoError(t, o.err)
		assert.Equal(t, "busy", o.data)
		assert.Equal(t, 3, s.net())
	}, thrice, func(o *client.Options) {
		seen := 0
		o.OnError = func(_ context.Context, _ *client.Outgoing, err error) (*client.Incoming, error) {
			var api *core.APIError
			if seen++; seen > 1 || !errors.As(err, &api) {
				return nil, fmt.Errorf("%d: %w", seen, err)
			}
			return &client.Incoming{Status: http.StatusOK, Text: []byte(`"busy"`)}, nil
		}
	})
	for _, test := range []struct {
		policy client.RetryPolicy
		want   string
	}{
		{client.RetryPolicy{Attempts: -1}, "Attempts is -1; give a number of attempts, or 0"},
		{client.RetryPolicy{Delay: -5}, "Delay is -5ns; give a length of time, or AtOnce"},
		{client.RetryPolicy{Delay: client.Never}, "Delay is"},
		{client.RetryPolicy{Factor: 0.5}, "Factor is 0.5; give a number from 1"},
		{client.RetryPolicy{Max: -5}, "Max is -5ns; give a length of time, or Never"},
		{client.RetryPolicy{Jitter: -1}, "Jitter is -1ns; give a length of time"},
	} {
		t.Run("what is none is refused: "+test.want, func(t *testing.T) {
			refused := func(err error, where string) {
				var usage *core.UsageError
				require.ErrorAs(t, err, &usage)
				assert.Contains(t, usage.Message, where+": "+test.want)
			}
			_, err := client.Request[any](t.Context(), newClient(t, never, func(o *client.Options) { o.Retry = test.policy }), "getUser", nil)
			refused(err, "Options.Retry")
			c := newClient(t, never)
			_, err = client.Request[any](t.Context(), c, "getUser", nil, client.Retry(test.policy))
			refused(err, "Retry")
			_, err = client.Fetch(t.Context(), c, &client.Endpoint[any]{Name: "getUser", Retry: &test.policy})
			refused(err, "endpoint getUser: Retry")
		})
	}
}

func TestRetryOfEndpoints(t *testing.T) {
	twice := &client.RetryPolicy{Attempts: 2, Delay: client.AtOnce}
	get := func(s *scripted, e *client.Endpoint[string], args ...any) asked[string] {
		out := make(chan outcome[string], 1)
		go func() {
			data, err := client.Fetch(s.t.Context(), s.Client, e, args...)
			out <- outcome[string]{data, err}
		}()
		synctest.Wait()
		return out
	}
	script(t, "a read is sent again, as its endpoint says; functions see its last error", func(t *testing.T, s *scripted) {
		asked := get(s, &client.Endpoint[string]{Path: "/users/:id", Retry: twice}, map[string]int{"id": 7})
		s.last().answer(http.StatusTooManyRequests, "{}")
		pass(0)
		assert.Equal(t, "/users/7", s.last().URL.Path)
		s.last().answer(http.StatusOK, `"Ada"`)
		o := <-asked
		require.NoError(t, o.err)
		assert.Equal(t, "Ada", o.data)
		asked = get(s, &client.Endpoint[string]{Path: "/users", Retry: twice})
		for range 2 {
			s.last().answer(http.StatusServiceUnavailable, "{}")
			pass(0)
		}
		assert.ErrorContains(t, (<-asked).err, "1 time")
	}, func(o *client.Options) {
		times := 0
		o.OnError = func(_ context.Context, _ *client.Outgoing, err error) (*client.Incoming, error) {
			times++
			return nil, fmt.Errorf("%d time: %w", times, err)
		}
	})
	script(t, "errors of ours count that a function gives, wrapped or not", func(t *testing.T, s *scripted) {
		given := []error{
			fmt.Errorf("wrapped: %w", &core.NetworkError{}), &core.TimeoutError{},
			&core.APIError{Status: http.StatusTooManyRequests, Params: []byte(`{"retryAfter":3}`)}, errors.New("another"),
		}
		e := &client.Endpoint[string]{Name: "custom", Fetch: func(context.Context, ...any) (any, error) {
			err := given[0]
			given = given[1:]
			return nil, err
		}, Retry: &client.RetryPolicy{Attempts: 9, Delay: client.AtOnce}}
		began := time.Now()
		assert.ErrorContains(t, (<-get(s, e)).err, "another")
		assert.Empty(t, given)
		assert.Equal(t, 3*time.Second, time.Since(began))
	})
	script(t, "what is sent from a reader is not sent again", func(t *testing.T, s *scripted) {
		asked := get(s, &client.Endpoint[string]{Name: "getOnce", Retry: twice}, client.RawBody("", strings.NewReader("x")))
		s.last().fail()
		assert.Error(t, (<-asked).err)
		assert.Equal(t, 1, s.net())
	})
	script(t, "a poll is sent again, and its end is the time of the next one", func(t *testing.T, s *scripted) {
		stop, err := client.Subscribe(s.Client, &client.Endpoint[string]{Name: "getPolled", PollFrequency: time.Minute, Retry: twice})
		require.NoError(t, err)
		s.last().fail()
		pass(0)
		s.last().answer(http.StatusOK, `"a"`)
		pass(time.Minute - 1)
		assert.Equal(t, 2, s.net())
		pass(1)
		assert.Equal(t, 3, s.net())
		s.last().fail()
		stop()
		pass(0)
		s.last().answer(http.StatusOK, `"b"`)
		pass(time.Hour)
		assert.Equal(t, 4, s.net())
	})
}

func TestConcurrency(t *testing.T) {
	t.Run("so many requests are on the network at once, whoever makes them", func(t *testing.T) {
		var now, most atomic.Int32
		c := serve(t, routes{"api/getUser": func(w http.ResponseWriter, r *http.Request) {
			n := now.Add(1)
			for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
			}
			defer now.Add(-1)
			answersJSON(1)(w, r)
		}}, func(o *client.Options) { o.Concurrency = 3 })
		var all sync.WaitGroup
		for i := range 50 {
			all.Go(func() {
				_, err := client.Request[int](t.Context(), c, "getUser", nil, client.RequestKey(i))
				assert.NoError(t, err)
			})
		}
		all.Wait()
		assert.LessOrEqual(t, most.Load(), int32(3))
	})
	script(t, "others wait in their order, for each origin", func(t *testing.T, s *scripted) {
		ctx, cancel := context.WithCancel(t.Context())
		named := []asked[any]{ask[any](s, "getA"), askWith[any](ctx, s, "getB", nil), ask[any](s, "getC")}
		fetch := func(e *client.Endpoint[any], args ...any) {
			go func() { _, _ = client.Fetch(t.Context(), s.Client, e, args...) }()
			synctest.Wait()
		}
		fetch(&client.Endpoint[any]{Name: "getD"})
		fetch(&client.Endpoint[any]{Path: "http://HOST:80/e"}) // the same origin
		other := &client.Endpoint[any]{Path: "https://other/f/:id"}
		fetch(other, map[string]int{"id": 1})
		fetch(other, map[string]int{"id": 2})
		anywhere := &client.Endpoint[any]{Path: "https://:host/g"}
		fetch(anywhere, map[string]string{"host": "x"})
		fetch(anywhere, map[string]string{"host": "y"})
		fetch(&client.Endpoint[any]{Name: "h", Fetch: func(context.Context, ...any) (any, error) { return 1, nil }})
		go func() { _, _ = s.Login(t.Context(), "e", "p") }()
		sent := func() (out []string) {
			for i := range s.net() {
				out = append(out, s.call(i).URL.Path)
			}
			return out
		}
		first := []string{"/api/getA", "/f/1", "/g", "/g", "/auth/login"}
		assert.Equal(t, first, sent())
		cancel()
		assert.ErrorIs(t, (<-named[1]).err, core.ErrAborted)
		s.call(0).answer(http.StatusOK, "1")
		assert.Equal(t, append(first, "/api/getC"), sent())
		s.call(5).fail()
		s.call(6).fail()
		s.call(1).fail()
		assert.Equal(t, append(first, "/api/getC", "/api/getD", "/e", "/f/2"), sent())
	}, func(o *client.Options) { o.Concurrency = 1 })
	t.Run("what is none is refused", func(t *testing.T) {
		_, err := client.Request[any](t.Context(), newClient(t, never, func(o *client.Options) { o.Concurrency = -1 }), "getUser", nil)
		var usage *core.UsageError
		require.ErrorAs(t, err, &usage)
		assert.Equal(t, "Options.Concurrency is -1; give a number of requests, or 0 for any number", usage.Message)
	})
}
