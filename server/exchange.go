package server

import (
	"errors"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"
)

// exchange is one HTTP request and its answer.
type exchange struct {
	app     *App
	w       *timedWriter
	r       *http.Request
	id      string       // X-Request-Id
	secure  bool         // the client speaks TLS
	call    *Call        // from the route on; before that nil
	body    *limitedBody // from when it is read on; before that nil
	started bool         // an answer is on its way and cannot be replaced
	ending  bool         // the connection ends with the answer; nothing more is read from it
}

func newExchange(a *App, w http.ResponseWriter, r *http.Request) *exchange {
	return &exchange{app: a, w: newTimedWriter(w, a.options.WriteTimeout), r: r, id: newID(), secure: a.proxies.secure(r)}
}

// setHeaders sets what is on every answer of a route.
func (x *exchange) setHeaders() {
	h := x.w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("X-Request-Id", x.id)
	x.setHSTS()
}

func (x *exchange) setHSTS() {
	if age := x.app.options.HSTS; age > 0 && x.secure {
		x.w.Header().Set("Strict-Transport-Security", "max-age="+strconv.Itoa(int(age/time.Second)))
	}
}

// serve makes the checks of a route that concern the caller, reads the body, runs the
// handler and answers.
func (x *exchange) serve(route *route) {
	a := x.app
	c := &Call{
		app: a, ctx: x.r.Context(), requestID: x.id, limitAddress: a.proxies.limitAddress(x.r),
		token: tokenFrom(x.r.Header.Values("Cookie")),
	}
	x.call = c
	if err := c.begin(); err != nil {
		x.fail(err)
		return
	}
	if err := route.admit(c); err != nil {
		x.fail(err)
		return
	}
	if err := route.rules.permit(c.user); err != nil {
		x.fail(err)
		return
	}
	run, err := route.prepare(x)
	if err != nil {
		x.fail(err)
		return
	}
	result, err := x.run(run, route.time)
	if err != nil {
		x.fail(err)
		return
	}
	x.answer(result)
}

// recover turns a panic into an answer. http.ErrAbortHandler keeps its meaning, and so
// does a panic in the middle of an answer: the connection ends.
func (x *exchange) recover() {
	value := recover()
	if value == nil {
		return
	}
	if x.started || value == http.ErrAbortHandler {
		panic(http.ErrAbortHandler)
	}
	x.fail(&panicError{value, debug.Stack()})
}

// fail answers with an error and tells OnError if its cause is kept from the client.
func (x *exchange) fail(err error) {
	e, internal := answerTo(err, x.id)
	if internal {
		x.report(err)
	}
	x.answerError(e)
}

// report tells OnError, unless the client gave the call up: then failing is in order.
// A panic is not.
func (x *exchange) report(err error) {
	var panicked *panicError
	isPanic := errors.As(err, &panicked)
	if x.r.Context().Err() != nil && !isPanic {
		return
	}
	told := &CallError{RequestID: x.id, Route: x.r.URL.Path, Err: err}
	if isPanic {
		told.Stack = panicked.stack
	}
	defer func() { _ = recover() }() // a listener that panics must not take the answer along
	x.app.options.OnError(told)
}
