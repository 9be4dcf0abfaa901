package server

import (
	"context"
	"encoding/json"

	"github.com/redis/go-redis/v9"
)

// sessionNotice is a sessionChange on its channel.
type sessionNotice struct {
	Session  sessionID `json:"session"`
	Version  string    `json:"version"`
	Replaced bool      `json:"replaced,omitempty"`
}

func (s *redisSessions) channel() string { return s.prefix + "sessions" }

// notify tells the instances. A lost notice delays what they push to their clients but
// never what they read, so its failure is none of the write.
func (s *redisSessions) notify(ctx context.Context, c sessionChange) {
	notice, _ := json.Marshal(sessionNotice{c.id, c.version, c.replaced}) // strings always encode
	_, _ = bounded(ctx, func(ctx context.Context) (int64, error) {
		return s.client.Publish(ctx, s.channel(), notice).Result()
	})
}

// watch subscribes to the channel. The client connects again by itself; what was said
// meanwhile is lost, so then all is told to have changed.
func (s *redisSessions) watch(ctx context.Context, told func(sessionChange)) {
	go func() {
		channel := s.client.Subscribe(ctx, s.channel())
		defer channel.Close()
		messages := channel.ChannelWithSubscriptions()
		for {
			select {
			case <-ctx.Done():
				return
			case message, ok := <-messages:
				if !ok {
					return
				}
				switch m := message.(type) {
				case *redis.Subscription:
					told(sessionChange{})
				case *redis.Message:
					var n sessionNotice
					if json.Unmarshal([]byte(m.Payload), &n) == nil && n.Session != "" {
						told(sessionChange{n.Session, n.Version, n.Replaced})
					}
				}
			}
		}
	}()
}
