package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
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
			c.AbortRequests([]core.Target{}...)
			synctest.Wait()
			assert.Empty(t, user, "an empty list names none")
			c.AbortRequests()
			err := <-user
			assert.Equal(t, abort.Aborted, reasonOf(err))
			assert.Equal(t, abort.Aborted, reasonOf(<-save))
			assert.NoError(t, c.AllSettled(t.Context()))
		})
	})
}
