package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/abort"
	"sluice/client"
	"sluice/core"
)

// reasonOf is the reason of an aborted call; zero when it was not aborted.
func reasonOf(err error) abort.Reason {
	var aborted *core.AbortError
	if errors.As(err, &aborted) {
		return aborted.Reason
	}
	return 0
}

// start makes a call in a goroutine; its error comes by the channel.
func start(ctx context.Context, c *client.Client, name string, options ...client.Option) <-chan error {
	done := make(chan error, 1)
	go func() {
		_, err := client.Request[any](ctx, c, name, nil, options...)
		done <- err
	}()
	return done
}

func TestContext(t *testing.T) {
	t.Run("cancelling it ends the call, and the handler's context on the server", func(t *testing.T) {
		handler := newSilent()
		c := serve(t, routes{"api/save": handler.ServeHTTP})
		ctx, cancel := context.WithCancelCause(t.Context())
		done := start(ctx, c, "save")
		<-handler.arrived
		enough := errors.New("enough")
		cancel(enough)
		err := <-done
		<-handler.gone
		assert.Equal(t, abort.Aborted, reasonOf(err))
		assert.ErrorIs(t, err, core.ErrAborted)
		assert.ErrorIs(t, err, context.Canceled)
		assert.ErrorIs(t, err, enough)
		assert.EqualError(t, err, "client: save: aborted")
	})
	t.Run("if it is done already nothing is sent and nobody superseded", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			var sent atomic.Int32
			c := newClient(t, func(r *http.Request) (*http.Response, error) {
				sent.Add(1)
				return never(r)
			})
			pending := start(t.Context(), c, "getUser")
			synctest.Wait()
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			_, err := client.Request[any](ctx, c, "getUser", nil)
			assert.Equal(t, abort.Aborted, reasonOf(err))
			assert.EqualValues(t, 1, sent.Load())
			assert.Empty(t, pending)
		})
	})
	t.Run("its deadline is a timeout, not an abort", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := newClient(t, never)
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			began := time.Now()
			_, err := client.Request[any](ctx, c, "getUser", nil)
			assert.Equal(t, 30*time.Second, time.Since(began))
			var late *core.TimeoutError
			require.ErrorAs(t, err, &late)
			assert.Equal(t, 30_000.0, late.Timeout)
			assert.ErrorIs(t, err, context.DeadlineExceeded)
			assert.NotErrorIs(t, err, core.ErrAborted)
			_, err = client.Request[any](ctx, c, "getUser", nil)
			assert.ErrorIs(t, err, context.DeadlineExceeded, "passed before the call")
			assert.ErrorAs(t, err, &late)
		})
	})
	t.Run("its values reach the transport", func(t *testing.T) {
		type traced struct{}
		c := newClient(t, func(r *http.Request) (*http.Response, error) {
			return response(200, fmt.Sprint(r.Context().Value(traced{}))), nil
		})
		got, err := client.Request[int](context.WithValue(t.Context(), traced{}, 7), c, "save", nil)
		require.NoError(t, err)
		assert.Equal(t, 7, got)
	})
}

func newClient(t *testing.T, network roundTrip, change ...func(*client.Options)) *client.Client {
	t.Helper()
	o := client.Options{BaseURL: "http://host/api", Transport: network}
	for _, f := range change {
		f(&o)
	}
	c := client.New(o)
	t.Cleanup(c.Close)
	return c
}

func TestTimeout(t *testing.T) {
	for _, test := range []struct {
		title   string
		options []client.Option
		want    time.Duration // 0: none
	}{
		{"the client's is for calls that give none", nil, 10 * time.Second},
		{"the call's own wins", []client.Option{client.Timeout(50 * time.Millisecond)}, 50 * time.Millisecond},
		{"0 switches the client's off", []client.Option{client.Timeout(0)}, 0},
	} {
		t.Run(test.title, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var aborted atomic.Bool
				c := newClient(t, func(r *http.Request) (*http.Response, error) {
					_, err := never(r)
					aborted.Store(true)
					return nil, err
				}, func(o *client.Options) { o.Timeout = 10 * time.Second })
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				began := time.Now()
				_, err := client.Request[any](ctx, c, "getUser", nil, test.options...)
				synctest.Wait()
				assert.True(t, aborted.Load())
				var late *core.TimeoutError
				require.ErrorAs(t, err, &late)
				assert.ErrorIs(t, err, context.DeadlineExceeded)
				assert.NotErrorIs(t, err, core.ErrAborted)
				if test.want == 0 {
					test.want = time.Hour
				}
				assert.InDelta(t, float64(test.want), float64(time.Since(began)), float64(time.Microsecond))
				assert.Equal(t, float64(test.want.Milliseconds()), late.Timeout)
			})
		})
	}
	t.Run("counts until the end of the body", func(t *testing.T) {
		stall := func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "10")
			_, _ = w.Write([]byte(`[1,`))
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}
		c := serve(t, routes{"api/getUser": stall})
		_, err := client.Request[any](t.Context(), c, "getUser", nil, client.Timeout(50*time.Millisecond))
		assert.ErrorIs(t, err, context.DeadlineExceeded)
	})
	t.Run("many calls share one timer and each times out at its own time", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := newClient(t, never)
			began := time.Now()
			var all sync.WaitGroup
			for i := range 50 {
				all.Go(func() {
					after := time.Duration(50-i) * time.Second
					_, err := client.Request[any](t.Context(), c, "save", nil, client.Timeout(after))
					assert.ErrorIs(t, err, context.DeadlineExceeded)
					assert.InDelta(t, float64(after), float64(time.Since(began)), float64(time.Microsecond))
				})
			}
			all.Wait()
		})
	})
}

