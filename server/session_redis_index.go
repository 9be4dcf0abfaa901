package server

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"
)

// The index of a user's sessions. It may hold dead members, never lack a living one:
// a session is added before it is written and taken out after it is gone, and readers
// take out what they find dead.

// indexAdd sets a member's expiry, drops members that have expired and lets the set
// live at least as long as the member. ARGV: member, its expiry and now in Unix ms,
// ttl in ms.
var indexAdd = redis.NewScript(indexAddText + `
return 1`)

// indexEnter does the same for a new member and returns those that were there before.
// On a repeat there is no telling which they were: it returns nothing.
var indexEnter = redis.NewScript(`
if redis.call('ZSCORE', KEYS[1], ARGV[1]) then return false end
local before = redis.call('ZRANGE', KEYS[1], 0, -1)` + indexAddText + `
return before`)

const indexAddText = `
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[4]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
end`

// indexRead drops members that have expired and returns the others, the first to
// expire first. ARGV: now in Unix ms.
var indexRead = redis.NewScript(`
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
return redis.call('ZRANGE', KEYS[1], 0, -1)`)

// addToIndex does nothing for a user without id: there is no telling whose session it is.
func (s *redisSessions) addToIndex(ctx context.Context, userID string, id sessionID, ttl time.Duration, now time.Time) error {
	if userID == "" {
		return nil
	}
	_, err := bounded(ctx, func(ctx context.Context) (int, error) {
		return indexAdd.Run(ctx, s.client, []string{s.userKey(userID)}, indexArguments(id, ttl, now)...).Int()
	})
	return err
}

func indexArguments(id sessionID, ttl time.Duration, now time.Time) []any {
	return []any{string(id), now.Add(ttl).UnixMilli(), now.UnixMilli(), ttl.Milliseconds()}
}

// enterIndex adds the session of a write, and says which are older if that is asked.
func (s *redisSessions) enterIndex(ctx context.Context, w sessionWrite) error {
	if w.older == nil || w.userID == "" {
		return s.addToIndex(ctx, w.userID, w.id, w.ttl, w.now)
	}
	members, err := bounded(ctx, func(ctx context.Context) ([]string, error) {
		return indexEnter.Run(ctx, s.client, []string{s.userKey(w.userID)}, indexArguments(w.id, w.ttl, w.now)...).StringSlice()
	})
	if errors.Is(err, redis.Nil) {
		return unavailable(errors.New("server: the new session is in its user's index already"))
	}
	for _, member := range members {
		*w.older = append(*w.older, sessionID(member))
	}
	return err
}

// removeFromIndex leaves a dead member behind when it fails, which readers take out.
func (s *redisSessions) removeFromIndex(ctx context.Context, userID string, id sessionID) {
	if userID == "" {
		return
	}
	_, _ = bounded(ctx, func(ctx context.Context) (int64, error) {
		return s.client.ZRem(ctx, s.userKey(userID), string(id)).Result()
	})
}

func (s *redisSessions) ofUser(ctx context.Context, userID string, now time.Time) ([]sessionID, error) {
	members, err := bounded(ctx, func(ctx context.Context) ([]string, error) {
		return indexRead.Run(ctx, s.client, []string{s.userKey(userID)}, now.UnixMilli()).StringSlice()
	})
	if err != nil {
		return nil, err
	}
	var living []sessionID
	for _, member := range members {
		id := sessionID(member)
		session, err := s.load(ctx, id, now, false)
		if err != nil {
			return nil, err
		}
		if session == nil || session.userID() != userID {
			s.removeFromIndex(ctx, userID, id)
			continue
		}
		living = append(living, id)
	}
	return living, nil
}
