package core

import (
	"bytes"
	"strconv"

	"sluice/internal/protocol"
	"sluice/store"
	"sluice/store/jsontext"
)

// BodyKind says what the body of an answer is.
type BodyKind uint8

// The kinds. The shell finds out: it is the one that reads the body.
const (
	BodyEmpty  BodyKind = iota // no bytes, or status 204
	BodyJSON                   // one JSON value, well formed
	BodyBroken                 // a JSON media type, but not well formed
	BodyOther                  // another media type
)

// Outcome is what came of a request.
type Outcome struct {
	// Status is the HTTP status, or 0 when there was no answer.
	Status int
	// Body is what came with it.
	Body BodyKind
	// Text holds the bytes of a JSON body: always when the status is not 2xx or the effect
	// said WantBody, else it may be nil. It is not kept.
	Text []byte
	// Lent, if there is one, has Text for its body: the store may write over it, and keep it.
	Lent *store.Loan
	// RetryAfter is the header of that name in seconds; 0 is none.
	RetryAfter float64
	// Note is the value of protocol.SessionHeader.
	Note SessionNote
	// Err is set instead of a status when the shell knows why there is none: a *UsageError
	// when nothing could be sent, else the cause of a NetworkError. May be nil.
	Err error
}

// Interpret gives the error that an outcome means, nil for a success: what answers to calls by
// name are taken for. It is for shells that read the answers of endpoints.
func Interpret(o Outcome) error { return interpret(&o) }

// interpret gives the error that an outcome means, nil for a success.
func interpret(o *Outcome) error {
	switch {
	case o.Status == 0:
		if usage, ok := o.Err.(*UsageError); ok {
			return usage
		}
		return &NetworkError{Cause: o.Err}
	case o.Status >= 200 && o.Status < 300:
		switch o.Body {
		case BodyBroken:
			return invalidResponse(o.Status, "the body is not well-formed JSON")
		case BodyOther:
			return invalidResponse(o.Status, "the body is not JSON")
		}
		return nil
	}
	e := envelope(o)
	if o.RetryAfter > 0 {
		e.Params = withRetryAfter(e.Params, o.RetryAfter)
	}
	return e
}

func invalidResponse(status int, message string) *APIError {
	return &APIError{Code: protocol.CodeInvalidResponse, Status: status, Message: message, Params: []byte("{}")}
}

// envelope reads {"error":{"code","message","params"?}}; anything else gets the code
// "http." + status.
func envelope(o *Outcome) *APIError {
	if o.Body == BodyJSON {
		if inner, ok := member(o.Text, "error"); ok {
			code, hasCode := stringMember(inner, "code")
			message, hasMessage := stringMember(inner, "message")
			if hasCode && hasMessage && code != "" {
				params, ok := member(inner, "params")
				if !ok || params[0] != '{' {
					params = []byte("{}")
				}
				return &APIError{Code: code, Status: o.Status, Message: message, Params: append([]byte(nil), params...)}
			}
		}
	}
	status := strconv.Itoa(o.Status)
	return &APIError{
		Code: protocol.CodeHTTPPrefix + status, Status: o.Status,
		Message: "the server answered with status " + status, Params: []byte("{}"),
	}
}

func stringMember(object []byte, name string) (string, bool) {
	value, ok := member(object, name)
	if !ok || value[0] != '"' {
		return "", false
	}
	text, _ := jsontext.Unquote(nil, value)
	return string(text), true
}

func member(object []byte, name string) ([]byte, bool) {
	start, end, ok := jsontext.Member(object, name)
	return object[start:end], ok
}

// withRetryAfter adds the member retryAfter to an object text, unless the server gave one.
func withRetryAfter(params []byte, seconds float64) []byte {
	if _, given := member(params, "retryAfter"); given {
		return params
	}
	member := append([]byte(`{"retryAfter":`), strconv.FormatFloat(seconds, 'f', -1, 64)...)
	rest := bytes.TrimLeft(params[1:], " \t\r\n")
	if rest[0] != '}' {
		member = append(member, ',')
	}
	return append(member, rest...)
}
