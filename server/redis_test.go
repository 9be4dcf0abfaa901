package server

import (
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