func TestSuperseding(t *testing.T) {
	t.Run("a new call of a query ends the pending one, on the server as well", func(t *testing.T) {
		handler, first := newSilent(), true
		c := serve(t, routes{"api/getUser": func(w http.ResponseWriter, r *http.Request) {
			if first {
				first = false
				handler.ServeHTTP(w, r)
				return
			}
			answersJSON(2)(w, r)
		}})
		done := start(t.Context(), c, "getUser")
		<-handler.arrived
		got, err := client.Request[int](t.Context(), c, "getUser", nil)
		require.NoError(t, err)
		assert.Equal(t, 2, got)
		err = <-done
		assert.Equal(t, abort.Superseded, reasonOf(err))
		assert.EqualError(t, err, "client: getUser: superseded")
		<-handler.gone
	})
	for _, test := range []struct {
		title         string
		first, second []client.Option
		name          string
		change        func(*client.Options)
		want          abort.Reason
	}{
		{title: "not with another key", name: "getUser", second: []client.Option{client.RequestKey("a")}},
		{title: "0 is a key", name: "getUser", second: []client.Option{client.RequestKey(0)}},
		{title: `"" is none`, name: "getUser", second: []client.Option{client.RequestKey("")}, want: abort.Superseded},
		{title: "a number and its text are one key", name: "getUser", first: []client.Option{client.RequestKey(7)}, second: []client.Option{client.RequestKey("7")}, want: abort.Superseded},
		{title: "not a mutation", name: "save"},
		{title: "a mutation that says so", name: "save", second: []client.Option{client.TakeLatest(true)}, want: abort.Superseded},
		{title: "not a query that says so", name: "getUser", second: []client.Option{client.TakeLatest(false)}},
		{title: "not when the rule is off", name: "getUser", change: func(o *client.Options) { o.AutoAbort.Off = true }},
		{title: "by words of one's own", name: "findUser", change: func(o *client.Options) { o.AutoAbort.Words = []string{"find"} }, want: abort.Superseded},
		{title: "by a function", name: "x", change: func(o *client.Options) { o.AutoAbortFunc = func(name string) bool { return name == "x" } }, want: abort.Superseded},
		{title: "not against a function", name: "getUser", change: func(o *client.Options) { o.AutoAbortFunc = func(string) bool { return false } }},
	} {
		t.Run(test.title, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var changes []func(*client.Options)
				if test.change != nil {
					changes = append(changes, test.change)
				}
				c := newClient(t, never, changes...)
				first := start(t.Context(), c, test.name, test.first...)
				synctest.Wait()
				second := start(t.Context(), c, test.name, test.second...)
				synctest.Wait()
				assert.Empty(t, second)
				if test.want == 0 {
					assert.Empty(t, first)
				} else {
					assert.Equal(t, test.want, reasonOf(<-first))
				}
			})
		})
	}
	t.Run("a function that panics leaves the pending call alone", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			broken := false
			c := newClient(t, never, func(o *client.Options) {
				o.AutoAbortFunc = func(string) bool {
					if broken {
						panic("boom")
					}
					return true
				}
			})
			pending := start(t.Context(), c, "getUser")
			synctest.Wait()
			broken = true
			assert.Panics(t, func() { _, _ = client.Request[any](t.Context(), c, "getUser", nil) })
			broken = false
			assert.Empty(t, pending)
			start(t.Context(), c, "getUser")
			assert.Equal(t, abort.Superseded, reasonOf(<-pending), "and the client lives on")
		})
	})
}

