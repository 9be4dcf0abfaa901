package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"sluice/internal/protocol"
)

// Error is an answer other than success. A handler that returns one, wrapped or not,
// has it sent as it is: {"error":{"code","message","params"}} with the status.
//
// Status 0 means 400; a status outside 400–599 is a fault of the handler and answers
// 500. An empty Code becomes "http." and the status. Params may be nil.
type Error struct {
	Code    string
	Status  int
	Message string
	Params  map[string]any

	retryAfter time.Duration // sent as Retry-After, rounded up to seconds, when above 0
}

func (e *Error) Error() string { return "server: " + e.Code + ": " + e.Message }

// Errors of the session calls. A handler may return them as they are: ErrSessionGone
// answers 401 auth.required, ErrConflict 409 session.conflict, ErrStoreUnavailable
// 503 store.unavailable, ErrSessionTooLarge 500 api.internal.
var (
	// ErrSessionGone: the caller's own session has ended since the call began. A
	// session that has ended never comes back.
	ErrSessionGone error = &Error{Code: protocol.CodeAuthRequired, Status: http.StatusUnauthorized, Message: "the session has ended"}
	// ErrConflict: a save with IfUnchanged found a version other than the one loaded.
	ErrConflict error = &Error{Code: protocol.CodeSessionConflict, Status: http.StatusConflict, Message: "the session was changed meanwhile"}
	// ErrStoreUnavailable: the store of sessions or accounts did not answer in time, or
	// answered with an error.
	ErrStoreUnavailable error = &Error{Code: protocol.CodeStoreUnavailable, Status: http.StatusServiceUnavailable, Message: "the store is out of reach", retryAfter: time.Second}
	// ErrSessionTooLarge: the user is longer than 64 KiB as JSON. The stored value stays.
	ErrSessionTooLarge = errors.New("server: user is longer than 64 KiB as JSON")
	// ErrMalformedToken: a session token is 16 to 128 of A–Z a–z 0–9 _ -.
	ErrMalformedToken = errors.New("server: malformed session token")
)

// Errors of account stores.
var (
	// ErrAccountNotFound is what Accounts.ByEmail returns for an address it does not know.
	ErrAccountNotFound = errors.New("server: no account with this email")
	// ErrEmailTaken is what Accounts.Create returns for an address that has an account.
	ErrEmailTaken error = &Error{Code: protocol.CodeEmailTaken, Status: http.StatusConflict, Message: "this email has an account already"}
)

// CallError is what Options.OnError is given: what went wrong in which call.
type CallError struct {
	RequestID string // as in the answer's X-Request-Id and params.requestId
	Route     string // the path below the origin, such as "/api/getUser"
	Err       error
	Stack     []byte // of the panic; nil otherwise
}

func (e *CallError) Error() string {
	return fmt.Sprintf("server: %s (request %s): %v", e.Route, e.RequestID, e.Err)
}

func (e *CallError) Unwrap() error { return e.Err }

// panicError carries the value of a recovered panic and where it came from.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }

func (e *panicError) Unwrap() error {
	err, _ := e.value.(error)
	return err
}

// errHandlerTimeout is the cause of a context whose handler used up its time.
var errHandlerTimeout = fmt.Errorf("server: handler exceeded its time: %w", context.DeadlineExceeded)

// answerTo turns an error into what the client is told. internal reports whether the
// cause is kept from the client and belongs to OnError.
func answerTo(err error, requestID string) (e *Error, internal bool) {
	var panicked *panicError
	if errors.As(err, &panicked) {
		return internalError(requestID), true
	}
	if errors.Is(err, ErrStoreUnavailable) {
		return ErrStoreUnavailable.(*Error), true
	}
	if errors.Is(err, errHandlerTimeout) {
		return &Error{Code: protocol.CodeTimeout, Status: http.StatusGatewayTimeout, Message: "the call took too long"}, true
	}
	if !errors.As(err, &e) || e == nil || !validErrorStatus(e.Status) {
		return internalError(requestID), true
	}
	return e, false
}

func validErrorStatus(status int) bool { return status == 0 || 400 <= status && status <= 599 }

func internalError(requestID string) *Error {
	return &Error{
		Code: protocol.CodeInternal, Status: http.StatusInternalServerError, Message: "internal error",
		Params: map[string]any{"requestId": requestID},
	}
}

func invalidRequest(message, path, expected string) *Error {
	return &Error{
		Code: protocol.CodeInvalidRequest, Status: http.StatusBadRequest, Message: message,
		Params: map[string]any{"path": path, "expected": expected},
	}
}

func tooLarge(limit int64) *Error {
	return &Error{
		Code: protocol.CodeTooLarge, Status: http.StatusRequestEntityTooLarge,
		Message: fmt.Sprintf("the body is longer than %d bytes", limit),
	}
}

func bodyTimeout() *Error {
	return &Error{Code: protocol.CodeTimeout, Status: http.StatusRequestTimeout, Message: "the body took too long to arrive"}
}

func unsupportedMediaType(message string) *Error {
	return &Error{Code: protocol.CodeUnsupportedMediaType, Status: http.StatusUnsupportedMediaType, Message: message}
}

func rateLimited(wait time.Duration) *Error {
	return &Error{
		Code: protocol.CodeRateLimited, Status: http.StatusTooManyRequests, Message: "too many calls, try again later",
		retryAfter: max(wait, time.Second),
	}
}
