package server

import (
	"io"
	"net/http"
	"time"
)

// chunkSize is how much of an answer has WriteTimeout to be taken, in bytes.
const chunkSize = 64 << 10

// timedWriter gives the client a limited time to take each chunk of an answer, so that
// one that stops reading does not keep the connection. The deadline holds for what
// net/http still sends after the handler, too; then net/http takes it off, before the
// connection is used again. Where a ResponseWriter knows no deadlines there are none.
type timedWriter struct {
	http.ResponseWriter
	control *http.ResponseController
	limit   time.Duration
}

func newTimedWriter(w http.ResponseWriter, limit time.Duration) *timedWriter {
	return &timedWriter{w, http.NewResponseController(w), limit}
}

// Unwrap is for http.ResponseController.
func (w *timedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *timedWriter) extend() {
	_ = w.control.SetWriteDeadline(time.Now().Add(w.limit)) // http.ErrNotSupported, or the connection has gone
}

// WriteHeader begins the answer.
func (w *timedWriter) WriteHeader(status int) {
	w.extend()
	w.ResponseWriter.WriteHeader(status)
}

// Write writes p chunk by chunk.
func (w *timedWriter) Write(p []byte) (written int, err error) {
	for len(p) > 0 && err == nil {
		w.extend()
		var n int
		n, err = w.ResponseWriter.Write(p[:min(len(p), chunkSize)])
		written += n
		p = p[n:]
	}
	return written, err
}

// ReadFrom copies from source chunk by chunk, in such a way that net/http can let the
// system send a file.
func (w *timedWriter) ReadFrom(source io.Reader) (copied int64, err error) {
	left := int64(-1) // unknown
	limited, ok := source.(*io.LimitedReader)
	if ok {
		source, left = limited.R, limited.N
	}
	for left != 0 {
		size := int64(chunkSize)
		if ok {
			size = min(size, left)
		}
		w.extend()
		n, err := io.CopyN(w.ResponseWriter, source, size)
		copied += n
		if ok {
			left -= n
			limited.N = left
		}
		if err == io.EOF {
			return copied, nil
		}
		if err != nil {
			return copied, err
		}
	}
	return copied, nil
}