func TestAbortRequests(t *testing.T) {
	t.Run("ends what it names, or everything", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := newClient(t, never)
			user, keyed, save := start(t.Context(), c, "getUser"), start(t.Context(), c, "getUser", client.RequestKey("1")), start(t.Context(), c, "save")
			synctest.Wait()
			c.AbortRequests(core.Target{Name: "getUser", Key: "1", Exact: true})
			assert.Equal(t, abort.Aborted, reasonOf(<-keyed))
			assert.Empty(t, user)
			c.AbortRequests()
			err := <-user
			assert.Equal(t, abort.Aborted, reasonOf(err))
			assert.Equal(t, abort.Aborted, reasonOf(<-save))
			assert.NoError(t, c.AllSettled(t.Context()))
		})
	})
}

func TestAllSettled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t, func(r *http.Request) (*http.Response, error) {
			time.Sleep(time.Second)
			return response(200, `1`), nil
		})
		require.NoError(t, c.AllSettled(t.Context()), "at once when nothing is in flight")
		began := time.Now()
		done := start(t.Context(), c, "save")
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		assert.ErrorIs(t, c.AllSettled(ctx), context.DeadlineExceeded)
		require.NoError(t, c.AllSettled(t.Context()))
		assert.Equal(t, time.Second, time.Since(began))
		assert.NoError(t, <-done)
	})
}

func TestClose(t *testing.T) {
	t.Run("ends the calls in flight with reason closed, and every later one", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := newClient(t, never)
			save, logout := start(t.Context(), c, "save", client.Timeout(time.Hour)), start(t.Context(), c, "logout")
			synctest.Wait()
			c.Close()
			assert.Equal(t, abort.Closed, reasonOf(<-save))
			assert.Equal(t, abort.Closed, reasonOf(<-logout))
			_, err := client.Request[any](t.Context(), c, "save", nil)
			assert.Equal(t, abort.Closed, reasonOf(err))
			_, err = c.Login(t.Context(), "a@b.c", "password")
			assert.Equal(t, abort.Closed, reasonOf(err))
			assert.NoError(t, c.AllSettled(t.Context()))
			c.Watch("getUser", "", func(client.Snapshot) { t.Error("a closed client tells nothing") })()
			c.Close()
		}) // which fails when a goroutine is left
	})
	t.Run("may be called by a listener", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := newClient(t, never)
			c.Watch("getUser", "", func(s client.Snapshot) {
				if s.Pending > 0 {
					c.Close()
				}
			})
			assert.Equal(t, abort.Closed, reasonOf(<-start(t.Context(), c, "getUser")))
		})
	})
	t.Run("aborts what runs on unheard after a logout", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			var left atomic.Bool
			c := newClient(t, func(r *http.Request) (*http.Response, error) {
				if strings.HasSuffix(r.URL.Path, "logout") {
					return response(204, ""), nil
				}
				_, err := never(r)
				left.Store(true)
				return nil, err
			})
			save := start(t.Context(), c, "save")
			synctest.Wait()
			require.NoError(t, c.Logout(t.Context()))
			assert.Equal(t, abort.Reset, reasonOf(<-save))
			synctest.Wait()
			assert.False(t, left.Load(), "a mutation's network runs on")
			c.Close()
			synctest.Wait()
			assert.True(t, left.Load())
		})
	})
	t.Run("leaves no goroutine, with a real network", func(t *testing.T) {
		before := goroutines()
		handler := newSilent()
		c := serve(t, routes{"api/save": handler.ServeHTTP, "api/getUser": answersJSON(1)})
		var calls []<-chan error
		for range 20 {
			calls = append(calls, start(t.Context(), c, "save", client.Timeout(time.Minute)))
		}
		for range calls {
			<-handler.arrived
		}
		_, err := client.Request[int](t.Context(), c, "getUser", nil)
		require.NoError(t, err)
		c.Close()
		for _, call := range calls {
			assert.Equal(t, abort.Closed, reasonOf(<-call))
			<-handler.gone
		}
		assert.Eventually(t, func() bool { return goroutines() <= before }, 10*time.Second, time.Millisecond, "%s", stacks())
	})
}

// goroutines counts those of the client and its connections.
func goroutines() int {
	return strings.Count(stacks(), "sluice/client.(*Client)") + strings.Count(stacks(), "net/http.(*persistConn)")
}

func stacks() string {
	text := make([]byte, 1<<20)
	return string(text[:runtime.Stack(text, true)])
}
