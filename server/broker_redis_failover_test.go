package server

import (
	"context"
	"encoding/json"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/internal/redistest"
)

// pair is a primary and its replica. Clients find the primary by a name that is changed
// when the replica takes its place.
type pair struct {
	old, new *redistest.Server
	promoted *redis.Client // talks to the replica
	demoted  *redis.Client // talks to the first primary
	address  atomic.Value
}

func startPair(t *testing.T) *pair {
	t.Helper()
	p := &pair{old: redistest.Start(t), new: redistest.Start(t)}
	p.address.Store(p.old.Addr)
	p.demoted, p.promoted = redis.NewClient(&redis.Options{Addr: p.old.Addr}), redis.NewClient(&redis.Options{Addr: p.new.Addr})
	t.Cleanup(func() { _, _ = p.demoted.Close(), p.promoted.Close() })
	follow(t, p.promoted, p.old.Addr)
	return p
}

func follow(t *testing.T, client *redis.Client, address string) {
	t.Helper()
	host, port, err := net.SplitHostPort(address)
	require.NoError(t, err)
	require.NoError(t, client.ReplicaOf(t.Context(), host, port).Err())
}

func (p *pair) client(t *testing.T) *redis.Client {
	t.Helper()
	client := redis.NewClient(&redis.Options{Dialer: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", p.address.Load().(string))
	}})
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// TestRedisFailsOver has a replica become the primary: what it did not get is lost, so
// clients are told a gap, and events go on under new ids.
func TestRedisFailsOver(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, p *pair){
		"because the primary has died": func(t *testing.T, p *pair) {
			p.old.Stop()
			require.NoError(t, p.promoted.ReplicaOf(t.Context(), "no", "one").Err())
		},
		"by plan: the primary becomes the replica, and keeps its connections": func(t *testing.T, p *pair) {
			require.NoError(t, p.promoted.ReplicaOf(t.Context(), "no", "one").Err())
			follow(t, p.demoted, p.new.Addr)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := startPair(t)
			one := newSite(t, Options{Broker: RedisBroker(p.client(t))}, topics("T"))
			two := newSite(t, Options{Broker: RedisBroker(p.client(t))}, topics("T"))
			w := one.browser().connect()
			epoch, _ := w.subscribe(`{"op":"subscribe","sid":1,"topic":"T"}`)
			two.publish("T", 1)
			w.expect(`{"op":"event","sid":1,"id":1,"data":1}`)
			require.Eventually(t, func() bool {
				keys, err := p.promoted.Keys(t.Context(), "*").Result()
				return err == nil && len(keys) == 1 && p.promoted.XLen(t.Context(), keys[0]).Val() == 2
			}, 2*patience, 20*time.Millisecond, "the replica has the event")
			change(t, p)
			p.address.Store(p.new.Addr)
			require.Eventually(t, func() bool { return two.Publish(t.Context(), "T", 2) == nil }, 2*patience, 20*time.Millisecond)
			var gap struct {
				Op, Epoch, Reason string
				Last              int
			}
			require.NoError(t, json.Unmarshal([]byte(w.next()), &gap))
			assert.Equal(t, []any{"gap", "epoch"}, []any{gap.Op, gap.Reason})
			assert.NotEqual(t, epoch, gap.Epoch)
			if gap.Last == 1 {
				w.expect(`{"op":"event","sid":1,"id":2,"data":2}`)
			}
			require.Eventually(t, func() bool { return one.Publish(t.Context(), "T", 3) == nil }, 2*patience, 20*time.Millisecond)
			w.expect(`{"op":"event","sid":1,"id":3,"data":3}`)
			again := two.browser().connect()
			again.send(`{"op":"subscribe","sid":1,"topic":"T","epoch":"` + epoch + `","after":1}`)
			again.expect(`{"op":"gap","sid":1,"epoch":"` + gap.Epoch + `","last":3,"reason":"epoch"}`)
		})
	}
}
