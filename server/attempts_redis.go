package server

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/redis/go-redis/v9"
)

// redisAttempts is attempts shared by all instances that use one Redis.
type redisAttempts struct{ redisConfig }

// countAttempt drops what has left the window, and returns how many ms to wait for
// room, or 0. With a ticket it then counts the moment. ARGV: now and window in ms, n,
// ticket or "".
var countAttempt = redis.NewScript(`
local now, window, n = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
if ARGV[4] ~= '' and redis.call('ZSCORE', KEYS[1], ARGV[4]) then return 0 end
local count = redis.call('ZCARD', KEYS[1])
if count >= n then
  local oldest = redis.call('ZRANGE', KEYS[1], count - n, count - n, 'WITHSCORES')
  return math.max(1, oldest[2] + window - now)
end
if ARGV[4] ~= '' then
  redis.call('ZADD', KEYS[1], now, ARGV[4])
  redis.call('PEXPIRE', KEYS[1], window)
end
return 0`)

func (a *redisAttempts) key(key string) string { return a.prefix + "failed:" + hashed(key) }

func (a *redisAttempts) wait(ctx context.Context, key string, n int, window time.Duration, now time.Time) (time.Duration, error) {
	return a.count(ctx, key, n, window, now, "")
}

func (a *redisAttempts) take(ctx context.Context, key string, n int, window time.Duration, now time.Time) (string, time.Duration, error) {
	ticket := rand.Text()
	wait, err := a.count(ctx, key, n, window, now, ticket)
	return ticket, wait, err
}

func (a *redisAttempts) count(ctx context.Context, key string, n int, window time.Duration, now time.Time, ticket string) (time.Duration, error) {
	ms, err := bounded(ctx, func(ctx context.Context) (int64, error) {
		return countAttempt.Run(ctx, a.client, []string{a.key(key)}, now.UnixMilli(), window.Milliseconds(), n, ticket).Int64()
	})
	return time.Duration(ms) * time.Millisecond, err
}

func (a *redisAttempts) giveBack(ctx context.Context, key, ticket string) error {
	_, err := bounded(ctx, func(ctx context.Context) (int64, error) {
		return a.client.ZRem(ctx, a.key(key), ticket).Result()
	})
	return err
}

func (a *redisAttempts) clear(ctx context.Context, key string) error {
	_, err := bounded(ctx, func(ctx context.Context) (int64, error) {
		return a.client.Del(ctx, a.key(key)).Result()
	})
	return err
}
