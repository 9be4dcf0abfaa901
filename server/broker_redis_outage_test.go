package server

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/internal/redistest"
	"sluice/server/internal/live"
)

func TestRedisBrokerInTrouble(t *testing.T) {
	t.Run("what was published while the connection was broken comes once it is back", func(t *testing.T) {
		stores := redisStores(t)
		s := stores.instances(t, 1)[0]
		w := s.browser().connect()
		w.subscribe(`{"op":"subscribe","sid":1,"topic":"T"}`)
		for id := 1; id <= 100; id++ {
			if id%20 == 0 {
				require.NoError(t, stores.redis.ClientKillByFilter(t.Context(), "TYPE", "pubsub").Err())
			}
			s.publish("T", id)
		}
		for id := 1; id <= 100; id++ {
			require.Equal(t, fmt.Sprintf(`{"op":"event","sid":1,"id":%d,"data":%d}`, id, id), w.next())
		}
	})
	t.Run("a restart of Redis is a new epoch, although its data is there", func(t *testing.T) {
		stores := redisStores(t)
		s := stores.instances(t, 1)[0]
		w := s.browser().connect()
		epoch, _ := w.subscribe(`{"op":"subscribe","sid":1,"topic":"T"}`)
		s.publish("T", 1)
		w.expect(`{"op":"event","sid":1,"id":1,"data":1}`)
		stores.server.Restart()
		var gap struct {
			Op, Epoch, Reason string
			Last              int
		}
		require.NoError(t, json.Unmarshal([]byte(w.next()), &gap))
		assert.Equal(t, []any{"gap", "epoch", 1}, []any{gap.Op, gap.Reason, gap.Last})
		assert.NotEqual(t, epoch, gap.Epoch)
		require.Eventually(t, func() bool { return s.Publish(t.Context(), "T", 2) == nil }, patience, 10*time.Millisecond)
		w.expect(`{"op":"event","sid":1,"id":2,"data":2}`)
	})
	t.Run("without Redis publishing fails, and who subscribes asks again later", func(t *testing.T) {
		stores := redisStores(t)
		s := stores.instances(t, 1)[0]
		w := s.browser().connect()
		stores.server.Stop()
		start := time.Now()
		w.send(`{"op":"subscribe","sid":1,"topic":"T"}`)
		w.expect(`{"op":"error","sid":1,"code":"internal","message":"internal error","retry":true}`)
		assert.Equal(t, 1013, w.closed(), "it connects again, and asks")
		assert.Less(t, time.Since(start), 3*time.Second)
		assert.ErrorIs(t, s.Publish(t.Context(), "T", 1), ErrStoreUnavailable)
		require.NotEmpty(t, s.errors.list())
		assert.ErrorIs(t, s.errors.list()[0], ErrStoreUnavailable)
	})
	t.Run("who connected while Redis was away and missed something has it by the next connection", func(t *testing.T) {
		stores := redisStores(t)
		list := stores.instances(t, 2)
		w := list[0].browser().connect()
		epoch, _ := w.subscribe(`{"op":"subscribe","sid":1,"topic":"T"}`)
		list[1].publish("T", 1)
		stores.server.Pause()
		w.send(`{"op":"subscribe","sid":2,"topic":"T","epoch":"` + epoch + `","after":0}`)
		assert.Equal(t, 1013, w.closed())
		stores.server.Resume()
		again := list[0].browser().connect()
		again.send(`{"op":"subscribe","sid":1,"topic":"T","epoch":"` + epoch + `","after":0}`)
		again.expect(`{"op":"subscribed","sid":1,"epoch":"`+epoch+`","last":1}`, `{"op":"event","sid":1,"id":1,"data":1}`)
	})
	t.Run("a Redis that tells before it can read is asked again, without another event", func(t *testing.T) {
		stores := redisStores(t)
		s := stores.instances(t, 1)[0]
		w := s.browser().connect()
		epoch, _ := w.subscribe(`{"op":"subscribe","sid":1,"topic":"T"}`)
		may := func(rules ...string) {
			require.NoError(t, stores.redis.ACLSetUser(t.Context(), "default", rules...).Err())
		}
		may("-eval", "-evalsha")
		require.NoError(t, stores.redis.XAdd(t.Context(), &redis.XAddArgs{
			Stream: s.options.Broker.(*redisBroker).key(streamOf("T")), ID: "1-0",
			Values: []any{"e", epoch[:16], "t", time.Now().UnixMilli(), "o", "x", "d", "1"},
		}).Err())
		require.NoError(t, stores.redis.ClientKillByFilter(t.Context(), "TYPE", "pubsub").Err())
		require.Eventually(t, func() bool {
			refused, err := stores.redis.ACLLog(t.Context(), 1).Result()
			return err == nil && len(refused) > 0
		}, patience, 10*time.Millisecond, "it has asked")
		may("+@all")
		w.expect(`{"op":"event","sid":1,"id":1,"data":1}`)
	})
	t.Run("a position that this instance has not reached cannot be read from", func(t *testing.T) {
		stores := redisStores(t)
		client := redis.NewClient(&redis.Options{Addr: stores.server.Addr})
		t.Cleanup(func() { _ = client.Close() })
		b := RedisBroker(client).(*redisBroker)
		var at live.Position
		for range 3 {
			var err error
			at, err = b.Publish(t.Context(), streamOf("T"), []byte("1"))
			require.NoError(t, err)
		}
		s := &redisStream{broker: b, key: b.key(streamOf("T")), started: true}
		s.Start(live.Position{Epoch: at.Epoch, Last: 1})
		_, err := (&redisFeed{s}).Read(t.Context(), 2, nil)
		assert.ErrorIs(t, err, live.ErrGone)
	})
	t.Run("a cluster never sees a command over two keys", func(t *testing.T) {
		server := redistest.StartCluster(t)
		client := redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{server.Addr}})
		t.Cleanup(func() { _ = client.Close() })
		s := newSite(t, Options{Broker: RedisBroker(client)}, topics("T"))
		w := s.browser().connect()
		for sid := range 5 {
			w.subscribe(fmt.Sprintf(`{"op":"subscribe","sid":%d,"topic":"T","key":"%d"}`, sid, sid))
			s.publish("T", sid, Key(fmt.Sprint(sid)))
			w.expect(fmt.Sprintf(`{"op":"event","sid":%d,"id":1,"data":%d}`, sid, sid))
		}
	})
}
