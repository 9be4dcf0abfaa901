package client_test

import (
	"io"
	"math"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

type ring struct{ Next *ring }

func TestWrongCalls(t *testing.T) {
	circle := &ring{}
	circle.Next = circle
	for _, test := range []struct {
		title   string
		name    string
		in      any
		options []client.Option
		change  func(*client.Options)
		message string
	}{
		{title: "an empty name", message: "name is empty"},
		{title: "a name that leaves its segment", name: "../secret", message: "name is not the name of a route"},
		{title: "NaN", name: "save", in: math.NaN(), message: "in cannot be written as JSON"},
		{title: "a channel", name: "save", in: make(chan int), message: "in cannot be written as JSON"},
		{title: "a circle", name: "save", in: circle, message: "in cannot be written as JSON"},
		{title: "an empty Body", name: "save", in: client.Body{}, message: "in is a Body without content"},
		{title: "a negative timeout", name: "save", options: []client.Option{client.Timeout(-1)}, message: "timeout is negative"},
		{title: "a header without name", name: "save", options: []client.Option{client.Header("", "x")}, message: "no valid name"},
		{title: "a header with a space in its name", name: "save", options: []client.Option{client.Header("a b", "x")}, message: "no valid name"},
		{title: "a header that would begin another one", name: "save", options: []client.Option{client.Header("A", "x\r\nB: y")}, message: "control character"},
		{title: "a relative base", name: "save", change: func(o *client.Options) { o.BaseURL = "/api" }, message: "Options.BaseURL"},
		{title: "a base that is no URL", name: "save", change: func(o *client.Options) { o.BaseURL = "http://[" }, message: "Options.BaseURL"},
		{title: "a base with a query", name: "save", change: func(o *client.Options) { o.BaseURL += "?a" }, message: "without query"},
		{title: "a negative timeout of the client", name: "save", change: func(o *client.Options) { o.Timeout = -1 }, message: "Options.Timeout"},
	} {
		t.Run(test.title+" is a usage error and sends nothing", func(t *testing.T) {
			o := client.Options{BaseURL: "http://host/api", Transport: roundTrip(func(*http.Request) (*http.Response, error) {
				t.Error("sent")
				return nil, io.EOF
			})}
			if test.change != nil {
				test.change(&o)
			}
			c := client.New(o)
			defer c.Close()
			_, err := client.Request[any](t.Context(), c, test.name, test.in, test.options...)
			var usage *core.UsageError
			require.ErrorAs(t, err, &usage)
			assert.Contains(t, usage.Message, test.message)
		})
	}
}
