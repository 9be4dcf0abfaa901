package server

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/server/internal/live"
)

// counting is a hook that counts the commands that are under way, or wait for a connection.
type counting struct{ now, most, all atomic.Int64 }

func (c *counting) DialHook(next redis.DialHook) redis.DialHook { return next }

func (c *counting) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func (c *counting) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, command redis.Cmder) error {
		c.all.Add(1)
		now := c.now.Add(1)
		defer c.now.Add(-1)
		for most := c.most.Load(); now > most && !c.most.CompareAndSwap(most, now); {
			most = c.most.Load()
		}
		return next(ctx, command)
	}
}

// counter counts the events of a stream.
type counter struct{ events atomic.Int64 }

func (c *counter) Joined(live.Feed, live.Position, int64) {}
func (c *counter) Receive(live.Event)                     { c.events.Add(1) }
func (c *counter) Reset(string)                           {}

// TestManyStreamsLeaveRoom has all streams of an instance miss events at once.
func TestManyStreamsLeaveRoom(t *testing.T) {
	const streams = 500
	stores := redisStores(t)
	client := redis.NewClient(&redis.Options{Addr: stores.server.Addr})
	t.Cleanup(func() { _ = client.Close() })
	b, other := RedisBroker(client).(*redisBroker), RedisBroker(stores.redis).(*redisBroker)
	var heard counter
	each := func(do func(name live.Stream) error) {
		var work sync.WaitGroup
		for g := range 20 {
			work.Go(func() {
				for i := g; i < streams; i += 20 {
					assert.NoError(t, do(live.Stream{Topic: "T", Key: fmt.Sprint(i)}))
				}
			})
		}
		work.Wait()
	}
	each(func(name live.Stream) error { return b.Subscribe(t.Context(), name, &heard) })
	var count counting
	client.AddHook(&count)
	require.NoError(t, stores.redis.ClientKillByFilter(t.Context(), "TYPE", "pubsub").Err())
	each(func(name live.Stream) error {
		_, err := other.Publish(t.Context(), name, []byte("1"))
		return err
	})
	require.Eventually(t, func() bool {
		return heard.events.Load() == streams && count.all.Load() >= streams && count.now.Load() == 0
	}, patience, time.Millisecond, "each stream asks what it has missed, and gets it")
	assert.LessOrEqual(t, count.most.Load(), int64(maxAtOnce), "publications have their turn")
	count.most.Store(0)
	b.keep(t.Context())
	assert.Greater(t, count.most.Load(), int64(maxAtOnce/8), "one after the other would be too slow")
	assert.LessOrEqual(t, count.most.Load(), int64(maxAtOnce))
}
