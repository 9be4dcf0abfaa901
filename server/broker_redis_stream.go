package server

import (
	"context"
	"sync"
	"time"

	"sluice/server/internal/live"
)

// catchUpPause is how long a stream waits after it could not catch up.
const catchUpPause = 500 * time.Millisecond

// redisStream is a stream as this instance follows it: what Redis tells of is handed on
// in the order of ids; what was not told is read.
type redisStream struct {
	live.Fanout
	broker     *redisBroker
	key        string
	started    bool          // the position is known
	subscribed chan struct{} // closed when Redis tells of events
	confirmed  sync.Once
	holders    int // guarded by the broker's lock

	// catching is locked by who catches up, before the stream itself.
	catching sync.Mutex
	// Guarded by the stream's lock:
	behind    bool // somebody is about to catch up, or has to
	following bool // somebody does, again and again
}

func (s *redisStream) join(ctx context.Context, to live.Receiver) error {
	select {
	case <-s.subscribed:
	case <-ctx.Done():
		return unavailable(ctx.Err())
	}
	at, oldest, err := s.use(ctx)
	if err != nil {
		return err
	}
	if err := s.reach(ctx, at); err != nil {
		return err
	}
	s.Lock()
	defer s.Unlock()
	s.Join(&redisFeed{s}, to, oldest)
	return nil
}

// use keeps the stream alive and returns where it is.
func (s *redisStream) use(ctx context.Context) (at live.Position, oldest int64, err error) {
	reply, err := bounded(ctx, func(ctx context.Context) ([]string, error) {
		return useStream.Run(ctx, s.broker.client, []string{s.key}, live.NewEpoch(),
			live.BufferAge.Milliseconds(), live.BufferEvents, streamTTL.Milliseconds()).StringSlice()
	})
	if err != nil {
		return at, 0, err
	}
	if at, err = positionFrom(reply); err != nil {
		return at, 0, err
	}
	first, err := positionFrom(reply[1:])
	return at, first.Last, err
}

// reach returns when everything up to a position has been handed on.
func (s *redisStream) reach(ctx context.Context, at live.Position) error {
	s.Lock()
	if !s.started {
		s.started = true
		s.Start(at)
	}
	there, behind := s.Position(), s.behind
	s.Unlock()
	if !behind && there.Epoch == at.Epoch && there.Last >= at.Last {
		return nil
	}
	return s.catchUp(ctx)
}

// told is given an event by Redis. One that is not the next has others read first.
func (s *redisStream) told(epoch string, event live.Event) {
	s.Lock()
	defer s.Unlock()
	at := s.Position()
	switch {
	case s.started && epoch == at.Epoch && event.ID <= at.Last:
	case s.started && epoch == at.Epoch && event.ID == at.Last+1:
		s.Give(event)
	default:
		s.fallBehind()
	}
}

// fallBehind has somebody catch up: at once, or whoever starts the stream, whose position is
// on its way and may be older than what was missed. The stream is locked.
func (s *redisStream) fallBehind() {
	s.behind = true
	if s.started && !s.following {
		s.following = true
		go s.follow()
	}
}

// follow catches up until that has succeeded, or the stream is not in use any more: a
// Redis that has just started takes subscriptions before it can read, and there may be no
// event for long.
func (s *redisStream) follow() {
	for {
		s.broker.turns <- struct{}{}
		ctx, cancel := context.WithTimeout(context.Background(), writeLimit)
		err := s.catchUp(ctx)
		cancel()
		<-s.broker.turns
		used := s.broker.stream(s.key) == s
		s.Lock()
		s.following = used && s.behind
		going := s.following
		s.Unlock()
		if !going {
			return
		}
		if err != nil {
			time.Sleep(catchUpPause)
		}
	}
}

// catchUp reads what was not told, and hands it on, until there is nothing newer. What is
// told meanwhile may be handed on as well: whoever has the next event does it.
func (s *redisStream) catchUp(ctx context.Context) error {
	s.catching.Lock()
	defer s.catching.Unlock()
	s.Lock()
	s.behind = false // what is told from now on may come after what is read
	s.Unlock()
	for {
		s.Lock()
		from := s.Position()
		s.Unlock()
		at, events, err := s.read(ctx, from.Last)
		if err != nil {
			s.Lock()
			s.behind = true
			s.Unlock()
			return err
		}
		if s.advance(from, at, events) {
			return nil
		}
	}
}

// advance hands on what was read after a position, and reports whether that is all.
func (s *redisStream) advance(from, at live.Position, events []live.Event) (done bool) {
	s.Lock()
	defer s.Unlock()
	now := s.Position()
	switch {
	case now.Epoch != from.Epoch:
		return false
	case at.Epoch != now.Epoch:
		s.Reset(at) // another life: nothing of it is known
		return true
	case len(events) > 0 && events[0].ID > now.Last+1:
		s.Reset(at) // what is missing is no longer kept
		return true
	}
	for _, event := range events {
		if event.ID == now.Last+1 {
			s.Give(event)
			now = s.Position()
		}
	}
	return now.Last >= at.Last
}

// read returns the position, and up to live.ReadChunk events after an id.
func (s *redisStream) read(ctx context.Context, after int64) (at live.Position, events []live.Event, err error) {
	reply, err := bounded(ctx, func(ctx context.Context) ([]string, error) {
		return readEvents.Run(ctx, s.broker.client, []string{s.key}, live.NewEpoch(),
			after, live.ReadChunk, streamTTL.Milliseconds(), live.ReadBytes).StringSlice()
	})
	if err != nil {
		return at, nil, err
	}
	if at, err = positionFrom(reply); err != nil {
		return at, nil, err
	}
	for i := 2; i+1 < len(reply); i += 2 {
		entry, err := positionFrom(reply[i-1 : i+1])
		if err != nil {
			return at, nil, err
		}
		events = append(events, live.Event{ID: entry.Last, Data: []byte(reply[i+1])})
	}
	return at, events, nil
}

// redisFeed is a receiver's hold on a stream.
type redisFeed struct{ stream *redisStream }

func (f *redisFeed) Sync(fn func(live.Position)) {
	f.stream.Lock()
	defer f.stream.Unlock()
	fn(f.stream.Position())
}

// Read gives nothing newer than what has been handed on: that comes to the receiver by
// itself once it is live.
func (f *redisFeed) Read(ctx context.Context, after int64, isLive func()) ([]live.Event, error) {
	s := f.stream
	s.Lock()
	here := s.Position()
	if after == here.Last {
		isLive()
		s.Unlock()
		return nil, nil
	}
	s.Unlock()
	ctx, cancel := context.WithTimeout(ctx, readLimit)
	defer cancel()
	at, events, err := s.read(ctx, after)
	switch {
	case err != nil:
		return nil, err
	case at.Epoch != here.Epoch, after > here.Last, len(events) == 0, events[0].ID != after+1:
		return nil, live.ErrGone
	}
	return events[:min(int64(len(events)), here.Last-after)], nil
}

func (f *redisFeed) Close() {
	s := f.stream
	s.Lock()
	joined := s.Leave(f)
	s.Unlock()
	if joined {
		s.broker.letGo(s)
	}
}
