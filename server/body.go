package server

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"time"
)

// Body is the input of a route that takes its body raw, of any media type, and reads it
// while it arrives. Reading fails with an *Error when the body is too large (413) or
// takes too long (408); a handler returns that error as it is. It is valid until the
// handler returns.
type Body struct {
	reader io.Reader
	// ContentType is the header of that name, "" without one.
	ContentType string
	// Length is the number of bytes announced, -1 if unknown.
	Length int64
}

// Read reads from the request. A zero Body is empty.
func (b Body) Read(p []byte) (int, error) {
	if b.reader == nil {
		return 0, io.EOF
	}
	return b.reader.Read(p)
}

// formMemory is how much of a multipart body is kept in memory; the rest of it goes to
// temporary files, which are removed when the handler has returned.
const formMemory = 1 << 20

// streamBody makes the checks of a raw body.
func (x *exchange) streamBody() (Body, error) {
	if encoded(x.r.Header) {
		return Body{}, unsupportedMediaType("encoded bodies are not supported")
	}
	reader, err := x.limitBody(x.app.options.MaxStream)
	return Body{reader, x.r.Header.Get("Content-Type"), x.r.ContentLength}, err
}

// readForm reads a multipart body to its end.
func (x *exchange) readForm() (*multipart.Form, error) {
	mediaType, params, err := mime.ParseMediaType(x.r.Header.Get("Content-Type"))
	if err != nil || mediaType != "multipart/form-data" || encoded(x.r.Header) {
		return nil, unsupportedMediaType("send multipart/form-data")
	}
	boundary := params["boundary"]
	if boundary == "" || len(boundary) > 70 {
		return nil, invalidRequest("the body has no boundary", "", "multipart/form-data")
	}
	reader, err := x.limitBody(x.app.options.MaxStream)
	if err != nil {
		return nil, err
	}
	defer x.bodyDone()
	parts := &partCounter{reader: reader, delimiter: "--" + boundary, left: x.app.options.MaxParts + 1} // the last one ends the body
	form, err := multipart.NewReader(parts, boundary).ReadForm(formMemory)
	if err == nil {
		_, err = io.Copy(io.Discard, parts) // what stands after the last boundary counts, too
		if err != nil {
			_ = form.RemoveAll()
		}
	}
	var known *Error
	switch {
	case err == nil:
		return form, nil
	case errors.As(err, &known):
		return nil, known
	case errors.Is(err, multipart.ErrMessageTooLarge):
		return nil, tooLarge(x.app.options.MaxStream)
	}
	return nil, invalidRequest("the body is not multipart/form-data", "", "multipart/form-data")
}

// encoded reports whether a body is compressed or the like.
func encoded(h http.Header) bool {
	encoding := strings.Join(h.Values("Content-Encoding"), ",")
	return encoding != "" && !strings.EqualFold(encoding, "identity")
}

// limitBody returns a reader of the body that fails with an *Error at the limit of
// bytes or time.
func (x *exchange) limitBody(limit int64) (io.Reader, error) {
	if x.r.ContentLength > limit {
		return nil, tooLarge(limit)
	}
	// Not every ResponseWriter can set deadlines; net/http's can.
	_ = http.NewResponseController(x.w).SetReadDeadline(time.Now().Add(x.app.options.BodyTimeout))
	if x.r.Header.Get("Expect") != "" { // net/http writes "100 Continue" at the first read
		o := &x.app.options
		_ = http.NewResponseController(x.w).SetWriteDeadline(time.Now().Add(o.BodyTimeout + o.HandlerTimeout + o.WriteTimeout))
	}
	x.body = &limitedBody{reader: http.MaxBytesReader(nil, x.r.Body, limit), limit: limit}
	return x.body, nil
}

// bodyDone takes the deadline off the connection, which is watched for a client that
// goes while the handler runs.
func (x *exchange) bodyDone() {
	_ = http.NewResponseController(x.w).SetReadDeadline(time.Time{})
}

// limitedBody is the body of a request within its limits. A handler may read it while
// the call is answered without it.
type limitedBody struct {
	reader io.Reader
	limit  int64
	ended  atomic.Bool // the client has sent all
	broken atomic.Bool // the rest cannot be read
}

func (b *limitedBody) Read(p []byte) (int, error) {
	n, err := b.reader.Read(p)
	if err == nil {
		return n, nil
	}
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return n, tooLarge(b.limit)
	}
	b.ended.Store(err == io.EOF)
	b.broken.Store(err != io.EOF)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return n, bodyTimeout()
	}
	return n, err
}

// partCounter counts the delimiters of a multipart body as they pass. One that only
// begins like a delimiter is counted too.
type partCounter struct {
	reader    io.Reader
	delimiter string
	tail      []byte // the last bytes that may begin a delimiter
	left      int
}

func (c *partCounter) Read(p []byte) (int, error) {
	n, err := c.reader.Read(p)
	window := string(c.tail) + string(p[:n])
	for {
		i := strings.Index(window, c.delimiter)
		if i < 0 {
			break
		}
		window = window[i+len(c.delimiter):]
		if c.left--; c.left < 0 {
			return 0, &Error{Code: tooLarge(0).Code, Status: http.StatusRequestEntityTooLarge, Message: "the body has too many parts"}
		}
	}
	c.tail = []byte(window[max(0, len(window)-len(c.delimiter)+1):])
	return n, err
}
