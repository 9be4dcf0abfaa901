package client_test

import (
	"io"
	"net/http"
	"testing"

	"sluice/client"
)

// BenchmarkRequest is a call, its answer and its decoding, over a network that answers at once.
func BenchmarkRequest(b *testing.B) {
	c := client.New(client.Options{BaseURL: "http://host/api", Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		_, err := io.Copy(io.Discard, r.Body)
		return response(200, `{"name":"Oslo"}`), err
	})})
	defer c.Close()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := client.Request[city](b.Context(), c, "getCity", city{"Oslo"}); err != nil {
			b.Fatal(err)
		}
	}
}
