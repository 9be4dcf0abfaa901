package server

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"sluice/server/internal/live"
)

// RedisBroker carries events through Redis 6.2 or newer, so that all instances with the
// same Redis and prefix share them, and they outlive an instance: a single node,
// Sentinel or a Cluster, as the client says. The caller owns the client and closes it
// after the App has been shut down.
//
//	{prefix}live:{hex SHA-256 of topic, NUL, key}  stream: the newest events; also the name of a channel
//
// Each event is numbered, stored and told of in one script over one key. The epoch joins
// a name of the stream's own with the replication id of the primary: after a restart or
// a failover of Redis, which may have lost the last events, clients get a gap and
// refetch. A stream that was not used for 6 minutes expires.
//
// While Redis is out of reach Publish returns ErrStoreUnavailable, and who subscribes is
// told "internal" and closed with 1013, so that it asks again on its next connection; what
// is subscribed goes on when Redis is back.
func RedisBroker(client redis.UniversalClient, options ...RedisOption) Broker {
	return &redisBroker{
		redisConfig: newRedisConfig(client, options), streams: map[string]*redisStream{}, maxIdle: maxIdleStreams,
		turns: make(chan struct{}, maxAtOnce),
	}
}

const (
	// streamTTL is how long Redis keeps a stream that is not used. Instances say in every
	// liveInterval which ones they use.
	streamTTL    = live.ForgetAfter + liveInterval
	liveInterval = time.Minute

	// maxIdleStreams limits the streams that nobody is subscribed to any more and that Redis
	// still tells of: a client can ask for any number of keys within a liveInterval.
	maxIdleStreams = 10_000

	// maxAtOnce limits the streams for which Redis is asked at once where all of them are:
	// publications, and who subscribes, need connections to it as well.
	maxAtOnce = 64
)

type redisBroker struct {
	redisConfig
	turns chan struct{} // one for each of maxAtOnce that asks

	// wiring is locked around changes of what is subscribed in Redis, so that they reach
	// it in their order. It is locked before mu.
	wiring sync.Mutex

	mu       sync.Mutex
	streams  map[string]*redisStream // by the name of key and channel
	idle     int                     // how many of them nobody holds
	maxIdle  int
	listener *redisListener // while there are streams
}

func (b *redisBroker) live() live.Broker { return b }

func (b *redisBroker) key(s live.Stream) string {
	return b.prefix + "live:" + hashed(s.Topic+"\x00"+s.Key)
}

// Publish has the script do everything. Redis tells this instance as it tells the others.
func (b *redisBroker) Publish(ctx context.Context, name live.Stream, data []byte) (live.Position, error) {
	ctx, cancel := context.WithTimeout(ctx, writeLimit)
	defer cancel()
	reply, err := bounded(ctx, func(ctx context.Context) ([]string, error) {
		return publishEvent.Run(ctx, b.client, []string{b.key(name)},
			live.NewEpoch(), live.NewEpoch(), data, streamTTL.Milliseconds(), live.BufferEvents+1, &attempt{}).StringSlice()
	})
	if err != nil {
		return live.Position{}, err
	}
	return positionFrom(reply)
}

func positionFrom(reply []string) (live.Position, error) {
	if len(reply) < 2 {
		return live.Position{}, unavailable(fmt.Errorf("server: malformed answer of a script: %d values", len(reply)))
	}
	last, err := strconv.ParseInt(reply[1], 10, 64)
	if err != nil {
		return live.Position{}, unavailable(fmt.Errorf("server: malformed answer of a script: %w", err))
	}
	return live.Position{Epoch: reply[0], Last: last}, nil
}

// Subscribe joins where this instance is, once that is no older than what Redis has: the
// client may have been further with another instance.
func (b *redisBroker) Subscribe(ctx context.Context, name live.Stream, to live.Receiver) error {
	ctx, cancel := context.WithTimeout(ctx, readLimit)
	defer cancel()
	s := b.hold(b.key(name))
	if err := s.join(ctx, to); err != nil {
		b.letGo(s)
		return err
	}
	return nil
}

// hold returns the stream of a key, and has Redis tell of it if it did not.
func (b *redisBroker) hold(key string) *redisStream {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.streams[key]
	if s == nil {
		s = &redisStream{broker: b, key: key, subscribed: make(chan struct{})}
		b.streams[key] = s
		go b.wire(s)
	} else if s.holders == 0 {
		b.idle--
	}
	s.holders++
	return s
}

func (b *redisBroker) letGo(s *redisStream) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if s.holders--; s.holders > 0 {
		return
	}
	if b.idle++; b.idle%b.maxIdle == 0 {
		go b.unwire()
	}
}

// wire subscribes to a stream's channel. The client keeps it subscribed from then on.
func (b *redisBroker) wire(s *redisStream) {
	b.wiring.Lock()
	defer b.wiring.Unlock()
	b.mu.Lock()
	wanted, l := b.streams[s.key] == s, b.listener
	if wanted && l == nil {
		l = newRedisListener(b)
		b.listener = l
	}
	b.mu.Unlock()
	if wanted {
		_ = l.channel.Subscribe(l.ctx, s.key) // after an error as well it will be subscribed
		l.start()
	}
}

// unwire lets go what nobody holds, and the listener with the last stream.
func (b *redisBroker) unwire() {
	b.wiring.Lock()
	defer b.wiring.Unlock()
	b.mu.Lock()
	var idle []string
	for key, s := range b.streams {
		if s.holders == 0 {
			idle = append(idle, key)
			delete(b.streams, key)
		}
	}
	b.idle = 0
	l, none := b.listener, len(b.streams) == 0
	if none {
		b.listener = nil
	}
	b.mu.Unlock()
	switch {
	case l == nil: // a new one is about to be made
	case none:
		l.cancel()
	case len(idle) > 0:
		_ = l.channel.Unsubscribe(l.ctx, idle...)
	}
}

func (b *redisBroker) stream(key string) *redisStream {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.streams[key]
}

// all returns the streams in use.
func (b *redisBroker) all() (list []*redisStream) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.streams {
		list = append(list, s)
	}
	return list
}

// parseNotice reads what is told of an event: "epoch id data".
func parseNotice(text string) (epoch string, event live.Event, ok bool) {
	epoch, rest, _ := strings.Cut(text, " ")
	number, data, found := strings.Cut(rest, " ")
	id, err := strconv.ParseInt(number, 10, 64)
	return epoch, live.Event{ID: id, Data: []byte(data)}, found && err == nil
}
