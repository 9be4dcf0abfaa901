package server

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/internal/redistest"
	"sluice/server/internal/live"
)

// instances starts n sites that share one Redis.
func (s *stores) instances(t *testing.T, n int) (list []*site) {
	t.Helper()
	for range n {
		client := redis.NewClient(&redis.Options{Addr: s.server.Addr})
		t.Cleanup(func() { _ = client.Close() })
		list = append(list, s.serve(t, Options{Broker: RedisBroker(client)}, topics("T", "U")))
	}
	return list
}

func TestRedisBroker(t *testing.T) {
	stores := redisStores(t)
	list := stores.instances(t, 2)
	one, two := list[0], list[1]
	w := two.browser().connect()
	epoch, last := w.subscribe(`{"op":"subscribe","sid":1,"topic":"T"}`)
	require.Zero(t, last)

	t.Run("an event reaches the clients of every instance", func(t *testing.T) {
		one.publish("T", map[string]any{"v": "a b\nc"})
		w.expect(`{"op":"event","sid":1,"id":1,"data":{"v":"a b\nc"}}`)
		two.publish("T", 2)
		w.expect(`{"op":"event","sid":1,"id":2,"data":2}`)
		one.publish("T", 3, Key("k"))
		one.publish("U", 3)
		w.silent()
	})
	t.Run("a client resumes at another instance", func(t *testing.T) {
		again := one.browser().connect()
		again.send(`{"op":"subscribe","sid":1,"topic":"T","epoch":"` + epoch + `","after":0}`)
		again.expect(`{"op":"subscribed","sid":1,"epoch":"`+epoch+`","last":2}`,
			`{"op":"event","sid":1,"id":1,"data":{"v":"a b\nc"}}`, `{"op":"event","sid":1,"id":2,"data":2}`)
		two.publish("T", 3)
		again.expect(`{"op":"event","sid":1,"id":3,"data":3}`)
		w.expect(`{"op":"event","sid":1,"id":3,"data":3}`)
	})
	t.Run("only the newest 1,000 are kept", func(t *testing.T) {
		for i := 4; i <= 1899; i++ {
			one.publish("T", i)
		}
		again := one.browser().open(t, []string{"sluice.v1"})
		again.send(`{"op":"subscribe","sid":1,"topic":"T","epoch":"` + epoch + `","after":898}`)
		again.expect(`{"op":"gap","sid":1,"epoch":"` + epoch + `","last":1899,"reason":"expired"}`)
		again.send(`{"op":"subscribe","sid":2,"topic":"T","epoch":"` + epoch + `","after":899}`)
		again.expect(`{"op":"subscribed","sid":2,"epoch":"` + epoch + `","last":1899}`)
		for id := 900; id <= 1899; id++ {
			require.Equal(t, fmt.Sprintf(`{"op":"event","sid":2,"id":%d,"data":%d}`, id, id), again.next())
		}
		again.send(`{"op":"subscribe","sid":3,"topic":"T","epoch":"` + epoch + `","after":1900}`)
		again.expect(`{"op":"gap","sid":3,"epoch":"` + epoch + `","last":1899,"reason":"epoch"}`)
	})
	t.Run("a stream is one key, which expires", func(t *testing.T) {
		keys, err := stores.redis.Keys(t.Context(), "sluice:live:*").Result()
		require.NoError(t, err)
		assert.Len(t, keys, 3)
		for _, key := range keys {
			ttl, err := stores.redis.TTL(t.Context(), key).Result()
			require.NoError(t, err)
			assert.InDelta(t, 360, ttl.Seconds(), 5)
		}
	})
	t.Run("a stream that has expired begins a new life", func(t *testing.T) {
		require.NoError(t, stores.redis.FlushAll(t.Context()).Err())
		one.publish("U", "new")
		again := one.browser().open(t, []string{"sluice.v1"})
		fresh, last := again.subscribe(`{"op":"subscribe","sid":1,"topic":"U"}`)
		assert.Equal(t, int64(1), last)
		again.send(`{"op":"subscribe","sid":2,"topic":"U","epoch":"` + epoch + `","after":1}`)
		again.expect(`{"op":"gap","sid":2,"epoch":"` + fresh + `","last":1,"reason":"epoch"}`)
	})
}

