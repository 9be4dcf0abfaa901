package server

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestConnectionsOfOneCaller(t *testing.T) {
	s := newSite(t, Options{MaxConnections: 2}, topics("T"))
	b := s.loggedIn("ann", nil)
	first := b.open(t, nil)
	b.open(t, nil)
	refused := func(b *browser) {
		t.Helper()
		_, answer, err := b.dial(t, nil)
		require.Error(t, err)
		assert.Equal(t, http.StatusTooManyRequests, answer.StatusCode)
		assert.Equal(t, "1", answer.Header.Get("Retry-After"))
	}
	t.Run("of a user no more than the limit are open, in any of its browsers", func(t *testing.T) {
		refused(b)
		refused(s.loggedIn("ann", nil))
		s.loggedIn("bob", nil).open(t, nil)
	})
	t.Run("those without a user count by their address", func(t *testing.T) {
		s.browser().open(t, nil)
		s.browser().open(t, nil)
		refused(s.browser())
	})
	t.Run("one that has gone makes room", func(t *testing.T) {
		require.NoError(t, first.ws.CloseNow())
		require.Eventually(t, func() bool {
			_, answer, err := b.dial(t, nil)
			return err == nil && answer.StatusCode == http.StatusSwitchingProtocols
		}, patience, 10*time.Millisecond)
	})
	t.Run("nothing is kept of those who have gone", func(t *testing.T) {
		require.NoError(t, s.Shutdown(t.Context()))
		assert.Empty(t, s.sockets.callers)
		assert.Empty(t, s.sockets.all)
	})
}

func TestAServerThatStopsTakesNoHandshakeThatComesLate(t *testing.T) {
	app := New(Options{})
	server := &http.Server{Handler: app, ReadHeaderTimeout: time.Second}
	require.NoError(t, app.sockets.shutDown(t.Context(), server), "before it was known by a connection")
	assert.False(t, app.sockets.add(&socket{app: app, server: server}))
	assert.True(t, app.sockets.add(&socket{app: app}), "by another one")
}
