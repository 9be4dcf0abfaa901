package core

import (
	"strconv"

	"sluice/abort"
)

// APIError says that the server answered with an error, or with something that is no answer.
type APIError struct {
	Code    string // from the envelope; "http.502" when there is none; "api.invalidResponse"
	Status  int    // HTTP status
	Message string // from the envelope, else the status in words of the core
	Params  []byte // JSON object text from the envelope, "{}" when there is none
	Data    []byte // the body as it came; native shells only
}

func (e *APIError) Error() string { return "sluice: " + e.Code + ": " + e.Message }

// NetworkError says that no answer came. The request may have been carried out.
type NetworkError struct {
	Cause error // what the shell saw; nil in a browser, where the host keeps it
}

func (e *NetworkError) Error() string {
	if e.Cause == nil {
		return "sluice: no answer from the server"
	}
	return "sluice: no answer from the server: " + e.Cause.Error()
}

// Unwrap returns the cause.
func (e *NetworkError) Unwrap() error { return e.Cause }

// TimeoutError says that the answer was not complete in time; the request was aborted.
type TimeoutError struct {
	Timeout float64 // ms
}

func (e *TimeoutError) Error() string {
	return "sluice: no answer within " + strconv.FormatFloat(e.Timeout, 'f', -1, 64) + " ms"
}

// UsageError says that a call is wrong; Message names the argument and what to change.
type UsageError struct {
	Message string
}

func (e *UsageError) Error() string { return "sluice: " + e.Message }

// CrashError says that the core itself has failed while it worked on the request.
type CrashError struct {
	Message string // what the panic said
}

func (e *CrashError) Error() string { return "sluice: the core failed: " + e.Message }

// ErrAborted matches, by errors.Is, every error of a request that was aborted, superseded,
// reset or closed.
var ErrAborted = abort.ErrAborted

// AbortError is the error of such a request; Reason says which of the four it was.
type AbortError = abort.Error

// The reasons and their errors. The errors are shared: one value per reason.
const (
	reasonAborted    = abort.Aborted
	reasonSuperseded = abort.Superseded
	reasonReset      = abort.Reset
	reasonClosed     = abort.Closed
	reasonTimeout    = abort.Timeout
)

var abortErrors = map[abort.Reason]*AbortError{
	reasonAborted:    {Reason: reasonAborted},
	reasonSuperseded: {Reason: reasonSuperseded},
	reasonReset:      {Reason: reasonReset},
	reasonClosed:     {Reason: reasonClosed},
}
