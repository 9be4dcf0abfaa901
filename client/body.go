package client

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
)

// Body is a request's body that is not JSON: give one as the input of a call. It is sent once.
type Body struct {
	contentType string
	open        func() io.Reader
}

// RawBody sends what reader gives until its end. An empty contentType is
// application/octet-stream. A reader that is an io.Closer is closed when the request has been
// sent or has failed; if nothing was sent at all it is left alone.
func RawBody(contentType string, reader io.Reader) Body {
	if contentType == "" {
		contentType = "application/octet-stream"
	}
	return Body{contentType, func() io.Reader { return reader }}
}

// Multipart sends a form (multipart/form-data) as it is written: write is called when the
// request goes out, in a goroutine of its own, and its error fails the call. When the request
// ends early, writing gives an error.
func Multipart(write func(*multipart.Writer) error) Body {
	form := multipart.NewWriter(io.Discard)
	boundary := form.Boundary()
	return Body{form.FormDataContentType(), func() io.Reader {
		reader, pipe := io.Pipe()
		go func() { pipe.CloseWithError(writeForm(pipe, boundary, write)) }()
		return reader
	}}
}

func writeForm(to io.Writer, boundary string, write func(*multipart.Writer) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in the writer of a form: %v", p)
		}
	}()
	form := multipart.NewWriter(to)
	if err := form.SetBoundary(boundary); err != nil {
		return err
	}
	if err := write(form); err != nil {
		return err
	}
	return form.Close()
}

var emptyBody = jsonBody([]byte("{}"))

func jsonBody(text []byte) Body {
	return Body{"application/json", func() io.Reader { return bytes.NewReader(text) }}
}

// bodyOf serialises an input, at the call.
func bodyOf(in any) (Body, error) {
	switch in := in.(type) {
	case nil:
		return emptyBody, nil
	case Body:
		if in.open == nil {
			return Body{}, usage("in is a Body without content; use RawBody or Multipart")
		}
		return in, nil
	}
	text, err := json.Marshal(in)
	if err != nil {
		return Body{}, &causedError{usage("in cannot be written as JSON: %v", err), err}
	}
	if string(text) == "null" {
		return emptyBody, nil
	}
	return jsonBody(text), nil
}
