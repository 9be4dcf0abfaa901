package server

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFailedLoginsAreLimited(t *testing.T) {
	eachStore(t, func(t *testing.T, stores *stores) {
		options := Options{TrustedProxies: []string{"127.0.0.1"}, AddressFailures: 6, AccountFailures: 3}
		s := stores.serve(t, options)
		try := func(email, word, address string) reply {
			t.Helper()
			return s.browser().post("/auth/login", fmt.Sprintf(`{"email":%q,"password":%q}`, email, word), "X-Forwarded-For: "+address)
		}
		statuses := func(n int, email, word, address string) (list []int) {
			for range n {
				list = append(list, try(email, word, address).status)
			}
			return list
		}
		const wrong = "wrong password"
		for _, email := range []string{"a@example.com", "b@example.com"} {
			require.Equal(t, 201, s.browser().register(email).status)
		}
		t.Run("by account, from anywhere, even with the right password", func(t *testing.T) {
			assert.Equal(t, []int{401, 401}, statuses(2, "a@example.com", wrong, "1.0.0.1"))
			stores.advance(t, 5*time.Minute)
			assert.Equal(t, 401, try("A@example.com", wrong, "1.0.0.2").status)
			r := try("a@example.com", password, "1.0.0.3")
			assertError(t, 429, "api.rateLimited", r)
			assert.Equal(t, "600", r.header.Get("Retry-After"))
			assert.Equal(t, 200, try("b@example.com", password, "1.0.0.1").status, "another account")
			stores.advance(t, 10*time.Minute)
			assert.Equal(t, 200, try("a@example.com", password, "1.0.0.3").status, "the first two have left the window")
		})
		t.Run("of unknown addresses alike", func(t *testing.T) {
			assert.Equal(t, []int{401, 401, 401, 429}, statuses(4, "nobody@example.com", wrong, "2.0.0.1"))
		})
		t.Run("a success clears the account's", func(t *testing.T) {
			stores.advance(t, time.Hour)
			for range 3 {
				assert.Equal(t, []int{401, 401}, statuses(2, "a@example.com", wrong, "3.0.0.2"))
				assert.Equal(t, 200, try("a@example.com", password, "3.0.0.1").status)
			}
		})
		t.Run("by address, whatever the account", func(t *testing.T) {
			stores.advance(t, time.Hour)
			for i := range 6 {
				assert.Equal(t, 401, try(fmt.Sprintf("u%d@example.com", i), wrong, "4.0.0.1").status)
				assert.Equal(t, 200, try("b@example.com", password, "4.0.0.2").status, "a success does not count")
			}
			r := try("b@example.com", password, "4.0.0.1")
			assertError(t, 429, "api.rateLimited", r)
			assert.Equal(t, "900", r.header.Get("Retry-After"))
			assertError(t, 429, "api.rateLimited", s.browser().post("/auth/login", "{", "X-Forwarded-For: 4.0.0.1"))
			assert.Equal(t, 200, try("b@example.com", password, "4.0.0.3").status)
		})
		t.Run("guesses made at once don't pass together", func(t *testing.T) {
			stores.advance(t, time.Hour)
			var refused, limited atomic.Int32
			race(t, 10, func(i int) {
				switch try("a@example.com", wrong, fmt.Sprintf("5.0.0.%d", i)).status {
				case 401:
					refused.Add(1)
				case 429:
					limited.Add(1)
				}
			})
			assert.EqualValues(t, 3, refused.Load())
			assert.EqualValues(t, 7, limited.Load())
		})
	})
}

// A store that fails at one step, once it is told to.
type failingSessions struct {
	Sessions
	step string
	mu   sync.Mutex
	made []sessionID
}

var errStep = fmt.Errorf("%w: step", ErrStoreUnavailable)

func (f *failingSessions) write(ctx context.Context, w sessionWrite) (writeResult, error) {
	f.mu.Lock()
	f.made = append(f.made, w.id)
	f.mu.Unlock()
	result, err := f.Sessions.write(ctx, w)
	if f.step == "write" {
		return 0, errStep
	}
	return result, err
}

func (f *failingSessions) remove(ctx context.Context, id sessionID, replaced bool) error {
	f.mu.Lock()
	own := len(f.made) > 0 && f.made[len(f.made)-1] == id
	f.mu.Unlock()
	if f.step == "remove" && !own {
		return errStep
	}
	return f.Sessions.remove(ctx, id, replaced)
}

func (f *failingSessions) ofUser(ctx context.Context, userID string, now time.Time) ([]sessionID, error) {
	if f.step == "ofUser" {
		return nil, errStep
	}
	return f.Sessions.ofUser(ctx, userID, now)
}

func TestALoginThatFailsHalfwayLeavesNoSession(t *testing.T) {
	for _, step := range []string{"write", "remove", "ofUser"} {
		t.Run(step, func(t *testing.T) {
			stores := memoryStores(t)
			failing := &failingSessions{Sessions: stores.sessions}
			stores.sessions = failing
			s := stores.serve(t, Options{SingleDevice: true})
			require.Equal(t, 201, s.browser().register("a@example.com").status)
			b := s.browser()
			require.Equal(t, 200, b.login("a@example.com").status)
			old := b.token
			failing.step = step
			r := b.login("a@example.com")
			assertError(t, 503, "store.unavailable", r)
			assert.Equal(t, old, b.token, "no new cookie")
			failing.mu.Lock()
			defer failing.mu.Unlock()
			made, err := failing.load(t.Context(), failing.made[len(failing.made)-1], stores.clock.Now(), false)
			require.NoError(t, err)
			assert.Nil(t, made)
		})
	}
}
