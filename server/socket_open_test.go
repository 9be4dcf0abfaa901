package server

import (
	"net/http"
	"testing"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestHandshake(t *testing.T) {
	s := newSite(t, Options{Origins: []string{"https://app.example"}}, topics("T"))
	for name, c := range map[string]struct {
		headers []string
		status  int
	}{
		"no headers of a browser":        {nil, 101},
		"the same origin":                {[]string{"Origin: " + s.url}, 101},
		"the same origin, newer browser": {[]string{"Origin: " + s.url, "Sec-Fetch-Site: same-origin"}, 101},
		"a listed origin":                {[]string{"Origin: https://app.example", "Sec-Fetch-Site: cross-site"}, 101},
		"another origin":                 {[]string{"Origin: https://evil.example"}, 403},
		"another site":                   {[]string{"Origin: https://evil.example", "Sec-Fetch-Site: cross-site"}, 403},
		"no origin":                      {[]string{"Origin: null"}, 403},
	} {
		t.Run(name, func(t *testing.T) {
			ws, answer, err := s.browser().dial(t, nil, c.headers...)
			require.NotNil(t, answer)
			assert.Equal(t, c.status, answer.StatusCode)
			if c.status == 101 {
				require.NoError(t, err)
				_ = ws.CloseNow()
			}
		})
	}
	t.Run("without an upgrade it is 426, by POST 405", func(t *testing.T) {
		r := s.browser().send(s.browser().request(http.MethodGet, "/ws", nil))
		assertError(t, 426, "http.426", r)
		assertError(t, 405, "api.methodNotAllowed", s.browser().post("/ws", ""))
	})
	t.Run("it stands beside the base path", func(t *testing.T) {
		s := newSite(t, Options{BasePath: "/v1/api"}, topics("T"))
		ws, _, err := websocket.Dial(t.Context(), s.url+"/v1/ws", nil)
		require.NoError(t, err)
		_ = ws.CloseNow()
	})
	t.Run("with the store out of reach it is 503", func(t *testing.T) {
		stores := redisStores(t)
		s := stores.serve(t, Options{}, topics("T"))
		b := s.loggedIn("u", nil)
		stores.server.Stop()
		_, answer, err := b.dial(t, nil)
		require.Error(t, err)
		assert.Equal(t, 503, answer.StatusCode)
		ws, _, err := s.browser().dial(t, nil)
		require.NoError(t, err, "anonymous connections need no store")
		_ = ws.CloseNow()
	})
}
