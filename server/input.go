package server

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"

	"sluice/internal/protocol"
)

// readJSON reads the body to its end and decodes it into in, a pointer to the type
// that s is the shape of.
func (x *exchange) readJSON(s *shape, in any) error {
	if err := checkJSONType(x.r); err != nil {
		return err
	}
	text, err := x.readBody(x.app.options.MaxBody)
	if err != nil {
		return err
	}
	if err := decodeJSON(text, s, x.app.options.MaxDepth, in); err != nil {
		return err
	}
	return nil
}

// checkJSONType wants application/json in UTF-8. A body that is empty needs no type.
func checkJSONType(r *http.Request) error {
	header := r.Header.Get("Content-Type")
	if encoded(r.Header) {
		return unsupportedMediaType("encoded bodies are not supported")
	}
	if header == "" && r.ContentLength == 0 {
		return nil
	}
	mediaType, params, err := mime.ParseMediaType(header)
	charset := params["charset"]
	if err != nil || mediaType != "application/json" || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return unsupportedMediaType("send application/json in UTF-8")
	}
	return nil
}

// readBody reads the body to its end: only then does net/http notice on HTTP/1.1 that
// the client has gone.
func (x *exchange) readBody(limit int64) ([]byte, error) {
	reader, err := x.limitBody(limit)
	if err != nil {
		return nil, err
	}
	defer x.bodyDone()
	text, err := io.ReadAll(reader)
	var known *Error
	switch {
	case err == nil:
		return text, nil
	case errors.As(err, &known):
		return nil, known
	}
	return nil, invalidRequest("the body ended early", "", "JSON")
}

// validator is an input that checks itself.
type validator interface{ Validate() error }

// validate calls the Validate method of an input or of a pointer to it, if there is one.
func validate[In any](in *In) error {
	v, ok := any(*in).(validator)
	if !ok {
		v, ok = any(in).(validator)
	}
	if !ok || reflect.ValueOf(v).IsZero() && reflect.TypeOf(v).Kind() == reflect.Pointer {
		return nil // JSON null leaves a nil pointer
	}
	err := v.Validate()
	var known *Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	return &Error{Code: protocol.CodeInvalidRequest, Status: http.StatusBadRequest, Message: err.Error()}
}
