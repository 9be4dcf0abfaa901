package server

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"sluice/internal/protocol"
)

// origins are the listed origins: those of other sites that may call with credentials.
type origins map[string]bool

func parseOrigins(list []string) (origins, error) {
	all := origins{}
	for _, text := range list {
		u, err := url.Parse(text)
		if err != nil || u.Scheme == "" || u.Host == "" || strings.Contains(u.Host, "*") ||
			u.Scheme+"://"+u.Host != text || strings.ToLower(text) != text {
			return nil, fmt.Errorf("server: Options.Origins: %q is not an origin such as https://app.example:8443, in lower case", text)
		}
		all[text] = true
	}
	return all, nil
}

// allow decides whether a request that can change state comes from a page that may
// send it. Browsers say so in Sec-Fetch-Site; older ones, and pages without TLS, only
// in Origin; other programs in neither.
func (o origins) allow(r *http.Request, secure bool) bool {
	origin, present := "", false
	if values := r.Header.Values("Origin"); len(values) > 0 {
		origin, present = values[0], true
		if len(values) > 1 {
			return false
		}
	}
	if sites := r.Header.Values("Sec-Fetch-Site"); len(sites) > 0 {
		if len(sites) == 1 && (sites[0] == "same-origin" || sites[0] == "none") {
			return true
		}
		return present && o[origin]
	}
	if !present || o[origin] {
		return true
	}
	return sameHost(origin, r.Host, secure)
}

// sameHost reports whether an origin has the host and port that the request was sent
// to. A port left out is that of the scheme: of TLS when the request is known to have
// come by it, else of the origin's.
func sameHost(origin, host string, secure bool) bool {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || host == "" || u.Scheme+"://"+u.Host != origin {
		return false // among them "null"
	}
	port, known := map[string]string{"http": "80", "https": "443"}[u.Scheme]
	if !known {
		return false
	}
	hostPort := port
	if secure {
		hostPort = "443"
	}
	return strings.EqualFold(withPort(u.Host, port), withPort(host, hostPort))
}

func withPort(host, port string) string {
	if strings.LastIndexByte(host, ':') > strings.LastIndexByte(host, ']') {
		return host
	}
	return host + ":" + port
}

// cors sets the headers by which a listed origin may read the answer, and reports
// whether the request is a preflight of one.
func (o origins) cors(h http.Header, r *http.Request) (preflight bool) {
	if len(o) == 0 {
		return false
	}
	h.Add("Vary", "Origin")
	origin := r.Header.Get("Origin")
	if !o[origin] {
		return false
	}
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Allow-Credentials", "true")
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
		h.Set("Access-Control-Expose-Headers", protocol.SessionHeader+", X-Request-Id, Retry-After")
		return false
	}
	h.Add("Vary", "Access-Control-Request-Headers")
	h.Set("Access-Control-Allow-Methods", http.MethodPost)
	if wanted := r.Header.Get("Access-Control-Request-Headers"); wanted != "" {
		h.Set("Access-Control-Allow-Headers", wanted)
	}
	h.Set("Access-Control-Max-Age", "600")
	return true
}
