package client

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"

	"sluice/core"
	"sluice/core/socket"
)

// Options of a client. Only BaseURL is needed.
type Options struct {
	// BaseURL is where routes are: named calls go to POST {BaseURL}/{name}; login, register
	// and logout to /auth/… at its origin. An absolute http or https URL without query and
	// fragment. With another one every call fails with a *core.UsageError.
	BaseURL string
	// Transport carries the requests. Default: one of the client's own, configured like
	// http.DefaultTransport.
	Transport http.RoundTripper
	// Jar keeps cookies, thus the user session. Default: one in memory.
	Jar http.CookieJar
	// Header is sent with every request, beside Accept and Content-Type, which it may replace.
	Header http.Header
	// Headers, if set, is asked for more before each request, from the goroutine of that
	// request and with a context that ends with it. They win over Header. If it fails, so does
	// the call, with its error.
	Headers func(context.Context) (http.Header, error)
	// Timeout is for calls that give none, from the call to the end of the answer's body.
	// Default: 0, none. Negative: every call fails with a *core.UsageError.
	Timeout time.Duration
	// Retry says when queries by name and reads of endpoints are sent again. Default: never.
	Retry RetryPolicy
	// Concurrency is how many requests are on the network at once for each origin, at most; others wait for their turn, and
	// their time runs. Those by name count for the origin of BaseURL, those of endpoints for that of their Path,
	// and logins, logouts and what an endpoint's Fetch does for none. Default: 0, any number.
	Concurrency int
	// AutoAbort is the rule for names whose new call ends the pending one. Default: the names
	// that begin with one of core.Keywords.
	AutoAbort core.AutoAbort
	// AutoAbortFunc, if set, decides instead of AutoAbort. It is called by the goroutine that
	// makes the call; if it panics, nothing has happened yet.
	AutoAbortFunc func(name string) bool
	// Navigate, if set, is told LoginURL once after each logout.
	Navigate func(url string)
	// DataExpiry and ErrorExpiry are for how long answers and errors of endpoints are fresh that do not say
	// so. Default: 60 s and 1 s. See Never and AtOnce; other negative ones are the default.
	DataExpiry, ErrorExpiry time.Duration
	// GC says when data of endpoints is let go that nobody watches.
	GC GC
	// OnRequest, OnSuccess, OnError and OnAbort are functions that each request goes through, by name or of an endpoint without
	// an own Fetch; but not logins, logouts, and the session that the client asks for by itself. Those of a call by name (see
	// the functions of these names) come after them. They run in goroutines of their own, without a lock, and may make further requests: with the context that they are
	// given, which has the values of that of the call and ends with the request, and by [RunOnError](false) where they
	// would go through themselves without end. A panic is a *PanicError.
	//
	// OnRequest may change a request before it is sent; what is shown says that it is pending, and earlier ones have been
	// superseded. Its error is that of the request, which is not sent, and goes to OnError.
	OnRequest func(ctx context.Context, r *Outgoing) error
	// OnSuccess may change an answer. Its error is that of the request, without OnError.
	OnSuccess func(ctx context.Context, r *Outgoing, in *Incoming) error
	// OnError gives an answer to recover (no further OnError is called, and OnSuccess sees that answer), or the error that
	// there is from then on; nil and nil leave it as it is. Aborts do not come here, timeouts do.
	OnError func(ctx context.Context, r *Outgoing, err error) (*Incoming, error)
	// OnAbort is told that a request was aborted, superseded, reset or closed, by the goroutine that waits for it before
	// the call returns.
	OnAbort func(ctx context.Context, r *Outgoing, err error)
	// NoCache has [Cache] be of no effect.
	NoCache bool
	// Subscriber, if set, gives the client a socket, for [Listen].
	Subscriber *Subscriber
	// Report, if set, is told of errors that no call has: of an Optimistic function or an Update that is asked again, of a socket
	// without OnError, and of functions that are told of an abort, or of an answer that was kept. Without it panics of the latter go on.
	Report func(error)
	// LoginURL is what Navigate is told. Default: "/login".
	LoginURL string
	// Now is the client's clock, for tests. Default: time.Now, and no one sets it back. Timers are those
	// of package time in any case.
	Now func() time.Time
	// SSR says on which side of a page that a server renders the client is. Default: on neither.
	SSR SSR
	// MaxBody limits an answer's body, in bytes. Default: 0, 64 MiB. Beyond it the call fails
	// with a *core.APIError of code "api.invalidResponse".
	MaxBody int64
}

// SSR is a side of a page that a server renders.
type SSR uint8

const (
	// SSRServer gathers what a page needs: [Client.Dehydrate] gives also what is known of queries by name, and how many calls of each
	// name and key were answered, with data or an error. Nothing is polled. Each page takes a client of its own.
	SSRServer SSR = iota + 1
	// SSRClient goes on with such a page: after [Client.Hydrate] as many calls of each name and key are answered by what the
	// server was answered, without the network.
	SSRClient
)

const defaultMaxBody = 64 << 20

// prepared is what options become.
type prepared struct {
	Options
	base   string // without trailing slash
	origin string
	usage  error // what is wrong with them
	retry  core.Retry
	socket *socket.Options // nil: it has none

	interceptors interceptors
	steps        core.Steps // with them
}

func prepare(o Options) prepared {
	p := prepared{Options: o, interceptors: interceptors{o.OnRequest, o.OnSuccess, o.OnError, o.OnAbort}}
	p.steps = p.interceptors.steps()
	if p.LoginURL == "" {
		p.LoginURL = "/login"
	}
	if p.MaxBody <= 0 {
		p.MaxBody = defaultMaxBody
	}
	p.MaxBody = min(p.MaxBody, math.MaxInt64-1) // one byte more is read, to see what is longer
	if p.Jar == nil {
		p.Jar, _ = cookiejar.New(nil) // fails only with options
	}
	for _, length := range []*time.Duration{&p.DataExpiry, &p.ErrorExpiry} {
		if *length < 0 && *length != AtOnce {
			*length = 0
		}
	}
	if p.Timeout < 0 {
		p.usage = usage("Options.Timeout is negative; 0 is no timeout")
	}
	if o.Concurrency < 0 {
		p.usage = usage("Options.Concurrency is %d; give a number of requests, or 0 for any number", o.Concurrency)
		p.Concurrency = 0
	}
	if retry, err := o.Retry.compile("Options.Retry"); err != nil {
		p.usage = err
	} else {
		p.retry = *retry
	}
	if o.Subscriber != nil {
		own := *o.Subscriber
		p.Subscriber = &own
		var err error
		if p.socket, err = own.compile(); err != nil {
			p.usage = err
		}
	}
	base, err := url.Parse(o.BaseURL)
	switch {
	case err != nil:
		p.usage = usage("Options.BaseURL: %v", err)
	case base.Scheme != "http" && base.Scheme != "https", base.Host == "":
		p.usage = usage("Options.BaseURL is %q; give an absolute http or https URL", o.BaseURL)
	case base.RawQuery != "" || base.Fragment != "":
		p.usage = usage("Options.BaseURL is %q; give it without query and fragment", o.BaseURL)
	default:
		p.base = strings.TrimRight(base.String(), "/")
		p.origin = (&url.URL{Scheme: base.Scheme, User: base.User, Host: base.Host}).String()
	}
	return p
}

func usage(format string, args ...any) *core.UsageError {
	return &core.UsageError{Message: fmt.Sprintf(format, args...)}
}
