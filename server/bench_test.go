package server

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"sluice/internal/redistest"
)

// BenchmarkCall measures a call of a route with a session, without the network to the
// client.
func BenchmarkCall(b *testing.B) {
	for name, sessions := range map[string]func() Sessions{
		"memory": MemorySessions,
		"redis": func() Sessions {
			client := redis.NewClient(&redis.Options{Addr: redistest.Start(b).Addr})
			b.Cleanup(func() { _ = client.Close() })
			return RedisSessions(client)
		},
	} {
		b.Run(name, func(b *testing.B) {
			app := New(Options{Sessions: sessions()})
			Handle(app, "getUser", func(_ *Call, in getUser) (getUser, error) { return in, nil }, LoggedIn())
			c := &Call{app: app, ctx: b.Context()}
			user := &User{ID: "u", Fields: map[string]any{"name": "Ann"}}
			require.NoError(b, c.startSession(user))
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest(http.MethodPost, "/api/getUser", strings.NewReader(`{"id":7}`))
				r.Header.Set("Content-Type", "application/json")
				r.Header.Set("Cookie", cookieName+"="+user.Token)
				w := httptest.NewRecorder()
				app.ServeHTTP(w, r)
				require.Equal(b, http.StatusOK, w.Code)
			}
		})
	}
}

// BenchmarkDecode measures the checks and the decoding of a body of 100 KB.
func BenchmarkDecode(b *testing.B) {
	text := []byte(`{"ids":[` + strings.Repeat("1234567,", 12_499) + `1]}`)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		var in sample
		if err := decodeJSON(text, sampleShape, 64, &in); err != nil {
			b.Fatal(err)
		}
	}
}
