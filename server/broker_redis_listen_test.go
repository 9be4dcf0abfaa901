package server

import (
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
