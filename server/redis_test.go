package server

import (
	"context"
	"encoding/json"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/internal/redistest"
)

func TestRedisKeysAndValues(t *testing.T) {
	stores := redisStores(t)
	s := stores.serve(t, Options{}, setRoute)
	b := s.loggedIn("u1", map[string]any{"name": "Ann"})
	require.Equal(t, 200, b.post("/api/set", `{"Key":"a","Value":"b"}`).status)

	keys, err := stores.redis.Keys(t.Context(), "*").Result()
	require.NoError(t, err)
	session, index := "sluice:session:"+hashed(b.token), "sluice:user:"+hashed("u1")
	assert.ElementsMatch(t, []string{session, index}, keys)

	value, err := stores.redis.Get(t.Context(), session).Result()
	require.NoError(t, err)
	assert.JSONEq(t, `{"id":"u1","name":"Ann","a":"b"}`, value[versionLength:])
	assert.NotContains(t, value, b.token)

	for _, key := range keys {
		ttl, err := stores.redis.TTL(t.Context(), key).Result()
		require.NoError(t, err)
		assert.InDelta(t, 604800, ttl.Seconds(), 2, key)
	}
	members, err := stores.redis.ZRangeWithScores(t.Context(), index, 0, -1).Result()
	require.NoError(t, err)
	assert.Equal(t, []redis.Z{{Member: hashed(b.token), Score: float64(stores.clock.Now().Add(7 * 24 * time.Hour).UnixMilli())}}, members)

	t.Run("a deleted session leaves nothing", func(t *testing.T) {
		require.Equal(t, 204, b.post("/auth/logout", "").status)
		keys, err := stores.redis.Keys(t.Context(), "*").Result()
		require.NoError(t, err)
		assert.Empty(t, keys)
	})
}

func TestRedisIndexFollowsTheUser(t *testing.T) {
	stores := redisStores(t)
	s := stores.serve(t, Options{SessionTTL: time.Hour}, add("become", func(c *Call) (empty, error) {
		user := c.User()
		user.ID = "second"
		return empty{}, c.SaveSession(user.Token, user)
	}))
	members := func(user string) []string {
		t.Helper()
		list, err := stores.redis.ZRange(t.Context(), "sluice:user:"+hashed(user), 0, -1).Result()
		require.NoError(t, err)
		return list
	}
	b := s.loggedIn("first", nil)
	require.Equal(t, 204, b.post("/api/become", "").status)
	assert.Empty(t, members("first"))
	assert.Equal(t, []string{hashed(b.token)}, members("second"))

	t.Run("and readers take out dead members", func(t *testing.T) {
		require.NoError(t, stores.redis.Del(t.Context(), "sluice:session:"+hashed(b.token)).Err())
		ids, err := stores.sessions.ofUser(t.Context(), "second", stores.clock.Now())
		require.NoError(t, err)
		assert.Empty(t, ids)
		assert.Empty(t, members("second"))
	})
	t.Run("and writers expired ones", func(t *testing.T) {
		old := s.loggedIn("third", nil)
		stores.clock.advance(2 * time.Hour)
		fresh := s.loggedIn("third", nil)
		assert.NotContains(t, members("third"), hashed(old.token))
		assert.Contains(t, members("third"), hashed(fresh.token))
	})
}

