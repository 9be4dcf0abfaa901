package live

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestDeliveryIsExact has many publish to few streams while clients come, resume, and
// go. Each client checks every frame: ids go up by one from its position, events carry
// what was published under their id, and only a gap moves the position.
func TestDeliveryIsExact(t *testing.T) {
	const publishers, each, clients, topics = 8, 400, 12, 3
	b := NewMemory()
	checkDelivery(t, b, publishers, each, clients, topics)
}

func checkDelivery(t *testing.T, b Broker, publishers, each, clients, topics int) {
	var published sync.Map // topic/id → data
	var publishing, reading sync.WaitGroup
	for p := range publishers {
		publishing.Go(func() {
			for i := range each {
				topic := "T" + strconv.Itoa((p+i)%topics)
				data := fmt.Sprintf(`"%d/%d"`, p, i)
				at, err := b.Publish(context.Background(), Stream{Topic: topic}, []byte(data))
				if !assert.NoError(t, err) {
					return
				}
				_, twice := published.Swap(fmt.Sprint(topic, "/", at.Last), data)
				assert.False(t, twice, "an id was given twice")
				time.Sleep(time.Duration(rand.IntN(300)) * time.Microsecond)
			}
		})
	}
	over := make(chan struct{})
	seen := make([]map[string]string, clients)
	for i := range clients {
		seen[i] = map[string]string{}
		reading.Go(func() {
			follower := &follower{t: t, broker: b, topic: "T" + strconv.Itoa(i%topics), seen: seen[i], at: -1}
			for !follower.complete(over) {
				follower.connect(rand.IntN(60), over)
			}
		})
	}
	publishing.Wait()
	close(over)
	reading.Wait()
	for i := range clients {
		for name, data := range seen[i] {
			want, _ := published.Load(name)
			require.Equal(t, want, data, name)
		}
		assert.NotEmpty(t, seen[i])
	}
}

// follower is a client of one topic over several connections.
type follower struct {
	t      *testing.T
	broker Broker
	topic  string
	epoch  string
	at     int64 // -1 before the first answer
	newest int64 // of the stream, once publishing is over
	ended  bool
	seen   map[string]string
}

// complete reports whether everything that was published has been seen.
func (f *follower) complete(over chan struct{}) bool {
	select {
	case <-over:
	default:
		return false
	}
	if !f.ended {
		f.ended = true
		done := make(chan struct{})
		assert.NoError(f.t, f.broker.Subscribe(context.Background(), Stream{Topic: f.topic}, receiverFunc(func(p Position) {
			f.newest = p.Last
			close(done)
		})))
		<-done
	}
	return f.at >= f.newest
}

// connect follows for a number of frames and goes, with frames still on their way.
func (f *follower) connect(frames int, over chan struct{}) {
	socket := &chanSocket{frames: make(chan string), gone: make(chan struct{})}
	c := New(Config{Socket: socket, Broker: f.broker, Gate: &openGate{}})
	defer c.Done()
	defer socket.Drop()
	request := fmt.Sprintf(`{"op":"subscribe","sid":9,"topic":%q}`, f.topic)
	if f.at >= 0 {
		request = fmt.Sprintf(`{"op":"subscribe","sid":9,"topic":%q,"epoch":%q,"after":%d}`, f.topic, f.epoch, f.at)
	}
	c.Handle([]byte(request))
	for range frames + 1 {
		var text string
		select {
		case text = <-socket.frames:
		case <-time.After(50 * time.Millisecond):
			return
		}
		var frame seenFrame
		if !assert.NoError(f.t, json.Unmarshal([]byte(text), &frame)) {
			return
		}
		switch frame.Op {
		case "subscribed":
			if f.at < 0 {
				f.at = frame.Last
			}
			assert.GreaterOrEqual(f.t, frame.Last, f.at)
			f.epoch = frame.Epoch
		case "gap":
			assert.Greater(f.t, frame.Last, f.at)
			f.epoch, f.at = frame.Epoch, frame.Last
		case "event":
			if !assert.Equal(f.t, f.at+1, frame.ID, "a hole or a repeat") {
				f.at = 1 << 60
				return
			}
			f.at = frame.ID
			f.seen[fmt.Sprint(f.topic, "/", frame.ID)] = string(frame.Data)
		}
	}
}

// chanSocket hands each frame over.
type chanSocket struct {
	frames chan string
	gone   chan struct{}
	once   sync.Once
}

func (s *chanSocket) Write(text []byte) error {
	select {
	case s.frames <- string(text):
		return nil
	case <-s.gone:
		return errDropped
	}
}
func (s *chanSocket) Ping()     {}
func (s *chanSocket) Close(int) {}
func (s *chanSocket) Drop()     { s.once.Do(func() { close(s.gone) }) }
