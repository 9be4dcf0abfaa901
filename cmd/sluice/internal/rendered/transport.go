package rendered

import (
	"bytes"
	"io"
	"net/http"
)

// inProcess carries requests to a handler of this process.
type inProcess struct{ handler http.Handler }

// RoundTrip is for http.RoundTripper.
func (t inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	own := r.Clone(r.Context())
	if own.Body == nil {
		own.Body = http.NoBody
	}
	defer own.Body.Close()
	own.RequestURI = r.URL.RequestURI()
	w := &recorder{header: make(http.Header)}
	t.handler.ServeHTTP(w, own)
	w.WriteHeader(http.StatusOK) // if it has written nothing
	return &http.Response{
		Status: http.StatusText(w.status), StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r,
	}, nil
}

// recorder keeps an answer.
type recorder struct {
	header, sent http.Header
	status       int
	body         bytes.Buffer
}

func (w *recorder) Header() http.Header { return w.header }

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status, w.sent = status, w.header.Clone()
	}
}

func (w *recorder) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}
