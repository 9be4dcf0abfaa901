package server

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"reflect"
	"strconv"

	"sluice/internal/protocol"
)

// result is an answer before it is sent.
type result struct {
	status   int
	body     []byte // nil with status 204 and with location
	location string // of a redirect
}

// encodeResult encodes a handler's result as a whole, so that no half body is sent.
func encodeResult(status int, out any) (result, error) {
	if t := reflect.TypeOf(out); t != nil && t.Kind() == reflect.Struct && t.NumField() == 0 {
		return result{status: http.StatusNoContent}, nil
	}
	body, err := json.Marshal(out)
	if err != nil {
		return result{}, fmt.Errorf("server: result: %w", err)
	}
	return result{status: status, body: body}, nil
}

// answer sends a result.
func (x *exchange) answer(r result) {
	after := x.rest()
	x.setSessionHeaders()
	x.started = true
	h := x.w.Header()
	if r.location != "" {
		h.Set("Location", r.location)
	}
	if r.body != nil {
		h.Set("Content-Length", strconv.Itoa(len(r.body)))
	}
	x.w.WriteHeader(r.status)
	_, _ = x.w.Write(r.body) // a client that has gone is told nothing
	after()
}

// answerError sends an error.
func (x *exchange) answerError(e *Error) {
	body, err := errorBody(e)
	if err != nil {
		x.report(fmt.Errorf("server: params of error %s: %w", e.Code, err))
		e = internalError(x.id)
		body, _ = errorBody(e) // strings always encode
	}
	if e.retryAfter > 0 {
		x.w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(e.retryAfter.Seconds()))))
	}
	x.answer(result{status: statusOf(e), body: body})
}

func statusOf(e *Error) int {
	if e.Status == 0 {
		return http.StatusBadRequest
	}
	return e.Status
}

func errorBody(e *Error) ([]byte, error) {
	code := e.Code
	if code == "" {
		code = protocol.CodeHTTPPrefix + strconv.Itoa(statusOf(e))
	}
	type envelope struct {
		Code    string         `json:"code"`
		Message string         `json:"message"`
		Params  map[string]any `json:"params,omitempty"`
	}
	return json.Marshal(map[string]envelope{"error": {code, e.Message, e.Params}})
}

// setSessionHeaders tells the browser what became of its session.
func (x *exchange) setSessionHeaders() {
	c := x.call
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	h := x.w.Header()
	if c.event != "" {
		h.Set(protocol.SessionHeader, c.event)
	}
	secure := x.secure || x.app.options.Secure
	switch {
	case c.clear:
		h.Add("Set-Cookie", sessionCookie("", 0, secure))
	case c.cookie != "":
		h.Add("Set-Cookie", sessionCookie(c.cookie, x.app.options.SessionTTL, secure))
	}
}
