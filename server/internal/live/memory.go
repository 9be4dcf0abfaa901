package live

import (
	"context"
	"maps"
	"sync"
	"time"
)

// maxUnused limits the streams that nobody has subscribed to any more and that never had
// an event: a client can ask for any number of keys. Beyond it all of them are forgotten.
const maxUnused = 100_000

// sweepInterval is how often a broker in memory looks for streams to forget.
const sweepInterval = time.Minute

// Memory is a broker within this process. It holds no goroutine: what is too old is
// dropped when the stream is used, and once a minute while any is.
type Memory struct {
	mu      sync.Mutex
	streams map[Stream]*memoryStream
	swept   time.Time
	unused  int
}

// NewMemory returns a broker without streams.
func NewMemory() *Memory { return &Memory{streams: map[Stream]*memoryStream{}} }

// memoryStream is one stream. It is used by those who hold it, which keeps it from being
// forgotten.
type memoryStream struct {
	Fanout
	buffer buffer
	used   time.Time

	holders int  // guarded by Memory.mu, as is the next
	unused  bool // counts as one of maxUnused
}

// hold returns a stream, made if need be, that stays until it is let go.
func (m *Memory) hold(name Stream, now time.Time) *memoryStream {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sweep(now)
	s := m.streams[name]
	if s == nil {
		s = &memoryStream{}
		s.Start(Position{Epoch: NewEpoch()})
		m.streams[name] = s
	}
	if s.unused {
		s.unused = false
		m.unused--
	}
	s.holders++
	return s
}

func (m *Memory) letGo(s *memoryStream) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s.holders--
	if s.holders > 0 {
		return
	}
	s.Lock() // nobody holds it: free at once
	s.unused = s.Position().Last == 0
	s.Unlock()
	if !s.unused {
		return
	}
	if m.unused++; m.unused > maxUnused {
		maps.DeleteFunc(m.streams, func(_ Stream, s *memoryStream) bool { return s.unused })
		m.unused = 0
	}
}

// sweep forgets streams, and what is too old of others, once a minute.
func (m *Memory) sweep(now time.Time) {
	if now.Sub(m.swept) < sweepInterval {
		return
	}
	m.swept = now
	for name, s := range m.streams {
		s.Lock() // whoever has it does not wait for m
		s.buffer.trim(now)
		idle := s.holders == 0 && now.Sub(s.used) > ForgetAfter
		s.Unlock()
		if idle {
			delete(m.streams, name)
			if s.unused {
				m.unused--
			}
		}
	}
}

// Publish never fails.
func (m *Memory) Publish(_ context.Context, name Stream, data []byte) (Position, error) {
	s := m.hold(name, time.Now())
	defer m.letGo(s)
	s.Lock()
	defer s.Unlock()
	now := time.Now() // read with the stream locked: what is kept is in order of time
	s.used = now
	s.Give(s.buffer.add(data, now))
	return s.Position(), nil
}

// Subscribe never fails.
func (m *Memory) Subscribe(_ context.Context, name Stream, to Receiver) error {
	s := m.hold(name, time.Now())
	s.Lock()
	defer s.Unlock()
	s.buffer.trim(time.Now())
	s.Join(&memoryFeed{m, s}, to, s.buffer.oldest())
	return nil
}

// memoryFeed holds its stream until it is closed.
type memoryFeed struct {
	broker *Memory
	stream *memoryStream
}

func (f *memoryFeed) Sync(fn func(Position)) {
	f.stream.Lock()
	defer f.stream.Unlock()
	fn(f.stream.Position())
}

func (f *memoryFeed) Read(_ context.Context, after int64, live func()) ([]Event, error) {
	s := f.stream
	s.Lock()
	defer s.Unlock()
	s.buffer.trim(time.Now())
	events, ok := s.buffer.after(after, ReadChunk)
	switch {
	case !ok:
		return nil, ErrGone
	case len(events) == 0:
		live()
	}
	return events, nil
}

func (f *memoryFeed) Close() {
	s := f.stream
	s.Lock()
	joined := s.Leave(f)
	s.used = time.Now()
	s.Unlock()
	if joined {
		f.broker.letGo(s)
	}
}
