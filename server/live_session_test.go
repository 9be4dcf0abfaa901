package server

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	sessionSaved    = `{"op":"session","reason":"saved"}`
	sessionEnded    = `{"op":"session","reason":"ended"}`
	sessionReplaced = `{"op":"session","reason":"replaced"}`
)

// liveRules declares what the tests of sessions subscribe to.
func liveRules(a *App) {
	Topic(a, "open")
	Topic(a, "members", LoggedIn())
	Topic(a, "admins", Require(Condition{Key: "group", Value: "admin"}))
	Topic(a, "own", Allow(func(c *Call, key string, payload json.RawMessage) error {
		if c.User() == nil || c.User().ID != key || string(payload) != `"please"` {
			return &Error{Status: 403, Message: "not yours"}
		}
		return nil
	}))
	Handle(a, "become", func(c *Call, in struct{ ID, Group string }) (empty, error) {
		user := &User{ID: in.ID, Fields: map[string]any{"group": in.Group}}
		return empty{}, c.SaveSession(c.User().Token, user)
	})
	Handle(a, "drop", func(c *Call, in struct{ Token string }) (empty, error) {
		return empty{}, c.DeleteSession(in.Token)
	})
}

func TestSavesAreTold(t *testing.T) {
	eachStore(t, func(t *testing.T, stores *stores) {
		s, other := stores.serve(t, Options{}, liveRules), stores.serve(t, Options{}, liveRules)
		for name, instance := range map[string]*site{"by this instance": s, "by another instance": other} {
			t.Run(name+", within a second", func(t *testing.T) {
				b := s.loggedIn("ann", nil)
				w, stranger := b.open(t, []string{"sluice.v1"}), s.loggedIn("ann", nil).open(t, []string{"sluice.v1"})
				w.silent()
				start := time.Now()
				at := &browser{site: instance, token: b.token}
				require.Equal(t, 204, at.post("/api/become", `{"ID":"ann","Group":"admin"}`).status)
				w.expect(sessionSaved)
				assert.Less(t, time.Since(start), time.Second)
				w.silent()
				stranger.silent()
			})
		}
		t.Run("rights count at once, both ways", func(t *testing.T) {
			b := s.loggedIn("ann", map[string]any{"group": "admin"})
			w := b.open(t, []string{"sluice.v1"})
			w.subscribe(`{"op":"subscribe","sid":1,"topic":"open"}`)
			w.subscribe(`{"op":"subscribe","sid":2,"topic":"admins"}`)
			w.subscribe(`{"op":"subscribe","sid":3,"topic":"own","key":"ann","payload":"please"}`)
			require.Equal(t, 204, b.post("/api/become", `{"ID":"ann","Group":"guest"}`).status)
			w.expect(`{"op":"error","sid":2,"code":"topic.forbidden","message":"not allowed","retry":false}`, sessionSaved)
			for _, topic := range []string{"open", "admins"} {
				s.publish(topic, 1)
			}
			w.expect(`{"op":"event","sid":1,"id":1,"data":1}`)
			s.publish("own", 1, Key("ann"))
			w.expect(`{"op":"event","sid":3,"id":1,"data":1}`)
			w.send(`{"op":"subscribe","sid":4,"topic":"admins"}`)
			assert.Contains(t, w.next(), "topic.forbidden")
			require.Equal(t, 204, b.post("/api/become", `{"ID":"bob","Group":"admin"}`).status)
			w.expect(`{"op":"error","sid":3,"code":"topic.forbidden","message":"not yours","retry":false}`, sessionSaved)
			w.subscribe(`{"op":"subscribe","sid":5,"topic":"admins"}`)
		})
		t.Run("plain clients are told as well", func(t *testing.T) {
			b := s.loggedIn("ann", nil)
			w := b.open(t, nil)
			w.silent()
			require.Equal(t, 204, b.post("/api/become", `{"ID":"ann"}`).status)
			w.expect(sessionSaved)
		})
		t.Run("many at once end in the newest", func(t *testing.T) {
			b := s.loggedIn("ann", nil)
			w := b.open(t, []string{"sluice.v1"})
			w.subscribe(`{"op":"subscribe","sid":1,"topic":"members"}`)
			for i := range 20 {
				require.Equal(t, 204, b.post("/api/become", fmt.Sprintf(`{"ID":"ann","Group":"%d"}`, i)).status)
			}
			require.Equal(t, 204, b.post("/api/become", `{"ID":"ann","Group":"admin"}`).status)
			require.Eventually(t, func() bool {
				w.send(`{"op":"subscribe","sid":2,"topic":"admins"}`)
				for {
					if text := w.next(); text != sessionSaved {
						return text[:17] == `{"op":"subscribed`
					}
				}
			}, patience, time.Millisecond)
		})
	})
}