func TestRedisBrokerEventsOfMoreThan300SecondsDoNotCount(t *testing.T) {
	stores := redisStores(t)
	s := stores.instances(t, 1)[0]
	key := s.options.Broker.(*redisBroker).key
	w := s.browser().connect()
	epoch, _ := w.subscribe(`{"op":"subscribe","sid":1,"topic":"T"}`)
	name := epoch[:16]
	now := time.Now().UnixMilli()
	for id := 1; id <= 20; id++ { // as published long ago, one in every 30 s
		at := now - int64(20-id)*30_000 - 1000
		require.NoError(t, stores.redis.XAdd(t.Context(), &redis.XAddArgs{
			Stream: key(streamOf("T")), ID: fmt.Sprintf("%d-0", id), Values: []any{"e", name, "t", at, "o", "x", "d", id},
		}).Err())
	}
	ask := func(sid, after int) string {
		w.send(fmt.Sprintf(`{"op":"subscribe","sid":%d,"topic":"T","epoch":%q,"after":%d}`, sid, epoch, after))
		for {
			var frame struct{ Sid int }
			text := w.next()
			require.NoError(t, json.Unmarshal([]byte(text), &frame))
			if frame.Sid == sid {
				return text
			}
		}
	}
	assert.Contains(t, ask(2, 9), `"expired"`, "10 is 301 s old")
	assert.Contains(t, ask(3, 10), `"subscribed"`, "11 is 271 s old")
}

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

func TestRedisBrokerLetsGo(t *testing.T) {
	stores := redisStores(t)
	s := stores.instances(t, 1)[0]
	b := s.options.Broker.(*redisBroker)
	w := s.browser().connect()
	w.subscribe(`{"op":"subscribe","sid":1,"topic":"T"}`)
	w.subscribe(`{"op":"subscribe","sid":2,"topic":"U"}`)
	channels := func() int {
		list, err := stores.redis.PubSubChannels(t.Context(), "sluice:live:*").Result()
		require.NoError(t, err)
		return len(list)
	}
	assert.Equal(t, 2, channels())
	w.send(`{"op":"unsubscribe","sid":1}`)
	w.silent()
	b.unwire()
	require.Eventually(t, func() bool { return channels() == 1 }, patience, time.Millisecond)
	w.subscribe(`{"op":"subscribe","sid":3,"topic":"T"}`)
	s.publish("T", 1)
	w.expect(`{"op":"event","sid":3,"id":1,"data":1}`)
	require.NoError(t, w.ws.CloseNow())
	require.Eventually(t, func() bool {
		b.unwire()
		b.mu.Lock()
		defer b.mu.Unlock()
		return b.listener == nil && len(b.streams) == 0
	}, patience, time.Millisecond)
	require.Eventually(t, func() bool { return channels() == 0 }, patience, time.Millisecond)
	again := s.browser().connect()
	again.subscribe(`{"op":"subscribe","sid":1,"topic":"T"}`)
	s.publish("T", 2)
	again.expect(`{"op":"event","sid":1,"id":2,"data":2}`)
}

// TestDeliveryOverRedis has clients go from instance to instance while both publish and
// the connections of the instances break.
func TestDeliveryOverRedis(t *testing.T) {
	const publishers, each, clients = 4, 100, 6
	stores := redisStores(t)
	list := stores.instances(t, 2)
	probe := list[0].browser().connect()
	epoch, _ := probe.subscribe(`{"op":"subscribe","sid":1,"topic":"T","key":"k"}`)
	var work sync.WaitGroup
	for p := range publishers {
		work.Go(func() {
			for i := range each {
				assert.NoError(t, list[p%2].Publish(context.Background(), "T", i, Key("k")))
				if p == 0 && i%25 == 24 {
					assert.NoError(t, stores.redis.ClientKillByFilter(context.Background(), "TYPE", "pubsub").Err())
				}
			}
		})
	}
	for c := range clients {
		work.Go(func() {
			at := 0
			for turn := 0; at < publishers*each; turn++ {
				ws, _, err := list[(c+turn)%2].browser().dial(t, []string{"sluice.v1"})
				if !assert.NoError(t, err) {
					return
				}
				at = followSome(t, ws, epoch, at, min(50, publishers*each-at))
				_ = ws.Close(websocket.StatusNormalClosure, "")
			}
			assert.Equal(t, publishers*each, at)
		})
	}
	work.Wait()
}
