package server

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCredentialsAreChecked(t *testing.T) {
	s := newSite(t, Options{})
	longest := strings.Repeat("ü", 191)
	email := func(length int) string { return strings.Repeat("a", length-len("@example.com")) + "@example.com" }
	for name, test := range map[string]struct {
		name, email, password, confirm string
		path                           string
	}{
		"shortest":                  {"A", "a@b", "12345678", "12345678", ""},
		"longest, in characters":    {longest, email(191), longest, longest, ""},
		"no name":                   {"", "a@example.com", password, password, "name"},
		"a blank name":              {"  ", "a@example.com", password, password, "name"},
		"a long name":               {longest + "x", "a@example.com", password, password, "name"},
		"no email":                  {"A", "", password, password, "email"},
		"no address":                {"A", "ann", password, password, "email"},
		"a display name":            {"A", "Ann <a@example.com>", password, password, "email"},
		"two addresses":             {"A", "a@example.com, b@example.com", password, password, "email"},
		"a space":                   {"A", " a@example.com", password, password, "email"},
		"a line break":              {"A", "a@example.com\nb", password, password, "email"},
		"NUL":                       {"A", "a\x00@example.com", password, password, "email"},
		"a long email":              {"A", email(192), password, password, "email"},
		"a short password":          {"A", "a@example.com", "1234567", "1234567", "password"},
		"a long password":           {"A", "a@example.com", longest + "x", longest + "x", "password"},
		"another password repeated": {"A", "a@example.com", password, "something else", "confirmPassword"},
	} {
		t.Run(name, func(t *testing.T) {
			in := fmt.Sprintf(`{"name":%s,"email":%s,"password":%s,"confirmPassword":%s}`,
				quote(t, test.name), quote(t, test.email), quote(t, test.password), quote(t, test.confirm))
			r := s.browser().post("/auth/register", in)
			if test.path == "" {
				require.Equal(t, 201, r.status, r.body)
				assert.Equal(t, 200, s.browser().post("/auth/login", in).status)
				return
			}
			assertError(t, 400, "api.invalidRequest", r)
			_, params := r.errorOf(t)
			assert.Equal(t, test.path, params["path"])
			if test.path == "email" || test.path == "password" {
				r := s.browser().post("/auth/login", in)
				assertError(t, 400, "api.invalidRequest", r)
				_, params := r.errorOf(t)
				assert.Equal(t, test.path, params["path"])
			}
		})
	}
	t.Run("a wrong type", func(t *testing.T) {
		r := s.browser().post("/auth/login", `{"email":1}`)
		_, params := r.errorOf(t)
		assert.Equal(t, map[string]any{"path": "email", "expected": "string"}, params)
	})
}

func quote(t *testing.T, text string) string {
	t.Helper()
	body, err := encodeResult(200, text)
	require.NoError(t, err)
	return string(body.body)
}

// accounts is a store of an application's own.
type ownAccounts struct {
	account Account
	err     error
}

func (a ownAccounts) ByEmail(context.Context, string) (Account, error) { return a.account, a.err }
func (a ownAccounts) Create(context.Context, Account) error            { return a.err }

func TestAccountsOfOnesOwn(t *testing.T) {
	for name, test := range map[string]struct {
		accounts ownAccounts
		status   int
		code     string
	}{
		"an account without a password": {ownAccounts{account: Account{ID: "1"}}, 401, "auth.invalidCredentials"},
		"a hash of another kind":        {ownAccounts{account: Account{ID: "1", PasswordHash: "$2a$10$x"}}, 500, "api.internal"},
		"a database that is down":       {ownAccounts{err: fmt.Errorf("%w: dial", ErrStoreUnavailable)}, 503, "store.unavailable"},
		"another failure":               {ownAccounts{err: errors.New("syntax error in SQL")}, 500, "api.internal"},
	} {
		t.Run(name, func(t *testing.T) {
			stores := memoryStores(t)
			stores.accounts = test.accounts
			s := stores.serve(t, Options{AccountFailures: 2})
			for range 3 { // a failure of ours is none of the account
				r := s.browser().login("a@example.com")
				if test.status == 401 && r.status == 429 {
					return
				}
				assertError(t, test.status, test.code, r)
			}
		})
	}
}

func TestAnUnknownEmailTakesAsLong(t *testing.T) {
	s := newSite(t, Options{AccountFailures: 1000, AddressFailures: 1000})
	require.Equal(t, 201, s.browser().register("a@example.com").status)
	fastest := func(email string) time.Duration {
		best := time.Hour
		for range 8 {
			began := time.Now()
			require.Equal(t, 401, s.browser().post("/auth/login", `{"email":"`+email+`","password":"wrong password"}`).status)
			best = min(best, time.Since(began))
		}
		return best
	}
	known, unknown := fastest("a@example.com"), fastest("b@example.com")
	assert.InEpsilon(t, known, unknown, 0.6, "%v and %v: without the hash it would be a hundredth", known, unknown)
}

func TestPasswordHashes(t *testing.T) {
	h := newHasher(1)
	hash, err := h.hash(t.Context(), password)
	require.NoError(t, err)
	assert.Regexp(t, `^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$`, hash)
	again, err := h.hash(t.Context(), password)
	require.NoError(t, err)
	assert.NotEqual(t, hash, again, "salted")
	for word, want := range map[string]bool{password: true, password + "x": false, "": false} {
		right, err := h.verify(t.Context(), word, hash)
		require.NoError(t, err)
		assert.Equal(t, want, right)
	}
	right, err := h.verify(t.Context(), password, "")
	require.NoError(t, err)
	assert.False(t, right)

	t.Run("of other parameters are accepted", func(t *testing.T) {
		p := phc{memory: 64, passes: 1, threads: 2, salt: []byte("somesalt"), key: make([]byte, 16)}
		require.NoError(t, h.derive(t.Context(), password, &p))
		right, err := h.verify(t.Context(), password, p.String())
		require.NoError(t, err)
		assert.True(t, right)
	})
	t.Run("that are malformed or too costly are errors", func(t *testing.T) {
		const salt, key = "c29tZXNhbHQ", "AAAAAAAAAAAAAAAAAAAAAA"
		for _, hash := range []string{
			"x", "$", "$argon2i$v=19$m=64,t=1,p=1$" + salt + "$" + key, "$argon2id$v=16$m=64,t=1,p=1$" + salt + "$" + key,
			"$argon2id$v=19$m=99999999,t=1,p=1$" + salt + "$" + key, "$argon2id$v=19$m=64,t=999,p=1$" + salt + "$" + key,
			"$argon2id$v=19$m=64,t=1,p=0$" + salt + "$" + key, "$argon2id$v=19$m=64,t=0,p=1$" + salt + "$" + key,
			"$argon2id$v=19$m=64,t=1,p=1$$" + key, "$argon2id$v=19$m=64,t=1,p=1$" + salt + "$AA", "$argon2id$v=19$m=64,t=1$" + salt + "$" + key,
			"$argon2id$v=19$m=64,t=1,p=1$*$" + key,
		} {
			_, err := h.verify(t.Context(), password, hash)
			assert.Error(t, err, hash)
		}
	})
	t.Run("wait for a free slot as long as somebody waits for them", func(t *testing.T) {
		h.slots <- struct{}{}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := h.hash(ctx, password)
		assert.ErrorIs(t, err, context.Canceled)
		<-h.slots
	})
}
