package server

import (
	"context"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// redisListener is a broker's connection to what Redis tells. It lives while there are
// streams.
type redisListener struct {
	broker  *redisBroker
	ctx     context.Context
	cancel  context.CancelFunc
	channel *redis.PubSub
	started sync.Once
}

func newRedisListener(b *redisBroker) *redisListener {
	ctx, cancel := context.WithCancel(context.Background())
	return &redisListener{broker: b, ctx: ctx, cancel: cancel, channel: b.client.Subscribe(ctx)}
}

// start listens, from when there is something subscribed.
func (l *redisListener) start() {
	l.started.Do(func() {
		go l.listen()
		go l.keepAlive()
	})
}

// listen passes on what is told. When the client has connected again, what was said
// meanwhile is lost: it confirms every subscription anew, and each stream catches up.
func (l *redisListener) listen() {
	defer l.channel.Close()
	messages := l.channel.ChannelWithSubscriptions()
	for {
		select {
		case <-l.ctx.Done():
			return
		case message, ok := <-messages:
			if !ok {
				return
			}
			switch m := message.(type) {
			case *redis.Subscription:
				if s := l.broker.stream(m.Channel); s != nil && m.Kind == "subscribe" {
					s.confirmed.Do(func() { close(s.subscribed) })
					s.Lock()
					s.fallBehind()
					s.Unlock()
				}
			case *redis.Message:
				s := l.broker.stream(m.Channel)
				if epoch, event, ok := parseNotice(m.Payload); ok && s != nil {
					s.told(epoch, event)
				}
			}
		}
	}
}

// keepAlive says which streams are in use, lets the others go, and catches up where a
// notice got lost.
func (l *redisListener) keepAlive() {
	ticker := time.NewTicker(liveInterval)
	defer ticker.Stop()
	for {
		select {
		case <-l.ctx.Done():
			return
		case <-ticker.C:
		}
		l.broker.unwire()
		ctx, cancel := context.WithTimeout(l.ctx, liveInterval)
		l.broker.keep(ctx)
		cancel()
	}
}

// keep goes through the streams until ctx ends. One that cannot be kept, because its part of a
// cluster is away, must not keep the others from it.
func (b *redisBroker) keep(ctx context.Context) {
	var work sync.WaitGroup
	defer work.Wait()
	for _, s := range b.all() {
		select {
		case <-ctx.Done():
			return // the next round will do
		case b.turns <- struct{}{}:
		}
		work.Go(func() {
			defer func() { <-b.turns }()
			limited, cancel := context.WithTimeout(ctx, writeLimit)
			defer cancel()
			if at, _, err := s.use(limited); err == nil {
				_ = s.reach(limited, at) // or the next time
			}
		})
	}
}
