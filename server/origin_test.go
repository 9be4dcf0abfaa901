package server

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOriginDecidesWhoMayPost(t *testing.T) {
	ran := 0
	app := New(Options{Origins: []string{"https://app.example", "http://app.example:8080"}, TrustedProxies: []string{"10.0.0.1"}})
	Handle(app, "setGroup", func(*Call, empty) (string, error) { ran++; return "ok", nil })
	for name, test := range map[string]struct {
		host    string
		headers string // "Name: value" by |
		allowed bool
	}{
		"no header: not a browser":               {"a.example", "", true},
		"fetch metadata: same origin":            {"a.example", "Sec-Fetch-Site: same-origin|Origin: https://a.example", true},
		"same origin whatever Origin says":       {"a.example", "Sec-Fetch-Site: same-origin|Origin: https://proxy.example", true},
		"typed by the user":                      {"a.example", "Sec-Fetch-Site: none", true},
		"same site, not listed":                  {"a.example", "Sec-Fetch-Site: same-site|Origin: https://b.a.example", false},
		"same site, equal host":                  {"a.example", "Sec-Fetch-Site: same-site|Origin: http://a.example", false},
		"cross site, not listed":                 {"a.example", "Sec-Fetch-Site: cross-site|Origin: https://evil.example", false},
		"cross site, listed":                     {"a.example", "Sec-Fetch-Site: cross-site|Origin: https://app.example", true},
		"same site, listed":                      {"a.example", "Sec-Fetch-Site: same-site|Origin: http://app.example:8080", true},
		"cross site without Origin":              {"a.example", "Sec-Fetch-Site: cross-site", false},
		"an unknown word":                        {"a.example", "Sec-Fetch-Site: neighbour|Origin: http://a.example", false},
		"Origin alone, equal host":               {"a.example", "Origin: http://a.example", true},
		"Origin alone, equal host and port":      {"a.example:81", "Origin: http://a.example:81", true},
		"the port of the scheme":                 {"a.example:80", "Origin: http://a.example", true},
		"the port of TLS":                        {"a.example", "Origin: https://a.example", true},
		"in other letters":                       {"A.example", "Origin: http://a.example", true},
		"another port":                           {"a.example:81", "Origin: http://a.example:82", false},
		"no port for another port":               {"a.example:81", "Origin: http://a.example", false},
		"another host":                           {"a.example", "Origin: http://b.example", false},
		"a host that begins alike":               {"a.example", "Origin: http://a.example.evil", false},
		"a host in the user part":                {"a.example", "Origin: http://a.example@evil.example", false},
		"an IPv6 host":                           {"[::1]:80", "Origin: http://[::1]", true},
		"null":                                   {"a.example", "Origin: null", false},
		"an empty Origin":                        {"a.example", "Origin: ", false},
		"no web origin":                          {"a.example", "Origin: ftp://a.example", false},
		"listed, without metadata":               {"a.example", "Origin: https://app.example", true},
		"listed with another scheme":             {"a.example", "Origin: http://app.example", false},
		"over TLS a page without TLS is another": {"a.example", "Origin: http://a.example|X-Forwarded-Proto: https", false},
		"over TLS by a proxy, its own page":      {"a.example", "Origin: https://a.example|X-Forwarded-Proto: https", true},
	} {
		t.Run(name, func(t *testing.T) {
			for _, path := range []string{"/api/setGroup", "/api/session", "/auth/logout"} {
				ran = 0
				r := httptest.NewRequest(http.MethodPost, path, strings.NewReader("{}"))
				r.Host, r.RemoteAddr = test.host, "10.0.0.1:1234"
				r.Header.Set("Content-Type", "application/json")
				for header := range strings.SplitSeq(test.headers, "|") {
					if name, value, ok := strings.Cut(header, ": "); ok {
						r.Header.Set(name, value)
					}
				}
				w := httptest.NewRecorder()
				app.ServeHTTP(w, r)
				if !test.allowed {
					assertError(t, 403, "auth.crossOrigin", reply{w.Code, w.Header(), w.Body.String()})
					assert.Zero(t, ran)
				} else {
					assert.Less(t, w.Code, 300)
				}
			}
		})
	}
	t.Run("two Origins", func(t *testing.T) {
		r := httptest.NewRequest(http.MethodPost, "/api/setGroup", nil)
		r.Header["Origin"] = []string{"https://app.example", "https://evil.example"}
		w := httptest.NewRecorder()
		app.ServeHTTP(w, r)
		assert.Equal(t, 403, w.Code)
	})
}

