package server

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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
			assert.InDelta(t, 360, ttl.Seconds(), 180, "what was done before may have taken a while")
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
	kept, err := stores.redis.XLen(t.Context(), key(streamOf("T"))).Result()
	require.NoError(t, err)
	assert.Equal(t, int64(10), kept, "nor does Redis keep them, once the stream is used")
}

func TestLargeEventsAreReadFewAtATime(t *testing.T) {
	stores := redisStores(t)
	list := stores.instances(t, 2)
	probe := list[0].browser().connect()
	epoch, _ := probe.subscribe(`{"op":"subscribe","sid":1,"topic":"T"}`)
	sizes := []int{400_000, 400_000, 400_000, 1<<20 - 2, 1<<20 - 2, 10, 10}
	for _, size := range sizes {
		list[0].publish("T", strings.Repeat("x", size))
	}
	b := list[1].options.Broker.(*redisBroker)
	stream := &redisStream{broker: b, key: b.key(streamOf("T"))}
	for _, c := range []struct{ after, events int }{{0, 2}, {1, 2}, {2, 1}, {3, 1}, {4, 1}, {5, 2}} {
		_, events, err := stream.read(t.Context(), int64(c.after))
		require.NoError(t, err)
		assert.Len(t, events, c.events, "after %d", c.after)
	}
	w := list[1].browser().connect()
	w.send(`{"op":"subscribe","sid":1,"topic":"T","epoch":"` + epoch + `","after":0}`)
	require.Contains(t, w.next(), "subscribed")
	for i, size := range sizes {
		text := w.next()
		assert.Contains(t, text[:40], fmt.Sprintf(`"id":%d,`, i+1))
		assert.Greater(t, len(text), size)
	}
}
