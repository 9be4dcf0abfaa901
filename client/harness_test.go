package client_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"sluice/client"
)

// routes are handlers by the path behind the origin's slash: "api/getUser", "auth/login".
type routes map[string]http.HandlerFunc

func (r routes) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	text, _ := io.ReadAll(request.Body) // to its end, or a gone client is not noticed
	request.Body = io.NopCloser(bytes.NewReader(text))
	if handler := r[strings.TrimPrefix(request.URL.Path, "/")]; handler != nil {
		handler(w, request)
		return
	}
	envelope(w, http.StatusNotFound, "api.notFound")
}

// serve starts a server of the routes and a client of it.
func serve(t *testing.T, r http.Handler, change ...func(*client.Options)) *client.Client {
	t.Helper()
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	options := client.Options{BaseURL: server.URL + "/api"}
	for _, f := range change {
		f(&options)
	}
	c := client.New(options)
	t.Cleanup(c.Close)
	return c
}

func answers(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if contentType != "" {
			w.Header().Set("Content-Type", contentType)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func answersJSON(value any) http.HandlerFunc {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return answers(http.StatusOK, "application/json; charset=utf-8", string(text))
}

func envelope(w http.ResponseWriter, status int, code string) {
	answers(status, "application/json", `{"error":{"code":"`+code+`","message":"no"}}`)(w, nil)
}

// silent never answers; it tells arrived that a request is there and gone that its client left.
type silent struct{ arrived, gone chan struct{} }

func newSilent() *silent {
	return &silent{arrived: make(chan struct{}, 100), gone: make(chan struct{}, 100)}
}

func (s *silent) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	s.arrived <- struct{}{}
	<-r.Context().Done()
	s.gone <- struct{}{}
}

// roundTrip is a network without a network, for tests with virtual time.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close()
	}
	return f(r)
}

// response makes an answer of JSON.
func response(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
}

// never answers before its request is aborted.
func never(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func newClient(t *testing.T, network roundTrip, change ...func(*client.Options)) *client.Client {
	t.Helper()
	o := client.Options{BaseURL: "http://host/api", Transport: network}
	for _, f := range change {
		f(&o)
	}
	c := client.New(o)
	t.Cleanup(c.Close)
	return c
}
