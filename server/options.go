package server

import (
	"fmt"
	"io/fs"
	"runtime"
	"strings"
	"time"

	"sluice/internal/protocol"
)

// Options of a server. The zero value is valid: sessions in memory, no login, no
// static files, every limit at its default. New panics on options that cannot be meant:
// a negative limit, an origin or a proxy that is none.
type Options struct {
	// Sessions keeps user sessions. Default: MemorySessions().
	Sessions Sessions
	// Accounts keeps who can log in. Without it /auth/login and /auth/register are 404.
	Accounts Accounts
	// Broker carries the events of live topics. Default: MemoryBroker(). Several instances
	// need RedisBroker.
	Broker Broker
	// BasePath is where routes are served; live topics are at "/ws" beside it. Default:
	// "/api".
	BasePath string
	// Static is served on every path outside BasePath and /auth. Default: none, 404.
	Static fs.FS
	// StaticPolicy is the Content-Security-Policy of static files. Default: scripts,
	// WebAssembly and everything else of this origin only, no framing.
	StaticPolicy string

	// SessionTTL is how long a session lives after login and after each save, in whole
	// seconds. Default: 7 days.
	SessionTTL time.Duration
	// Sliding lets a call renew its session, at most once per 1/100 of SessionTTL.
	Sliding bool
	// MaxPerUser ends a user's oldest sessions (those that would expire first) when a
	// login brings more than this. Default: 0, no limit.
	MaxPerUser int
	// SingleDevice ends all older sessions of a user at login: of several logins at once the
	// newest stays.
	SingleDevice bool

	// LoginURL is where a logout by an HTML form leads. Default: "/login".
	LoginURL string
	// LoginAfterRegister makes /auth/register log in as well.
	LoginAfterRegister bool

	// Origins lists the other origins that may call, such as "https://app.example".
	Origins []string
	// TrustedProxies lists addresses and prefixes ("10.0.0.0/8") whose X-Forwarded-For
	// and X-Forwarded-Proto are believed.
	TrustedProxies []string
	// Secure marks the session cookie Secure although no TLS is seen.
	Secure bool
	// HSTS is the max-age of Strict-Transport-Security on answers over TLS. Default: 0, not sent.
	HSTS time.Duration

	// MaxBody limits a JSON body, in bytes. Default: 1 MiB.
	MaxBody int64
	// MaxStream limits a raw or multipart body, in bytes. Default: 10 MiB.
	MaxStream int64
	// MaxParts limits the parts of a multipart body. Default: 100.
	MaxParts int
	// MaxDepth limits how deep arrays and objects of a JSON body nest. Default: 64.
	MaxDepth int
	// BodyTimeout limits the reading of a body. Default: 30 s.
	BodyTimeout time.Duration
	// HandlerTimeout limits a handler. One that reads a raw body has BodyTimeout more.
	// Default: 30 s.
	HandlerTimeout time.Duration
	// WriteTimeout limits how long a client may take over each 64 KiB of an answer; then
	// the connection ends. In its stead a WriteTimeout of the http.Server does not hold
	// once the answer has begun. Default: 30 s.
	WriteTimeout time.Duration
	// AccountFailures and AddressFailures limit the failed logins of one account and of
	// one address within FailureWindow. Defaults: 10, 100, 15 min.
	AccountFailures, AddressFailures int
	FailureWindow                    time.Duration
	// MaxHashing limits how many passwords are hashed at once, each in 19 MiB; others
	// wait. Default: GOMAXPROCS.
	MaxHashing int

	// MaxConnections limits the live connections that one caller has with this instance; a
	// caller is a user id or, without one, an address. Beyond it a handshake is answered
	// 429. Default: 0, no limit.
	MaxConnections int

	// OnError is told the causes of answers 500, 503 and 504, as a *CallError, from the
	// goroutine of the call. It is not told of calls that their client gave up.
	OnError func(error)
	// Now is the clock. Default: time.Now.
	Now func() time.Time
}

const defaultStaticPolicy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'"

// withDefaults fills in what was left out, and checks the rest.
func (o Options) withDefaults() (Options, error) {
	if o.Sessions == nil {
		o.Sessions = MemorySessions()
	}
	if o.Broker == nil {
		o.Broker = MemoryBroker()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.OnError == nil {
		o.OnError = func(error) {}
	}
	setDefault(&o.BasePath, "/api")
	setDefault(&o.LoginURL, "/login")
	setDefault(&o.StaticPolicy, defaultStaticPolicy)
	if !strings.HasPrefix(o.BasePath, "/") || !protocol.ValidName(o.BasePath[1:]) {
		return o, fmt.Errorf("server: Options.BasePath: %q is not a path such as /api", o.BasePath)
	}
	if localPath(o.LoginURL) != o.LoginURL {
		return o, fmt.Errorf("server: Options.LoginURL: %q is not a path of this origin", o.LoginURL)
	}
	if o.SessionTTL%time.Second != 0 {
		return o, fmt.Errorf("server: Options.SessionTTL: %v is not in whole seconds", o.SessionTTL)
	}
	if o.MaxPerUser < 0 || o.HSTS < 0 || o.MaxConnections < 0 {
		return o, fmt.Errorf("server: Options.MaxPerUser, HSTS and MaxConnections are not negative")
	}
	for _, limit := range []error{
		setLimit("SessionTTL", &o.SessionTTL, 7*24*time.Hour),
		setLimit("MaxBody", &o.MaxBody, 1<<20),
		setLimit("MaxStream", &o.MaxStream, 10<<20),
		setLimit("MaxParts", &o.MaxParts, 100),
		setLimit("MaxDepth", &o.MaxDepth, 64),
		setLimit("BodyTimeout", &o.BodyTimeout, 30*time.Second),
		setLimit("HandlerTimeout", &o.HandlerTimeout, 30*time.Second),
		setLimit("WriteTimeout", &o.WriteTimeout, 30*time.Second),
		setLimit("AccountFailures", &o.AccountFailures, 10),
		setLimit("AddressFailures", &o.AddressFailures, 100),
		setLimit("FailureWindow", &o.FailureWindow, 15*time.Minute),
		setLimit("MaxHashing", &o.MaxHashing, runtime.GOMAXPROCS(0)),
	} {
		if limit != nil {
			return o, limit
		}
	}
	return o, nil
}

func setDefault(option *string, value string) {
	if *option == "" {
		*option = value
	}
}

func setLimit[N int | int64 | time.Duration](name string, option *N, value N) error {
	if *option < 0 {
		return fmt.Errorf("server: Options.%s is negative", name)
	}
	if *option == 0 {
		*option = value
	}
	return nil
}
