package server

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// meetingSessions lets logins meet: each lists the sessions of its user before any ends one.
type meetingSessions struct {
	Sessions
	missing sync.WaitGroup
}

func (m *meetingSessions) write(ctx context.Context, w sessionWrite) (writeResult, error) {
	result, err := m.Sessions.write(ctx, w)
	m.missing.Done()
	m.missing.Wait()
	return result, err
}

// orderedSessions calls a function once, after a session was written and before others are ended.
type orderedSessions struct {
	Sessions
	afterWrite func()
}

func (o *orderedSessions) write(ctx context.Context, w sessionWrite) (writeResult, error) {
	result, err := o.Sessions.write(ctx, w)
	if then := o.afterWrite; then != nil {
		o.afterWrite = nil
		then()
	}
	return result, err
}

func livingOf(t *testing.T, s *stores, userID string) []sessionID {
	t.Helper()
	ids, err := s.sessions.ofUser(t.Context(), userID, s.clock.Now())
	require.NoError(t, err)
	return ids
}

func TestLoginsAtOnceDoNotEndEachOther(t *testing.T) {
	for name, test := range map[string]struct {
		options Options
		most    int
	}{
		"SingleDevice leaves one":           {Options{SingleDevice: true}, 1},
		"MaxPerUser leaves at most so many": {Options{MaxPerUser: 3}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			eachStore(t, func(t *testing.T, stores *stores) {
				before := stores.serve(t, Options{}).loggedIn("u", nil)
				stores.advance(t, time.Second)
				const logins = 8
				meeting := &meetingSessions{Sessions: stores.sessions}
				meeting.missing.Add(logins)
				stores.sessions = meeting
				s := stores.serve(t, test.options)
				race(t, logins, func(int) {
					c := &Call{app: s.App, ctx: t.Context()}
					assert.NoError(t, c.startSession(&User{ID: "u"}))
				})
				living := livingOf(t, stores, "u")
				assert.NotEmpty(t, living, "the newest stays")
				assert.LessOrEqual(t, len(living), test.most)
				assert.NotContains(t, living, idOf(before.token))
			})
		})
	}
}

func TestALoginNeverEndsANewerOne(t *testing.T) {
	eachStore(t, func(t *testing.T, stores *stores) {
		ordered := &orderedSessions{Sessions: stores.sessions}
		stores.sessions = ordered
		s := stores.serve(t, Options{SingleDevice: true})
		older := s.loggedIn("u", nil)
		var newer *browser
		ordered.afterWrite = func() {
			stores.advance(t, -time.Minute) // the clock of another instance is behind
			newer = s.loggedIn("u", nil)
		}
		between := s.loggedIn("u", nil)
		assert.Equal(t, []sessionID{idOf(newer.token)}, livingOf(t, stores, "u"))
		assert.Nil(t, s.session(older.token))
		assert.Nil(t, s.session(between.token))
	})
}

// A reader that meets a session in the index before it is stored takes it out of there.
func TestASessionTakenOutOfTheIndexTooSoonComesBack(t *testing.T) {
	stores := redisStores(t)
	sessions := stores.sessions.(*redisSessions)
	id, now := idOf(newToken()), stores.clock.Now()
	var older []sessionID
	w := sessionWrite{id: id, user: []byte(`{"id":"u"}`), userID: "u", version: newVersion(), when: ifAbsent, ttl: time.Hour, now: now, older: &older}
	require.NoError(t, sessions.enterIndex(t.Context(), w))
	t.Run("a repeat, which cannot tell what is older, fails", func(t *testing.T) {
		assert.ErrorIs(t, sessions.enterIndex(t.Context(), w), ErrStoreUnavailable)
	})
	assert.Empty(t, livingOf(t, stores, "u"), "it is in the index, but not stored")
	result, err := sessions.write(t.Context(), w)
	require.NoError(t, err)
	assert.Equal(t, written, result)
	assert.Equal(t, []sessionID{id}, livingOf(t, stores, "u"))
}
