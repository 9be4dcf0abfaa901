package client

import (
	"context"
	"errors"
	"strings"

	"sluice/core"
)

// CallError is the error of a call. Err says what happened: see the package's documentation.
type CallError struct {
	Name, Key string // of the call; login and register have the names of their paths
	Err       error
	cause     error
}

func (e *CallError) Error() string {
	text := strings.TrimPrefix(strings.TrimPrefix(e.Err.Error(), "sluice: "), "abort: ")
	return "client: " + e.Name + ": " + text
}

// Unwrap returns Err and, if there is one, its cause: of the context that ended the call, or
// what encoding/json said of the answer.
func (e *CallError) Unwrap() []error {
	if e.cause == nil {
		return []error{e.Err}
	}
	return []error{e.Err, e.cause}
}

// Is reports a timeout as context.DeadlineExceeded.
func (e *CallError) Is(target error) bool {
	var late *core.TimeoutError
	return target == context.DeadlineExceeded && errors.As(e.Err, &late)
}

// causedError is an error on its way to its call, with what caused it beside what it is.
type causedError struct {
	error
	cause error
}

// failed wraps an error for the user.
func (call *call) failed(err error) error {
	e := &CallError{Name: call.name, Key: call.options.key, Err: err}
	if caused, ok := err.(*causedError); ok {
		e.Err, e.cause = caused.error, caused.cause
	}
	return e
}
