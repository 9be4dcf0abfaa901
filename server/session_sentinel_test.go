package server

import (
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/internal/redistest"
)

func TestSessionsThroughSentinel(t *testing.T) {
	t.Parallel()
	sentinel := redistest.StartSentinel(t)
	primary := redis.NewClient(&redis.Options{Addr: sentinel.Primary.Addr})
	t.Cleanup(func() { _ = primary.Close() })
	clients := map[string]redis.UniversalClient{
		"a failover client": redis.NewFailoverClient(&redis.FailoverOptions{
			MasterName: sentinel.Name, SentinelAddrs: []string{sentinel.Addr},
		}),
		"a universal client with a master's name": redis.NewUniversalClient(&redis.UniversalOptions{
			MasterName: sentinel.Name, Addrs: []string{sentinel.Addr},
		}),
	}
	for name, client := range clients {
		t.Cleanup(func() { _ = client.Close() })
		t.Run(name+" keeps sessions in the primary that the sentinel names", func(t *testing.T) {
			require.NoError(t, primary.FlushAll(t.Context()).Err())
			stores := &stores{clock: &clock{now: time.Now()}, sessions: RedisSessions(client), accounts: RedisAccounts(client)}
			one, two := stores.serve(t, Options{}, setRoute), stores.serve(t, Options{Sliding: true}, setRoute)
			b := one.browser()
			require.Equal(t, 201, b.register("a@example.com").status)
			require.Equal(t, 200, b.login("a@example.com").status)
			assert.Contains(t, b.post("/api/session", "").body, "a@example.com")

			require.Equal(t, 200, b.post("/api/set", `{"Key":"city","Value":"Bern"}`).status)
			other := &browser{site: two, token: b.token}
			assert.Contains(t, other.post("/api/session", "").body, `"city":"Bern"`)
			r := other.post("/api/set", `{"Key":"city","Value":"Rome","IfUnchanged":true}`)
			require.Equal(t, 200, r.status, "body %q", r.body)
			assert.Contains(t, b.post("/api/session", "").body, `"city":"Rome"`)
			key := "sluice:session:" + hashed(b.token)
			value, err := primary.Get(t.Context(), key).Result()
			require.NoError(t, err)
			assert.Contains(t, value, `"city":"Rome"`)

			token := b.token
			require.Equal(t, 204, b.post("/auth/logout", "").status)
			assert.Equal(t, "null", (&browser{site: two, token: token}).post("/api/session", "").body)
			keys, err := primary.Keys(t.Context(), "*").Result()
			require.NoError(t, err)
			for _, key := range keys {
				assert.True(t, strings.HasPrefix(key, "sluice:account:"), key)
			}
			assert.Empty(t, one.errors.list())
			assert.Empty(t, two.errors.list())
		})
	}
}
