package client

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
)

// Body is a request's body. Give one that is not JSON as the input of a call.
type Body struct {
	contentType string
	open        func() io.Reader
	text        []byte // of one that is JSON
	once        bool   // it can be sent only once
}

// JSONBody makes a body of JSON, as that of a call's input. A *core.UsageError says why it cannot.
func JSONBody(in any) (Body, error) { return bodyOf(in) }

// JSON gives the text of a body that is JSON, else nil. Do not change it.
func (b Body) JSON() []byte { return b.text }

// RawBody sends what reader gives until its end. An empty contentType is
// application/octet-stream. A reader that is an io.Closer is closed when the request has been
// sent or has failed; if nothing was sent at all it is left alone.
func RawBody(contentType string, reader io.Reader) Body {
	if contentType == "" {
		contentType = "application/octet-stream"
	}
	return Body{contentType: contentType, open: func() io.Reader { return reader }, once: true}
}

// Multipart sends a form (multipart/form-data) as it is written: write is called when the
// request goes out, in a goroutine of its own, and its error fails the call. When the request
// ends early, writing gives an error.
func Multipart(write func(*multipart.Writer) error) Body {
	form := multipart.NewWriter(io.Discard)
	boundary := form.Boundary()
	return Body{contentType: form.FormDataContentType(), open: func() io.Reader {
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
	return Body{contentType: "application/json", open: func() io.Reader { return bytes.NewReader(text) }, text: text}
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