// watch collects the commands that Redis carries out.
func watch(t *testing.T, stores *stores) (list func() []string) {
	t.Helper()
	conn, err := net.Dial("tcp", stores.server.Addr)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	_, err = conn.Write([]byte("MONITOR\r\n"))
	require.NoError(t, err)
	var mu sync.Mutex
	var text strings.Builder
	go func() {
		buffer := make([]byte, 4096)
		for {
			n, err := conn.Read(buffer)
			mu.Lock()
			text.Write(buffer[:n])
			mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	seen := func() string {
		mu.Lock()
		defer mu.Unlock()
		return text.String()
	}
	require.Eventually(t, func() bool { return seen() != "" }, 5*time.Second, time.Millisecond)
	return func() (commands []string) {
		mark := newToken()
		require.ErrorIs(t, stores.redis.Get(t.Context(), mark).Err(), redis.Nil)
		require.Eventually(t, func() bool { return strings.Contains(seen(), mark) }, 5*time.Second, time.Millisecond)
		for line := range strings.SplitSeq(seen(), "\r\n") {
			if _, command, ok := strings.Cut(line, "] "); ok && !strings.Contains(command, mark) {
				commands = append(commands, command)
			}
		}
		return commands
	}
}

func TestRedisCommands(t *testing.T) {
	stores := redisStores(t)
	s := stores.serve(t, Options{}, setRoute, add("x", answerOK))
	commands := watch(t, stores)
	b := s.loggedIn("u", nil)
	require.Equal(t, 200, b.post("/api/set", `{"Key":"a"}`).status)
	require.Equal(t, 200, s.browser().post("/api/x", "").status)
	require.Equal(t, 200, (&browser{site: s, token: "garbage"}).post("/api/x", "").status)
	key := `"sluice:session:` + hashed(b.token) + `"`
	var own []string
	for _, command := range commands() {
		assert.NotContains(t, command, b.token)
		if strings.Contains(command, key) {
			name, _, _ := strings.Cut(command, " ")
			tail := command[strings.LastIndex(command, `"}`)+1:]
			own = append(own, strings.ToLower(name+" "+tail[strings.Index(tail, " ")+1:]))
		}
	}
	require.Len(t, own, 3, "the calls without a session do not touch the store")
	assert.Equal(t, `"set" "ex" "604800" "nx"`, own[0])
	assert.True(t, strings.HasPrefix(own[1], `"getex"`), own[1])
	assert.Equal(t, `"set" "ex" "604800" "xx"`, own[2])
}

func TestRedisNotices(t *testing.T) {
	stores := redisStores(t)
	s := stores.serve(t, Options{}, setRoute)
	subscription := stores.redis.Subscribe(t.Context(), "sluice:sessions")
	defer subscription.Close()
	_, err := subscription.Receive(t.Context())
	require.NoError(t, err)
	b := s.loggedIn("u", nil)
	token := b.token
	require.Equal(t, 200, b.post("/api/set", `{"Key":"a"}`).status)
	value, err := stores.redis.Get(t.Context(), "sluice:session:"+hashed(token)).Result()
	require.NoError(t, err)
	require.Equal(t, 204, b.post("/auth/logout", "").status)

	var versions []string
	for range 3 {
		message, err := subscription.ReceiveMessage(t.Context())
		require.NoError(t, err)
		var notice struct{ Session, Version string }
		require.NoError(t, json.Unmarshal([]byte(message.Payload), &notice))
		assert.Equal(t, hashed(token), notice.Session)
		versions = append(versions, notice.Version)
	}
	assert.NotEmpty(t, versions[0])
	assert.Equal(t, value[:versionLength], versions[1])
	assert.Empty(t, versions[2], "ended")
}

func TestAPrefixOfOnesOwn(t *testing.T) {
	stores := redisStores(t)
	stores.sessions = RedisSessions(stores.redis, Prefix("a:"))
	b := stores.serve(t, Options{}).loggedIn("u", nil)
	stores.sessions = RedisSessions(stores.redis, Prefix("b:"))
	assert.Nil(t, stores.serve(t, Options{}).session(b.token))
	n, err := stores.redis.Exists(t.Context(), "a:session:"+hashed(b.token)).Result()
	require.NoError(t, err)
	assert.EqualValues(t, 1, n)
}

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

func TestTwoInstancesShareOneRedis(t *testing.T) {
	stores := redisStores(t)
	one := stores.serve(t, Options{AccountFailures: 3}, setRoute)
	other := redis.NewClient(&redis.Options{Addr: stores.server.Addr})
	t.Cleanup(func() { _ = other.Close() })
	stores.sessions, stores.accounts = RedisSessions(other), RedisAccounts(other)
	two := stores.serve(t, Options{AccountFailures: 3}, setRoute)

	require.Equal(t, 201, one.browser().register("a@example.com").status)
	b := two.browser()
	require.Equal(t, 200, b.login("a@example.com").status, "an account made at the other instance")
	at := func(s *site) *browser { return &browser{site: s, token: b.token} }
	require.Equal(t, 200, at(one).post("/api/set", `{"Key":"city","Value":"Bern"}`).status)
	assert.Contains(t, at(two).post("/api/session", "").body, `"city":"Bern"`)
	require.Equal(t, 204, at(two).post("/auth/logout", "").status)
	assert.Equal(t, "null", at(one).post("/api/session", "").body)

	wrong := `{"email":"a@example.com","password":"wrong password"}`
	statuses := []int{}
	for _, s := range []*site{one, two, one, two, one} {
		statuses = append(statuses, s.browser().post("/auth/login", wrong).status)
	}
	assert.Equal(t, []int{401, 401, 401, 429, 429}, statuses, "failed logins are counted together")
}

func TestClusterNeverSeesACommandOverTwoKeys(t *testing.T) {
	t.Parallel()
	node := redistest.StartCluster(t)
	cluster := redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{node.Addr}, ReadOnly: true})
	t.Cleanup(func() { _ = cluster.Close() })
	stores := &stores{clock: &clock{now: time.Now()}, sessions: RedisSessions(cluster), accounts: RedisAccounts(cluster)}
	s := stores.serve(t, Options{Sliding: true, SingleDevice: true, SessionTTL: time.Hour}, setRoute)
	require.Equal(t, 201, s.browser().register("a@example.com").status)
	one, two := s.browser(), s.browser()
	assert.Equal(t, 401, one.post("/auth/login", `{"email":"a@example.com","password":"wrong password"}`).status)
	require.Equal(t, 200, one.login("a@example.com").status)
	require.Equal(t, 200, two.login("a@example.com").status)
	assert.Equal(t, "null", one.post("/api/session", "").body)
	require.Equal(t, 200, two.post("/api/set", `{"Key":"a","IfUnchanged":true}`).status)
	assert.Contains(t, two.post("/api/session", "").body, `"a":""`)
	require.Equal(t, 204, two.post("/auth/logout", "").status)
	assert.Empty(t, s.errors.list())
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

func TestARepeatedCompareAndSetSucceeds(t *testing.T) {
	stores := redisStores(t)
	b := stores.serve(t, Options{}).loggedIn("u", nil)
	id, now := idOf(b.token), stores.clock.Now()
	loaded, err := stores.sessions.load(t.Context(), id, now, false)
	require.NoError(t, err)
	w := sessionWrite{
		id: id, user: []byte(`{"id":"u"}`), userID: "u", version: newVersion(), when: ifUnchanged,
		expected: loaded.version, ttl: time.Hour, now: now,
	}
	for range 2 { // as a client does whose connection broke before the reply
		result, err := stores.sessions.write(t.Context(), w)
		require.NoError(t, err)
		assert.Equal(t, written, result)
	}
}
