package client

import (
	"encoding/json"
	"errors"
	"math"
	"net/url"
	"slices"
	"strings"
	"time"

	"sluice/core"
)

// RetryPolicy says when a read is sent again that was not answered, has timed out, or was answered with 429, 502, 503
// or 504. What was sent from a reader ([RawBody]) is not sent again.
type RetryPolicy struct {
	// Attempts is how often it is sent at most, the first time included. 0 and 1: once.
	Attempts int
	// Delay is how long it waits first. Default: 1 s. See AtOnce.
	Delay time.Duration
	// Factor says that each following wait is so many times as long. Default: 2.
	Factor float64
	// Max is the longest wait. Default: 30 s. See Never. A Retry-After of the server is waited whatever it is.
	Max time.Duration
	// Jitter is what is added to each wait at most, by chance. Default: 0.
	Jitter time.Duration
}

// Retry says when the request of a query is sent again, in the place of what the client's options say. With it, the timeout is
// that of each attempt.
func Retry(p RetryPolicy) Option {
	return func(o *callOptions) { o.retry = &p }
}

// compile gives the policy as the core knows it; where is what it is a part of.
func (p RetryPolicy) compile(where string) (*core.Retry, error) {
	if p.Factor == 0 {
		p.Factor = 2
	}
	switch {
	case p.Attempts < 0 || p.Attempts > math.MaxInt32:
		return nil, usage("%s: Attempts is %d; give a number of attempts, or 0", where, p.Attempts)
	case !(p.Factor >= 1) || math.IsInf(p.Factor, 1):
		return nil, usage("%s: Factor is %v; give a number from 1", where, p.Factor)
	case p.Delay < 0 && p.Delay != AtOnce || p.Delay == Never:
		return nil, usage("%s: Delay is %v; give a length of time, or AtOnce", where, p.Delay)
	case p.Max < 0 && p.Max != AtOnce:
		return nil, usage("%s: Max is %v; give a length of time, or Never", where, p.Max)
	case p.Jitter < 0 || p.Jitter == Never:
		return nil, usage("%s: Jitter is %v; give a length of time", where, p.Jitter)
	}
	return &core.Retry{
		Attempts: uint32(p.Attempts), Delay: lengthOf(p.Delay, 1000), Factor: p.Factor,
		Max: lengthOf(p.Max, 30_000), Jitter: milliseconds(p.Jitter),
	}, nil
}

// again tells the core that the request of an endpoint has failed, and reports whether it is sent again.
func (c *Client) again(f *fetch, err error) (again bool) {
	after, transient := passes(err)
	if transient {
		c.do(func(now core.Time) { again = c.fetches[f.id] == f && c.core.Again(now, f.id, after) })
	}
	return again
}

// passes reports whether an error is one that another attempt may not meet, and what the server asks to wait, in s.
func passes(err error) (retryAfter float64, transient bool) {
	var network *core.NetworkError
	var late *core.TimeoutError
	var api *core.APIError
	if !errors.As(err, &api) {
		return 0, errors.As(err, &network) || errors.As(err, &late)
	}
	var said struct {
		RetryAfter float64 `json:"retryAfter"`
	}
	if json.Unmarshal(api.Params, &said) != nil {
		said.RetryAfter = 0
	}
	return said.RetryAfter, core.Transient(api)
}

// once reports whether what a request carries cannot be sent again.
func (f *fetch) once() bool {
	switch {
	case f.call == nil:
		return false
	case f.out != nil:
		return f.out.Body.once
	}
	return f.call.body.once || slices.ContainsFunc(f.call.args, func(arg any) bool {
		body, ok := arg.(Body)
		return ok && body.once
	})
}

// originOf numbers the origins that requests of endpoints go to, for the limit of each. 0: it is not known.
func (c *Client) originOf(e *endpoint) uint32 {
	switch {
	case e.fetch != nil:
		return 0
	case e.path == nil || !strings.Contains(e.path.text, "://"):
		return core.OriginBase
	}
	origin := originText(e.path.text)
	if origin == "" {
		return 0
	}
	if c.origins == nil {
		c.origins = map[string]uint32{originText(c.options.origin): core.OriginBase}
	}
	if c.origins[origin] == 0 {
		c.origins[origin] = uint32(len(c.origins)) + core.OriginBase
	}
	return c.origins[origin]
}

// originText gives the origin of an absolute url, "" if it has parameters in it.
func originText(text string) string {
	scheme, rest, _ := strings.Cut(text, "://")
	host, _, _ := strings.Cut(rest, "/")
	u, err := url.Parse(scheme + "://" + host)
	if err != nil || strings.ContainsAny(host, "{*") {
		return ""
	}
	host = strings.ToLower(u.Host)
	if port := u.Port(); u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		host = strings.TrimSuffix(host, ":"+port)
	}
	return u.Scheme + "://" + host
}
