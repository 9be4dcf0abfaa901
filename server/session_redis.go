package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// RedisSessions keeps sessions in Redis 6.2 or newer: a single node, Sentinel or a
// Cluster, as the client says. Instances that use the same Redis and prefix share
// them. The caller owns the client and closes it.
//
//	{prefix}session:{hex SHA-256 of the token}   version (16 bytes) and the user's JSON
//	{prefix}user:{hex SHA-256 of the user's id}  sorted set: session hashes by expiry, Unix ms
//	{prefix}failed:{hex SHA-256 of the key}      sorted set: failed logins by time, Unix ms
//	{prefix}sessions                             channel: {"session": hash, "version"}, "" when ended, with "replaced": true by a login
//
// No command spans two keys, and every command is one that only a primary carries out.
// Each has a time limit of its own, whatever the client's options are.
func RedisSessions(client redis.UniversalClient, options ...RedisOption) Sessions {
	return &redisSessions{newRedisConfig(client, options)}
}

type redisSessions struct{ redisConfig }

func (s *redisSessions) key(id sessionID) string { return s.prefix + "session:" + string(id) }

func (s *redisSessions) userKey(userID string) string  { return s.prefix + "user:" + hashed(userID) }
func (s *redisSessions) failures() attempts            { return &redisAttempts{s.redisConfig} }
func encodeSession(version string, user []byte) string { return version + string(user) }

// compareAndSet replaces a value that begins with a version. ARGV: expected version,
// new version, new value, seconds. A repeat of a write that has succeeded succeeds.
var compareAndSet = redis.NewScript(`
local value = redis.call('GET', KEYS[1])
if not value then return 'absent' end
local version = string.sub(value, 1, #ARGV[1])
if version == ARGV[2] then return 'written' end
if version ~= ARGV[1] then return 'differs' end
redis.call('SET', KEYS[1], ARGV[3], 'EX', ARGV[4])
return 'written'`)

// load uses GETEX, which changes nothing here but is refused by replicas.
func (s *redisSessions) load(ctx context.Context, id sessionID, _ time.Time, withTTL bool) (*storedSession, error) {
	type loaded struct {
		text string
		ttl  time.Duration
	}
	got, err := bounded(ctx, func(ctx context.Context) (l loaded, err error) {
		if !withTTL {
			l.text, err = s.client.GetEx(ctx, s.key(id), redis.KeepTTL).Result()
			return l, err
		}
		pipe := s.client.Pipeline()
		value, ttl := pipe.GetEx(ctx, s.key(id), redis.KeepTTL), pipe.PTTL(ctx, s.key(id))
		_, err = pipe.Exec(ctx)
		return loaded{value.Val(), ttl.Val()}, err
	})
	if errors.Is(err, redis.Nil) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if len(got.text) < versionLength {
		return nil, unavailable(fmt.Errorf("server: malformed value of a session"))
	}
	return &storedSession{user: json.RawMessage(got.text[versionLength:]), version: got.text[:versionLength], ttl: got.ttl}, nil
}

// write adds to the index of the user first and takes from the former one last, so
// that a living session is in the index of its user at any time.
func (s *redisSessions) write(ctx context.Context, w sessionWrite) (writeResult, error) {
	err := s.enterIndex(ctx, w)
	if err != nil {
		return 0, err
	}
	result, err := s.writeValue(ctx, w)
	if err != nil {
		return 0, err
	}
	if result == absent {
		s.removeFromIndex(ctx, w.userID, w.id)
	}
	if result != written {
		return result, nil
	}
	if w.older != nil { // a reader may have found the member dead when there was no value yet
		if err := s.addToIndex(ctx, w.userID, w.id, w.ttl, w.now); err != nil {
			return 0, err
		}
	}
	if w.formerID != w.userID {
		s.removeFromIndex(ctx, w.formerID, w.id)
	}
	s.notify(ctx, sessionChange{id: w.id, version: w.version})
	return written, nil
}

func (s *redisSessions) writeValue(ctx context.Context, w sessionWrite) (writeResult, error) {
	value := encodeSession(w.version, w.user)
	if w.when == ifUnchanged {
		reply, err := bounded(ctx, func(ctx context.Context) (string, error) {
			return compareAndSet.Run(ctx, s.client, []string{s.key(w.id)},
				w.expected, w.version, value, int(w.ttl/time.Second)).Text()
		})
		return map[string]writeResult{"absent": absent, "differs": differs}[reply], err
	}
	refused := map[writeCondition]writeResult{ifAbsent: differs, ifPresent: absent}[w.when]
	mode := map[writeCondition]string{ifAbsent: "NX", ifPresent: "XX"}[w.when]
	_, err := bounded(ctx, func(ctx context.Context) (string, error) {
		return s.client.SetArgs(ctx, s.key(w.id), value, redis.SetArgs{Mode: mode, TTL: w.ttl}).Result()
	})
	if errors.Is(err, redis.Nil) {
		return refused, nil
	}
	return written, err
}

func (s *redisSessions) renew(ctx context.Context, id sessionID, userID string, ttl time.Duration, now time.Time) (bool, error) {
	if err := s.addToIndex(ctx, userID, id, ttl, now); err != nil {
		return false, err
	}
	return bounded(ctx, func(ctx context.Context) (bool, error) {
		return s.client.Expire(ctx, s.key(id), ttl).Result()
	})
}

func (s *redisSessions) remove(ctx context.Context, id sessionID, replaced bool) error {
	text, err := bounded(ctx, func(ctx context.Context) (string, error) {
		return s.client.GetDel(ctx, s.key(id)).Result()
	})
	if errors.Is(err, redis.Nil) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(text) >= versionLength {
		ended := storedSession{user: json.RawMessage(text[versionLength:])}
		s.removeFromIndex(ctx, ended.userID(), id)
	}
	s.notify(ctx, sessionChange{id: id, replaced: replaced})
	return nil
}
