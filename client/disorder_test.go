package client_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

// Whatever happens at once, each call ends, nothing deadlocks, and nothing is kept.
func TestRequestsInDisorder(t *testing.T) {
	for seed := range uint64(30) {
		synctest.Test(t, func(t *testing.T) {
			pause := func(ctx context.Context, ms int) error {
				select {
				case <-time.After(time.Duration(ms) * time.Millisecond):
					return nil
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			random := func(i int) *rand.Rand { return rand.New(rand.NewPCG(seed, uint64(i))) }
			var mu sync.Mutex
			network := random(-1)
			c := newClient(t, func(q *http.Request) (*http.Response, error) {
				mu.Lock()
				delay, kind := time.Duration(network.IntN(40))*time.Millisecond, network.IntN(10)
				mu.Unlock()
				select {
				case <-time.After(delay):
				case <-q.Context().Done():
					return nil, q.Context().Err()
				}
				switch kind {
				case 0:
					return nil, errE
				case 1:
					return response(401, "{}"), nil
				}
				return response(200, fmt.Sprintf("[%d]", kind)), nil
			}, func(o *client.Options) {
				renewing(o)
				o.Report = func(error) {}
			})
			var all sync.WaitGroup
			for i := range 40 {
				all.Go(func() {
					r := random(i)
					for range 5 {
						_ = pause(t.Context(), r.IntN(30))
						ms := r.IntN(30)
						ctx, cancel := context.WithTimeout(t.Context(), time.Duration(1+r.IntN(200))*time.Millisecond)
						options := []client.Option{client.RequestKey(r.IntN(2))}
						for _, option := range []client.Option{
							client.Cache(50 * time.Millisecond), client.RequestsCapacity(1), client.Silent(), client.Shared(),
							client.Poll(20 * time.Millisecond), client.TakeLatest(r.IntN(2) == 0), client.Timeout(30 * time.Millisecond),
							client.GetData(func(data, current []int) ([]int, error) { return append(slices.Clip(current), data...), nil }),
							client.OnRequest(func(ctx context.Context, _ *client.Outgoing) error { return pause(ctx, ms) }),
							client.OnSuccess(func(ctx context.Context, _ *client.Outgoing, in *client.Incoming) error { return in.Set([]int{1}) }),
							client.OnError(func(_ context.Context, _ *client.Outgoing, err error) (*client.Incoming, error) {
								return client.AnswerOf([]int{2})
							}),
							client.UpdateOptimistic("getList0", added(1)),
							client.Update("getList1", func(list, said []int) []int { return append(slices.Clip(list), said...) }),
							client.UpdateReverted("getList0", added(2)),
							client.UpdateLocal(core.Target{Name: "getList", AnyKey: true}, times(2)),
							client.UpdateOptimistic("getList1", func(string) string { return "" }),
						} {
							if r.IntN(8) == 0 {
								options = append(options, option)
							}
						}
						switch name := []string{"getList", "save"}[r.IntN(2)]; r.IntN(12) {
						case 0:
							c.ResetRequests(client.Keep{Pending: r.IntN(2) == 0, Cached: r.IntN(2) == 0})
						case 1:
							c.AbortRequests(core.Target{Name: name, AnyKey: true})
						case 2:
							_, _, _ = client.JoinRequest[[]int](ctx, c, core.Target{Name: name, AnyKey: true})
						case 3:
							_ = client.UpdateQuery(c, "getList1", added(3))
						case 4:
							stop := client.WatchQuery(c, name, func(client.QueryState[[]int]) {}, options[0])
							defer stop()
						default:
							_, err := client.Request[[]int](ctx, c, name, nil, options...)
							var call *client.CallError
							if err != nil && !errors.As(err, &call) {
								t.Errorf("seed %d: %v", seed, err)
							}
						}
						cancel()
					}
				})
			}
			all.Wait()
			c.StopPolling()
			require.NoError(t, c.AllSettled(t.Context()))
			assert.Zero(t, client.GetQuery[any](c, "getList", client.RequestKey(0)).Pending)
			c.Close()
			synctest.Wait()
			require.Zero(t, client.Kept(c), "seed %d", seed)
		})
	}
}
