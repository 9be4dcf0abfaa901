package server

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
)

// TestDeliveryOverWebSockets has many clients follow many publishers, resuming after
// every few events, over real connections.
func TestDeliveryOverWebSockets(t *testing.T) {
	const publishers, each, clients = 4, 150, 8
	s := newSite(t, Options{}, topics("T"))
	s.publish("T", "0")
	var publishing, reading sync.WaitGroup
	for range publishers {
		publishing.Go(func() {
			for i := range each {
				assert.NoError(t, s.Publish(t.Context(), "T", i, Key("k")))
				if i%10 == 0 {
					time.Sleep(time.Millisecond)
				}
			}
		})
	}
	probe := s.browser().connect()
	epoch, _ := probe.subscribe(`{"op":"subscribe","sid":1,"topic":"T","key":"k"}`)
	for range clients {
		reading.Go(func() {
			at := 0
			for at < publishers*each {
				ws, _, err := s.browser().dial(t, []string{"sluice.v1"})
				if !assert.NoError(t, err) {
					return
				}
				at = followSome(t, ws, epoch, at, min(60, publishers*each-at))
				_ = ws.CloseNow()
			}
			assert.Equal(t, publishers*each, at)
		})
	}
	publishing.Wait()
	reading.Wait()
}

// followSome resumes and reads n events, which have to have the next ids.
func followSome(t *testing.T, ws *websocket.Conn, epoch string, at, n int) int {
	ctx, cancel := context.WithTimeout(t.Context(), 3*patience)
	defer cancel()
	assert.NoError(t, ws.Write(ctx, websocket.MessageText,
		fmt.Appendf(nil, `{"op":"subscribe","sid":1,"topic":"T","key":"k","epoch":%q,"after":%d}`, epoch, at)))
	for n > 0 {
		_, text, err := ws.Read(ctx)
		var frame struct {
			Op string
			ID int
		}
		if !assert.NoError(t, err) || !assert.NoError(t, json.Unmarshal(text, &frame)) {
			return 1 << 30
		}
		switch frame.Op {
		case "event":
			if !assert.Equal(t, at+1, frame.ID) {
				return 1 << 30
			}
			at, n = frame.ID, n-1
		case "gap":
			assert.Fail(t, "a gap", string(text))
			return 1 << 30
		}
	}
	return at
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
