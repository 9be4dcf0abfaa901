package server

import (
	"errors"
	"io"
	"mime"
	"net/http"
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

// validate calls the Validate method of an input, if it has one.
func validate(in any) error {
	v, ok := in.(interface{ Validate() error })
	if !ok {
		return nil
	}
	err := v.Validate()
	var known *Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	return &Error{Code: protocol.CodeInvalidRequest, Status: http.StatusBadRequest, Message: err.Error()}
}