func TestCORS(t *testing.T) {
	s := newSite(t, Options{Origins: []string{"https://app.example"}}, add("x", answerOK))
	b := s.browser()
	t.Run("a listed origin may read answers and errors", func(t *testing.T) {
		for path, status := range map[string]int{"/api/x": 200, "/api/none": 404} {
			r := b.post(path, "", "Origin: https://app.example")
			assert.Equal(t, status, r.status)
			assert.Equal(t, "https://app.example", r.header.Get("Access-Control-Allow-Origin"))
			assert.Equal(t, "true", r.header.Get("Access-Control-Allow-Credentials"))
			assert.Contains(t, r.header.Get("Access-Control-Expose-Headers"), "Sluice-Session")
			assert.Equal(t, []string{"Origin"}, r.header.Values("Vary"))
		}
	})
	t.Run("its preflight is answered", func(t *testing.T) {
		r := b.send(b.request(http.MethodOptions, "/api/x", nil, "Origin: https://app.example",
			"Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type,x-trace"))
		assert.Equal(t, 204, r.status)
		assert.Equal(t, "https://app.example", r.header.Get("Access-Control-Allow-Origin"))
		assert.Equal(t, "true", r.header.Get("Access-Control-Allow-Credentials"))
		assert.Equal(t, "POST", r.header.Get("Access-Control-Allow-Methods"))
		assert.Equal(t, "content-type,x-trace", r.header.Get("Access-Control-Allow-Headers"))
		assert.Equal(t, "600", r.header.Get("Access-Control-Max-Age"))
	})
	t.Run("others get none", func(t *testing.T) {
		for _, origin := range []string{"https://evil.example", "null", "https://app.example.evil", "http://app.example"} {
			r := b.post("/api/x", "", "Origin: "+origin)
			assert.Equal(t, 403, r.status)
			preflight := b.send(b.request(http.MethodOptions, "/api/x", nil, "Origin: "+origin, "Access-Control-Request-Method: POST"))
			assert.Equal(t, 405, preflight.status)
			for _, h := range []http.Header{r.header, preflight.header} {
				assert.Empty(t, h.Get("Access-Control-Allow-Origin"))
				assert.Equal(t, "Origin", h.Get("Vary"))
			}
		}
	})
}

func TestClientAddress(t *testing.T) {
	p, err := parseProxies([]string{"10.0.0.0/8", "::1"})
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ peer, forwarded, want string }{
		"no proxy":                     {"1.2.3.4:5", "", "1.2.3.4"},
		"nobody believes a stranger":   {"1.2.3.4:5", "9.9.9.9", "1.2.3.4"},
		"a proxy names its client":     {"10.0.0.1:5", "9.9.9.9", "9.9.9.9"},
		"a proxy that names nobody":    {"10.0.0.1:5", "", "10.0.0.1"},
		"proxies behind each other":    {"10.0.0.1:5", "9.9.9.9, 10.1.1.1", "9.9.9.9"},
		"what the client made up":      {"10.0.0.1:5", "8.8.8.8, 9.9.9.9", "9.9.9.9"},
		"garbage hides what is left":   {"10.0.0.1:5", "9.9.9.9, x, 10.1.1.1", "10.1.1.1"},
		"with a port":                  {"10.0.0.1:5", "9.9.9.9:80", "9.9.9.9"},
		"IPv6 with a port":             {"[::1]:5", "[2001:db8::1]:80", "2001:db8::/64"},
		"IPv6 in brackets":             {"[::1]:5", "[2001:db8::1]", "2001:db8::/64"},
		"IPv4 written as IPv6":         {"[::ffff:1.2.3.4]:5", "", "1.2.3.4"},
		"a proxy written as IPv6":      {"[::ffff:10.0.0.1]:5", "9.9.9.9", "9.9.9.9"},
		"all are proxies":              {"10.0.0.1:5", "10.0.0.2, 10.0.0.3", "10.0.0.2"},
		"a Unix socket has no address": {"@", "9.9.9.9", "@"},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPost, "/", nil)
			r.RemoteAddr = test.peer
			if test.forwarded != "" {
				r.Header.Set("X-Forwarded-For", test.forwarded)
			}
			assert.Equal(t, test.want, p.limitAddress(r))
		})
	}
}
