package client_test

import (
	"context"
	"net/http"
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