func TestEndedSessionsAreTold(t *testing.T) {
	eachStore(t, func(t *testing.T, stores *stores) {
		s, other := stores.serve(t, Options{}, liveRules), stores.serve(t, Options{SingleDevice: true}, liveRules)
		for name, c := range map[string]struct {
			end    func(b *browser)
			reason string
		}{
			"by a logout":                     {func(b *browser) { b.post("/auth/logout", "") }, sessionEnded},
			"by a logout at another instance": {func(b *browser) { (&browser{site: other, token: b.token}).post("/auth/logout", "") }, sessionEnded},
			"by DeleteSession":                {func(b *browser) { s.browser().post("/api/drop", `{"Token":"`+b.token+`"}`) }, sessionEnded},
			"by a login on a single device":   {func(*browser) { other.loggedIn("single", nil) }, sessionReplaced},
		} {
			t.Run(name+": told, and closed with 4001", func(t *testing.T) {
				id := "u"
				if c.reason == sessionReplaced {
					id = "single"
				}
				b := s.loggedIn(id, nil)
				w := b.open(t, []string{"sluice.v1"})
				w.subscribe(`{"op":"subscribe","sid":1,"topic":"members"}`)
				start := time.Now()
				c.end(b)
				w.expect(c.reason)
				assert.Equal(t, 4001, w.closed())
				assert.Less(t, time.Since(start), time.Second)
				again := b.open(t, []string{"sluice.v1"})
				again.send(`{"op":"subscribe","sid":1,"topic":"members"}`)
				again.expect(`{"op":"error","sid":1,"code":"auth.required","message":"log in first","retry":false}`)
				again.subscribe(`{"op":"subscribe","sid":2,"topic":"open"}`)
			})
		}
		t.Run("a lost notice is made up for", func(t *testing.T) {
			s := stores.serve(t, Options{SessionTTL: time.Hour}, liveRules)
			s.sockets.recheckIn = 20 * time.Millisecond
			b := s.loggedIn("late", nil)
			w := b.open(t, []string{"sluice.v1"})
			w.silent()
			stores.advance(t, 2*time.Hour) // nobody tells of what expires
			w.expect(sessionEnded)
			assert.Equal(t, 4001, w.closed())
		})
	})
}

func TestASessionThatCannotBeReadKeepsNobodyFromIt(t *testing.T) {
	stores := redisStores(t)
	s := stores.serve(t, Options{}, liveRules)
	late := s.loggedIn("late", nil)
	w := late.open(t, []string{"sluice.v1"})
	key := func(b *browser) string { return "sluice:session:" + string(idOf(b.token)) }
	for i := range 30 { // as if their part of a cluster were away
		b := s.loggedIn(fmt.Sprint(i), nil)
		b.open(t, []string{"sluice.v1"})
		require.NoError(t, stores.redis.Set(t.Context(), key(b), "broken", 0).Err())
	}
	w.silent()
	require.NoError(t, stores.redis.Del(t.Context(), key(late)).Err()) // nobody tells of it
	s.sockets.recheck(t.Context())
	w.expect(sessionEnded)
	assert.Equal(t, 4001, w.closed())
}

func TestNothingIsWatchedWithoutConnections(t *testing.T) {
	stores := memoryStores(t)
	s := stores.serve(t, Options{}, liveRules)
	m := stores.sessions.(*memorySessions)
	watchers := func() int {
		m.mu.Lock()
		defer m.mu.Unlock()
		return len(m.watchers)
	}
	assert.Zero(t, watchers())
	anonymous := s.browser().open(t, nil)
	anonymous.silent()
	assert.Zero(t, watchers())
	w := s.loggedIn("u", nil).open(t, nil)
	w.silent()
	require.Eventually(t, func() bool { return watchers() == 1 }, patience, time.Millisecond)
	require.NoError(t, w.ws.CloseNow())
	require.Eventually(t, func() bool { return watchers() == 0 }, patience, time.Millisecond)
	require.NoError(t, anonymous.ws.CloseNow())
	require.Eventually(t, func() bool {
		s.sockets.mu.Lock()
		defer s.sockets.mu.Unlock()
		return len(s.sockets.all)+len(s.sockets.sessions) == 0
	}, patience, time.Millisecond)
}
