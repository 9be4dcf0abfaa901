package live

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

var errDropped = errors.New("dropped")

// fakeSocket is a client's end: it takes frames while it is open, and keeps them.
type fakeSocket struct {
	mu      sync.Mutex
	changed *sync.Cond
	room    int // frames it still takes, below 0 = any number
	frames  []string
	code    int
	pings   int
	dropped bool
}

func newFakeSocket() *fakeSocket {
	s := &fakeSocket{room: -1}
	s.changed = sync.NewCond(&s.mu)
	return s
}

func (s *fakeSocket) Write(text []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.room == 0 && !s.dropped {
		s.changed.Wait()
	}
	if s.dropped {
		return errDropped
	}
	if s.room > 0 {
		s.room--
	}
	s.frames = append(s.frames, string(text))
	return nil
}

func (s *fakeSocket) Ping() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pings++
}

func (s *fakeSocket) Close(code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.code = code
}

func (s *fakeSocket) Drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dropped = true
	s.changed.Broadcast()
}

// take lets it take n more frames, any number if below 0.
func (s *fakeSocket) take(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.room = n
	s.changed.Broadcast()
}

// closed returns the code of the close, 0 without, and whether it was dropped.
func (s *fakeSocket) closed() (int, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.code, s.dropped
}

// seen returns the frames since the last time, after all that is going on has been done.
func (s *fakeSocket) seen() []string {
	synctest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	frames := s.frames
	s.frames = nil
	return frames
}

// seenFrame is any frame to a client.
type seenFrame struct {
	Op     string
	Sid    int64
	ID     int64
	Epoch  string
	Last   int64
	Reason string
	Code   string
	Data   json.RawMessage
}

func decode(t testing.TB, frames []string) []seenFrame {
	t.Helper()
	list := make([]seenFrame, len(frames))
	for i, text := range frames {
		require.NoError(t, json.Unmarshal([]byte(text), &list[i]), text)
	}
	return list
}

// openGate admits everybody, except to what refused names.
type openGate struct {
	mu      sync.Mutex
	refused map[string]bool
}

func (g *openGate) Admit(_ context.Context, stream Stream, _ []byte, _ bool) *Refusal {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.refused[stream.Topic] {
		return &Refusal{Code: "topic.forbidden", Message: "no"}
	}
	return nil
}

func (g *openGate) Again(string) (bool, time.Duration) { return false, 0 }

func (g *openGate) refuse(topic string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refused = map[string]bool{topic: true}
}

// newConn connects a fake socket to a broker.
func newConn(t testing.TB, broker Broker, with ...func(*Config)) (*Conn, *fakeSocket) {
	socket := newFakeSocket()
	config := Config{Socket: socket, Broker: broker, Gate: &openGate{}}
	for _, change := range with {
		change(&config)
	}
	c := New(config)
	t.Cleanup(func() {
		c.Done()
		socket.Drop()
	})
	return c, socket
}

// inBubble runs a test with a clock of its own. Connections end with it.
func inBubble(t *testing.T, name string, test func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { synctest.Test(t, test) })
}

func publish(t testing.TB, b Broker, topic, data string) {
	t.Helper()
	_, err := b.Publish(t.Context(), Stream{Topic: topic}, []byte(data))
	require.NoError(t, err)
}

// receiverFunc is told of the position and nothing else.
type receiverFunc func(Position)

func (f receiverFunc) Joined(feed Feed, at Position, _ int64) { f(at); go feed.Close() }

func (receiverFunc) Receive(Event) {}

func (receiverFunc) Reset(string) {}
