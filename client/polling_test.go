package client_test

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

func TestPoll(t *testing.T) {
	polled := func(t *testing.T, title string, latency time.Duration, test func(t *testing.T, c *client.Client, net *atomic.Int32)) {
		t.Run(title, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var net atomic.Int32
				test(t, newClient(t, func(r *http.Request) (*http.Response, error) {
					n := net.Add(1)
					select {
					case <-time.After(latency):
					case <-r.Context().Done():
						return nil, r.Context().Err()
					}
					if n == 3 {
						return nil, errE
					}
					return response(200, fmt.Sprint(n)), nil
				}), &net)
			})
		})
	}
	ask := func(t *testing.T, c *client.Client, options ...client.Option) {
		_, err := client.Request[int](t.Context(), c, "getThing", nil, options...)
		require.NoError(t, err)
	}
	polled(t, "asks again some time after each answer, whatever came of it (W21)", 0, func(t *testing.T, c *client.Client, net *atomic.Int32) {
		var polls []bool
		ctx, cancel := contextOf(t)
		_, err := client.Request[int](ctx, c, "getThing", nil, client.Poll(100*time.Millisecond), client.OnSuccess(func(_ context.Context, r *client.Outgoing, _ *client.Incoming) error {
			polls = append(polls, r.Polled)
			return nil
		}))
		require.NoError(t, err)
		cancel()
		time.Sleep(410 * time.Millisecond)
		synctest.Wait()
		assert.EqualValues(t, 5, net.Load())
		assert.Equal(t, []bool{false, true, true, true}, polls)
		assert.Equal(t, 5, client.GetQuery[int](c, "getThing").Data)
		c.StopPolling(core.Target{Name: "getThing"})
		time.Sleep(time.Minute)
		assert.EqualValues(t, 5, net.Load())
	})
	polled(t, "each answer is delivered, however long it takes (W21)", 300*time.Millisecond, func(t *testing.T, c *client.Client, net *atomic.Int32) {
		var seen []int
		defer client.WatchQuery(c, "getThing", func(s client.QueryState[int]) {
			if s.Known && s.Pending == 0 && s.Err == nil {
				seen = append(seen, s.Data)
			}
		})()
		ask(t, c, client.Poll(100*time.Millisecond))
		time.Sleep(1750 * time.Millisecond)
		synctest.Wait()
		assert.Equal(t, []int{1, 2, 4, 5}, seen)
		c.Close()
	})
	polled(t, "another call of the name and key replaces it or, without Poll, ends it", 0, func(t *testing.T, c *client.Client, net *atomic.Int32) {
		ask(t, c, client.Poll(100*time.Millisecond))
		ask(t, c, client.Poll(time.Second))
		time.Sleep(950 * time.Millisecond)
		assert.EqualValues(t, 2, net.Load())
		time.Sleep(100 * time.Millisecond)
		assert.EqualValues(t, 3, net.Load())
		ask(t, c)
		time.Sleep(time.Minute)
		assert.EqualValues(t, 4, net.Load())
	})
	polled(t, "who joins a poll may leave: it goes on", time.Second, func(t *testing.T, c *client.Client, net *atomic.Int32) {
		ask(t, c, client.Poll(time.Second))
		time.Sleep(1500 * time.Millisecond)
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		_, pending, err := client.JoinRequest[int](ctx, c, "getThing")
		assert.True(t, pending)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 1, client.GetQuery[int](c, "getThing").Pending)
		time.Sleep(time.Second)
		assert.Equal(t, 2, client.GetQuery[int](c, "getThing").Data)
		c.Close()
	})
	polled(t, "a mutation is not polled, unless it is called a query", 0, func(t *testing.T, c *client.Client, net *atomic.Int32) {
		for n, options := range [][]client.Option{{}, {client.AsMutation(false)}} {
			_, err := client.Request[int](t.Context(), c, "save", nil, append(options, client.RequestKey(n), client.Poll(time.Second))...)
			require.NoError(t, err)
			time.Sleep(1500 * time.Millisecond)
			c.StopPolling()
		}
		assert.EqualValues(t, 3, net.Load())
	})
}
