package server

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/internal/redistest"
)

// clock is a clock that moves only when told to.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// stores is where the sessions and accounts of a test are.
type stores struct {
	clock    *clock
	sessions Sessions
	accounts Accounts
	redis    *redis.Client // nil for memory
	server   *redistest.Server
}

// advance lets time go by, for the clock of the server and for what Redis keeps.
func (s *stores) advance(t *testing.T, d time.Duration) {
	t.Helper()
	s.clock.advance(d)
	if s.redis == nil {
		return
	}
	keys, err := s.redis.Keys(t.Context(), "*").Result()
	require.NoError(t, err)
	for _, key := range keys {
		ttl, err := s.redis.PTTL(t.Context(), key).Result()
		require.NoError(t, err)
		if ttl < 0 {
			continue
		}
		require.NoError(t, s.redis.PExpire(t.Context(), key, ttl-d).Err()) // at or below 0 deletes
	}
}

func memoryStores(*testing.T) *stores {
	return &stores{clock: &clock{now: time.Now()}, sessions: MemorySessions(), accounts: MemoryAccounts()}
}

func redisStores(t *testing.T) *stores {
	server := redistest.Start(t)
	client := redis.NewClient(&redis.Options{Addr: server.Addr})
	t.Cleanup(func() { _ = client.Close() })
	return &stores{
		clock: &clock{now: time.Now()}, sessions: RedisSessions(client), accounts: RedisAccounts(client),
		redis: client, server: server,
	}
}

// eachStore runs a test with sessions in memory and in Redis.
func eachStore(t *testing.T, test func(t *testing.T, s *stores)) {
	t.Run("memory", func(t *testing.T) { test(t, memoryStores(t)) })
	t.Run("redis", func(t *testing.T) { test(t, redisStores(t)) })
}

// failures collects what OnError is told.
type failures struct {
	mu  sync.Mutex
	all []error
}

func (f *failures) add(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all = append(f.all, err)
}

func (f *failures) list() []error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]error(nil), f.all...)
}

// site is an App behind a real listener.
type site struct {
	*App
	t      *testing.T
	url    string
	errors *failures
}

// serve starts an App over stores. Options left out come from them.
func (s *stores) serve(t *testing.T, o Options, routes ...func(*App)) *site {
	t.Helper()
	errors := &failures{}
	o.Sessions, o.Accounts, o.Now, o.OnError = s.sessions, s.accounts, s.clock.Now, errors.add
	app := New(o)
	for _, add := range routes {
		add(app)
	}
	server := httptest.NewServer(app)
	t.Cleanup(server.Close)
	return &site{App: app, t: t, url: server.URL, errors: errors}
}

// newSite starts an App with everything in memory.
func newSite(t *testing.T, o Options, routes ...func(*App)) *site {
	t.Helper()
	return memoryStores(t).serve(t, o, routes...)
}

// reply is an answer that has been read.
type reply struct {
	status int
	header http.Header
	body   string
}

// errorOf returns code and params of an error.
func (r reply) errorOf(t *testing.T) (code string, params map[string]any) {
	t.Helper()
	var body struct {
		Error struct {
			Code, Message string
			Params        map[string]any
		}
	}
	require.NoError(t, json.Unmarshal([]byte(r.body), &body), "body %q", r.body)
	require.NotEmpty(t, body.Error.Message)
	return body.Error.Code, body.Error.Params
}

func assertError(t *testing.T, status int, code string, r reply) {
	t.Helper()
	require.Equal(t, status, r.status, "body %q", r.body)
	got, _ := r.errorOf(t)
	assert.Equal(t, code, got)
}

// browser sends requests to a site and keeps its cookie.
type browser struct {
	site  *site
	token string
}

func (s *site) browser() *browser { return &browser{site: s} }

// post sends a JSON body and reads the answer. Headers are given as "Name: value".
func (b *browser) post(path, body string, headers ...string) reply {
	b.site.t.Helper()
	return b.send(b.request(http.MethodPost, path, strings.NewReader(body), headers...))
}

func (b *browser) request(method, path string, body io.Reader, headers ...string) *http.Request {
	b.site.t.Helper()
	r, err := http.NewRequestWithContext(b.site.t.Context(), method, b.site.url+path, body)
	require.NoError(b.site.t, err)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	if b.token != "" {
		r.Header.Set("Cookie", cookieName+"="+b.token)
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		if value == "" {
			r.Header.Del(name)
		} else {
			r.Header.Set(name, value)
		}
	}
	return r
}

// client does not follow redirects and keeps no connection from one test to the next.
var client = &http.Client{
	Transport:     &http.Transport{DisableKeepAlives: true, DisableCompression: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

func (b *browser) send(r *http.Request) reply {
	b.site.t.Helper()
	answer, err := client.Do(r)
	require.NoError(b.site.t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(b.site.t, err)
	for _, cookie := range answer.Cookies() {
		if cookie.Name == cookieName {
			b.token = cookie.Value
		}
	}
	return reply{answer.StatusCode, answer.Header, string(body)}
}

// raw sends a request without a body to a target that is not touched on its way.
func (s *site) raw(method, target string) reply {
	s.t.Helper()
	conn := dial(s.t, s)
	_, err := fmt.Fprintf(conn, "%s %s HTTP/1.1\r\nHost: a.example\r\nContent-Length: 0\r\n\r\n", method, target)
	require.NoError(s.t, err)
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(s.t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(s.t, err)
	return reply{answer.StatusCode, answer.Header, string(body)}
}

func dial(t *testing.T, s *site) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

const password = "correct horse"

func (b *browser) register(email string) reply {
	b.site.t.Helper()
	return b.post("/auth/register", fmt.Sprintf(`{"name":"Ann","email":%q,"password":%q}`, email, password))
}

func (b *browser) login(email string) reply {
	b.site.t.Helper()
	return b.post("/auth/login", fmt.Sprintf(`{"email":%q,"password":%q}`, email, password))
}

// loggedIn returns a browser with a session whose user has the fields, made without the
// cost of a password.
func (s *site) loggedIn(id string, fields map[string]any) *browser {
	s.t.Helper()
	c := &Call{app: s.App, ctx: context.Background()}
	user := &User{ID: id, Fields: fields}
	require.NoError(s.t, c.startSession(user))
	return &browser{site: s, token: user.Token}
}

// session returns the stored session of a token, nil without one.
func (s *site) session(token string) *User {
	s.t.Helper()
	c := &Call{app: s.App, ctx: context.Background()}
	user, err := c.GetSession(token)
	require.NoError(s.t, err)
	return user
}

type empty struct{}

// add registers a handler without input.
func add[Out any](name string, fn func(*Call) (Out, error), rules ...Rule) func(*App) {
	return func(app *App) {
		Handle(app, name, func(c *Call, _ empty) (Out, error) { return fn(c) }, rules...)
	}
}

func answerOK(*Call) (string, error) { return "ok", nil }
