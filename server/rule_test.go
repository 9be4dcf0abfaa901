package server

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRulesDecideWhoMayCall(t *testing.T) {
	admin := Require(Condition{Key: "admin", Value: true})
	both := Require(Condition{Key: "admin", Value: true}, Condition{Key: "plan", Type: "string", Nullish: new(false)})
	absent := Require(Condition{Key: "plan", MustBeFalsy: new(true)})
	anonymous, nobody := (*User)(nil), &User{Fields: map[string]any{"admin": true}}
	for name, test := range map[string]struct {
		rules  []Rule
		user   *User
		status int
		key    string
	}{
		"no rule lets anonymous in":                      {nil, anonymous, 200, ""},
		"LoggedIn refuses anonymous":                     {[]Rule{LoggedIn()}, anonymous, 401, ""},
		"LoggedIn refuses a user without id":             {[]Rule{LoggedIn()}, nobody, 401, ""},
		"LoggedIn lets a user in":                        {[]Rule{LoggedIn()}, &User{ID: "u"}, 200, ""},
		"a condition that holds":                         {[]Rule{admin}, &User{ID: "u", Fields: map[string]any{"admin": true}}, 200, ""},
		"a condition that fails":                         {[]Rule{admin}, &User{ID: "u", Fields: map[string]any{"admin": false}}, 403, "admin"},
		"the first that fails is named":                  {[]Rule{both}, &User{ID: "u"}, 403, "admin"},
		"the second is named when the first holds":       {[]Rule{both}, &User{ID: "u", Fields: map[string]any{"admin": true}}, 403, "plan"},
		"conditions of several rules go in order":        {[]Rule{admin, absent}, &User{ID: "u", Fields: map[string]any{"plan": "p", "admin": true}}, 403, "plan"},
		"anonymous without LoggedIn is forbidden":        {[]Rule{admin}, anonymous, 403, "admin"},
		"anonymous fails a condition that absence meets": {[]Rule{absent}, anonymous, 403, "plan"},
		"LoggedIn comes before conditions":               {[]Rule{admin, LoggedIn()}, anonymous, 401, ""},
		"a user without id can meet conditions":          {[]Rule{admin}, nobody, 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, Options{}, add("x", answerOK, test.rules...))
			b := s.browser()
			if test.user != nil {
				b = s.loggedIn(test.user.ID, test.user.Fields)
			}
			r := b.post("/api/x", "")
			require.Equal(t, test.status, r.status, r.body)
			switch test.status {
			case 401:
				assertError(t, 401, "auth.required", r)
			case 403:
				assertError(t, 403, "auth.forbidden", r)
				_, params := r.errorOf(t)
				assert.Equal(t, test.key, params["key"])
			}
		})
	}
}

func TestAConditionSeesWhatWasSaved(t *testing.T) {
	eachStore(t, func(t *testing.T, stores *stores) {
		s := stores.serve(t, Options{}, setRoute, add("x", answerOK, LoggedIn(), Require(Condition{Key: "groupId", Value: 12})))
		b := s.loggedIn("u", map[string]any{"groupId": 11})
		r := b.post("/api/x", "")
		assertError(t, 403, "auth.forbidden", r)
		_, params := r.errorOf(t)
		assert.Equal(t, "groupId", params["key"])
		require.Equal(t, 200, b.post("/api/set", `{"Key":"groupId","Number":12}`).status)
		assert.Equal(t, 200, b.post("/api/x", "").status)
	})
}

func TestARateLimitCountsByUserElseByAddress(t *testing.T) {
	stores := memoryStores(t)
	s := stores.serve(t, Options{TrustedProxies: []string{"127.0.0.1"}}, add("x", answerOK, RateLimit(2, time.Minute)), add("y", answerOK, RateLimit(2, time.Minute)))
	user, same, other := s.loggedIn("u", nil), s.loggedIn("u", nil), s.loggedIn("v", nil)
	from := func(b *browser, address string) int { return b.post("/api/x", "", "X-Forwarded-For: "+address).status }

	assert.Equal(t, 200, from(user, "1.1.1.1"))
	stores.advance(t, 20*time.Second)
	assert.Equal(t, 200, from(same, "1.1.1.2"))
	r := user.post("/api/x", "")
	assertError(t, 429, "api.rateLimited", r)
	assert.Equal(t, "40", r.header.Get("Retry-After"))
	assert.Equal(t, 200, from(other, "1.1.1.1"), "another user")
	assert.Equal(t, 200, user.post("/api/y", "").status, "another route")

	anonymous := s.browser()
	assert.Equal(t, []int{200, 200, 429}, []int{from(anonymous, "1.1.1.1"), from(anonymous, "1.1.1.1"), from(anonymous, "1.1.1.1")})
	assert.Equal(t, 200, from(anonymous, "1.1.1.2"), "another address")
	assert.Equal(t, []int{200, 200, 429}, []int{from(anonymous, "2001:db8::1"), from(anonymous, "2001:db8::2"), from(anonymous, "2001:db8::3")}, "one /64")
	assert.Equal(t, 200, from(anonymous, "2001:db8:0:1::1"), "another /64")

	stores.advance(t, 40*time.Second)
	assert.Equal(t, 200, from(user, "1.1.1.1"), "the first call has left the minute")
	assert.Equal(t, 429, from(user, "1.1.1.1"), "the second has not")
}

func TestACallRefusedByOneLimitCountsForNone(t *testing.T) {
	stores := memoryStores(t)
	s := stores.serve(t, Options{}, add("x", answerOK, RateLimit(3, time.Hour), RateLimit(1, time.Minute)))
	b := s.browser()
	for minute := range 3 {
		assert.Equal(t, 200, b.post("/api/x", "").status, "minute %d", minute)
		assert.Equal(t, 429, b.post("/api/x", "").status)
		stores.advance(t, time.Minute)
	}
	r := b.post("/api/x", "")
	assert.Equal(t, 429, r.status)
	assert.Equal(t, "3420", r.header.Get("Retry-After"))
}

func TestAttemptsInMemoryAreForgotten(t *testing.T) {
	log, now := newAttemptLog(), time.Now()
	for _, key := range []string{"a", "b", "c"} {
		log.record(key, 5, time.Second, now)
	}
	log.record("d", 5, time.Second, now.Add(2*time.Minute))
	assert.Len(t, log.keys, 1)
}
