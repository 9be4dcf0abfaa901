package server

import (
	"context"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"
)

// RedisOption is an option of RedisSessions, RedisAccounts and RedisBroker.
type RedisOption func(*redisConfig)

// Prefix sets what every key and channel begins with. Default: "sluice:".
func Prefix(prefix string) RedisOption {
	return func(c *redisConfig) { c.prefix = prefix }
}

type redisConfig struct {
	client redis.UniversalClient
	prefix string
}

func newRedisConfig(client redis.UniversalClient, options []RedisOption) redisConfig {
	if client == nil {
		panic("server: no Redis client")
	}
	c := redisConfig{client: client, prefix: "sluice:"}
	for _, option := range options {
		option(&c)
	}
	return c
}

// bounded runs a command that ends when ctx does, whatever timeouts, retries and
// context settings the client has. A command that was given up may still be carried
// out. Errors other than redis.Nil wrap ErrStoreUnavailable.
func bounded[T any](ctx context.Context, command func(context.Context) (T, error)) (T, error) {
	type reply struct {
		value T
		err   error
	}
	replies := make(chan reply, 1)
	go func() {
		value, err := command(ctx)
		replies <- reply{value, err}
	}()
	select {
	case r := <-replies:
		return r.value, unavailable(r.err)
	case <-ctx.Done():
		var none T
		return none, unavailable(ctx.Err())
	}
}

func unavailable(err error) error {
	if err == nil || errors.Is(err, redis.Nil) || errors.Is(err, ErrStoreUnavailable) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrStoreUnavailable, err)
}
