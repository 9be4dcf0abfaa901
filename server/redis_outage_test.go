package server

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/internal/redistest"
)

// stubborn is a client with the options that make it wait longest.
func stubborn(t *testing.T, address string) *redis.Client {
	t.Helper()
	c := redis.NewClient(&redis.Options{
		Addr: address, DialTimeout: time.Minute, ReadTimeout: time.Minute, WriteTimeout: time.Minute,
		PoolTimeout: time.Minute, MaxRetries: 50, ContextTimeoutEnabled: false,
	})
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func TestRedisOutOfReach(t *testing.T) {
	t.Parallel()
	stores := redisStores(t)
	patient := stubborn(t, stores.server.Addr)
	stores.sessions, stores.accounts = RedisSessions(patient), RedisAccounts(patient)
	one := stores.serve(t, Options{}, setRoute, add("x", answerOK))
	two := stores.serve(t, Options{Sliding: true}, setRoute)
	require.Equal(t, 201, one.browser().register("a@example.com").status)
	b := one.browser()
	require.Equal(t, 200, b.login("a@example.com").status)

	unavailable := func(t *testing.T) {
		t.Helper()
		type attempt struct {
			site              *site
			token, path, body string
		}
		login := `{"email":"a@example.com","password":"` + password + `"}`
		attempts := []attempt{
			{one, b.token, "/api/x", ""},
			{one, b.token, "/api/session", ""},
			{two, b.token, "/api/session", ""},
			{one, b.token, "/auth/logout", ""},
			{one, b.token, "/auth/login", login},
			{one, "", "/auth/login", login},
			{one, "", "/auth/register", `{"name":"B","email":"b@example.com","password":"` + password + `"}`},
		}
		race(t, len(attempts), func(i int) {
			a := attempts[i]
			began := time.Now()
			r := (&browser{site: a.site, token: a.token}).post(a.path, a.body)
			assert.Less(t, time.Since(began), 2*time.Second, a.path)
			assert.Equal(t, 503, r.status, a.path)
			assert.Contains(t, r.body, `"code":"store.unavailable"`)
			assert.Equal(t, "1", r.header.Get("Retry-After"))
			assert.Empty(t, r.header.Values("Set-Cookie"), "the cookie is kept")
		})
		assert.Equal(t, 200, one.browser().post("/api/x", "").status, "without a cookie the store is not asked")
		told := one.errors.list()
		require.NotEmpty(t, told)
		assert.ErrorIs(t, told[len(told)-1], ErrStoreUnavailable)
		for _, err := range told {
			assert.NotContains(t, err.Error(), b.token)
		}
	}
	recovered := func(t *testing.T) {
		t.Helper()
		for _, site := range []*site{one, two} {
			tab := &browser{site: site, token: b.token}
			require.Eventually(t, func() bool { return tab.post("/api/session", "").status == 200 }, 10*time.Second, 50*time.Millisecond)
			assert.Contains(t, tab.post("/api/session", "").body, "a@example.com")
		}
		assert.Equal(t, 200, b.post("/api/set", `{"Key":"k"}`).status)
	}
	t.Run("stopped", func(t *testing.T) {
		stores.server.Stop()
		unavailable(t)
		stores.server.Restart()
		recovered(t)
	})
	t.Run("silent", func(t *testing.T) {
		stores.server.Pause()
		unavailable(t)
		stores.server.Resume()
		recovered(t)
	})
}

func TestSavingGivesUpAfterItsTime(t *testing.T) {
	t.Parallel()
	stores := redisStores(t)
	stores.sessions = RedisSessions(stubborn(t, stores.server.Addr))
	loaded, silent := make(chan struct{}), make(chan struct{})
	s := stores.serve(t, Options{}, add("save", func(c *Call) (empty, error) {
		close(loaded)
		<-silent
		return empty{}, c.SaveSession(c.User().Token, c.User())
	}))
	b := s.loggedIn("u", nil)
	answer := make(chan reply)
	go func() { answer <- b.post("/api/save", "") }()
	<-loaded
	stores.server.Pause()
	defer stores.server.Resume()
	began := time.Now()
	close(silent)
	assertError(t, 503, "store.unavailable", <-answer)
	assert.InDelta(t, 5, time.Since(began).Seconds(), 1)
}

func TestReplicasAreNeverRead(t *testing.T) {
	t.Parallel()
	stores := redisStores(t)
	require.Equal(t, 201, stores.serve(t, Options{}).browser().register("a@example.com").status)
	b := stores.serve(t, Options{}).loggedIn("u", nil)
	replica := redistest.Start(t)
	client := redis.NewClient(&redis.Options{Addr: replica.Addr})
	t.Cleanup(func() { _ = client.Close() })
	host, port, err := net.SplitHostPort(stores.server.Addr)
	require.NoError(t, err)
	require.NoError(t, client.ReplicaOf(t.Context(), host, port).Err())
	key := "sluice:session:" + hashed(b.token)
	require.Eventually(t, func() bool { return client.Exists(t.Context(), key).Val() == 1 }, 20*time.Second, 50*time.Millisecond)

	for name, sliding := range map[string]bool{"fixed": false, "sliding": true} {
		t.Run(name, func(t *testing.T) {
			stores.sessions, stores.accounts = RedisSessions(client), RedisAccounts(client)
			s := stores.serve(t, Options{Sliding: sliding})
			assertError(t, 503, "store.unavailable", (&browser{site: s, token: b.token}).post("/api/session", ""))
			_, err := stores.accounts.ByEmail(context.Background(), "a@example.com")
			assert.ErrorIs(t, err, ErrStoreUnavailable)
		})
	}
}
