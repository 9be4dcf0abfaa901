package server

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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

func TestRedisBrokerIsNotToldOfWhatNobodyWants(t *testing.T) {
	stores := redisStores(t)
	s := stores.instances(t, 1)[0]
	b := s.options.Broker.(*redisBroker)
	b.maxIdle = 5
	w := s.browser().connect()
	epoch, _ := w.subscribe(`{"op":"subscribe","sid":1,"topic":"T"}`)
	for sid := range 40 {
		w.subscribe(fmt.Sprintf(`{"op":"subscribe","sid":%d,"topic":"T","key":"%d"}`, 2+sid, sid))
		w.send(fmt.Sprintf(`{"op":"unsubscribe","sid":%d}`, 2+sid))
	}
	w.silent()
	require.Eventually(t, func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return len(b.streams) <= 1+b.maxIdle && b.idle < b.maxIdle
	}, patience, time.Millisecond)
	s.publish("T", 1)
	w.expect(`{"op":"event","sid":1,"id":1,"data":1}`)
	s.publish("T", 2, Key("3"))
	w.subscribe(`{"op":"subscribe","sid":100,"topic":"T","key":"3"}`)
	s.publish("T", 3, Key("3"))
	w.expect(`{"op":"event","sid":100,"id":2,"data":3}`)
	again, _ := w.subscribe(`{"op":"subscribe","sid":101,"topic":"T"}`)
	assert.Equal(t, epoch, again)
}

func TestWhatIsMissedBeforeAStreamStartsIsRead(t *testing.T) {
	stores := redisStores(t)
	s := stores.instances(t, 1)[0]
	b := s.options.Broker.(*redisBroker)
	s.publish("T", 1)
	stream := &redisStream{broker: b, key: b.key(streamOf("T"))}
	at, _, err := stream.use(t.Context())
	require.NoError(t, err)
	s.publish("T", 2) // while the connection of the listener was broken
	stream.Lock()
	stream.fallBehind() // as it is when the connection is back
	stream.Unlock()
	require.NoError(t, stream.reach(t.Context(), at))
	assert.Equal(t, int64(2), stream.Position().Last)
}

func TestRedisBrokerKeepsWhatItCan(t *testing.T) {
	stores := redisStores(t)
	s := stores.instances(t, 1)[0]
	b := s.options.Broker.(*redisBroker)
	w := s.browser().connect()
	for sid := range 20 {
		w.subscribe(fmt.Sprintf(`{"op":"subscribe","sid":%d,"topic":"T","key":"%d"}`, sid, sid))
	}
	keys, err := stores.redis.Keys(t.Context(), "sluice:live:*").Result()
	require.NoError(t, err)
	require.Len(t, keys, 20)
	for i, key := range keys {
		require.NoError(t, stores.redis.Expire(t.Context(), key, time.Minute).Err())
		if i < 10 { // cannot be kept
			require.NoError(t, stores.redis.Set(t.Context(), key, "broken", time.Minute).Err())
		}
	}
	b.keep(t.Context())
	for _, key := range keys[10:] {
		ttl, err := stores.redis.TTL(t.Context(), key).Result()
		require.NoError(t, err)
		assert.InDelta(t, 360, ttl.Seconds(), 30)
	}
}
