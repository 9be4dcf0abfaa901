package client_test

import (
	"context"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/abort"
	"sluice/client"
)

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
