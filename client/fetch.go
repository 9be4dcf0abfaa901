package client

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"sluice/abort"
	"sluice/core"
	"sluice/internal/protocol"
)

// fetch is a request on the network.
type fetch struct {
	id         core.RequestID
	route      core.Route
	call       *call     // whose body, headers and context it carries; nil for the core's own
	out        *Outgoing // in their place
	controller *abort.Controller
	answer     answer // when it has arrived

	// Of an endpoint's.
	held held
	err  error
}

// begin puts a request on the network, or keeps it for that.
func (c *Client) begin(e *core.Effect) {
	f := c.fetches[e.Request]
	if f == nil || e.Wait {
		f = c.newFetch(e, f)
	}
	if !e.Wait {
		go c.transfer(f)
	}
}

// newFetch makes what carries out a request, in the place of what has failed.
func (c *Client) newFetch(e *core.Effect, failed *fetch) *fetch {
	f := &fetch{id: e.Request, route: e.Route, controller: abort.NewController()}
	c.fetches[f.id] = f
	if failed != nil {
		f.call, f.out = failed.call, failed.out
		failed.controller.Abort(abort.Timeout)
		return f
	}
	f.call = c.carrier(e.Call)
	if flow := c.flowOf(f.id, e.Call); flow != nil {
		f.call, f.out = flow.call, flow.out.copy()
	}
	if f.once() {
		c.single = append(c.single, f.id)
	}
	return f
}

// carrier gives the call whose endpoint, arguments and headers a request carries.
func (c *Client) carrier(id core.CallID) *call {
	if call := c.calls[id]; call != nil {
		return call
	}
	if kept := c.retained[id]; kept != nil {
		return kept.call
	}
	return c.carriers[id]
}

// transfer runs the request to its end and tells the core.
func (c *Client) transfer(f *fetch) {
	parent := context.Background()
	if f.call != nil {
		parent = f.call.values() // the core says when it is to end
	}
	ctx, stop := f.controller.Signal().Context(parent)
	defer stop()
	if f.route == core.RouteEndpoint {
		c.transferEndpoint(ctx, f)
		return
	}
	a, err := c.exchange(ctx, f)
	closed := false
	c.do(func(now core.Time) {
		if closed = c.closed; c.fetches[f.id] != f {
			return
		}
		f.answer = a
		if flow := c.flows[f.id]; flow != nil {
			flow.answer = a
		}
		if err != nil {
			c.core.Fail(now, f.id, err)
		} else {
			c.core.Settle(now, f.id, a.outcome)
		}
		c.carryOut()
		c.drop(f)
	})
	if closed {
		c.letGo()
	}
}

// transferEndpoint does the same for an endpoint.
func (c *Client) transferEndpoint(ctx context.Context, f *fetch) {
	h, err := c.perform(ctx, f)
	if err != nil && c.again(f, err) {
		return
	}
	if f.out != nil && !aborts(err) {
		c.arrived(f, h, err)
		return
	}
	c.conclude(f, h, err)
}

// conclude takes what has come of the request of an endpoint.
func (c *Client) conclude(f *fetch, h held, err error) {
	soft := err != nil && f.call.endpoint.isSoft(err)
	closed := false
	c.do(func(now core.Time) {
		if closed = c.closed; c.fetches[f.id] != f {
			return
		}
		f.held, f.err = h, err
		if err != nil {
			c.core.Failed(now, f.id, core.Failure{Soft: soft, Aborted: aborts(err)})
		} else {
			c.core.Settle(now, f.id, core.Outcome{Status: http.StatusOK, Body: core.BodyJSON, Text: h.text})
		}
		c.carryOut()
		c.drop(f)
	})
	if closed {
		c.letGo()
	}
}

// drop lets go of a request that is over, unless it is to be sent again.
func (c *Client) drop(f *fetch) {
	if c.fetches[f.id] == f {
		delete(c.fetches, f.id)
	}
}

// exchange sends the request and reads the answer. An error is the call's as it is. A panic of
// the user's code becomes one, so that the call ends.
func (c *Client) exchange(ctx context.Context, f *fetch) (a answer, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &core.NetworkError{Cause: fmt.Errorf("panic in Headers or Transport: %v", p)}
		}
	}()
	request, err := c.request(ctx, f)
	if err != nil {
		return answer{}, err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return answer{outcome: core.Outcome{Err: err}}, nil
	}
	defer response.Body.Close()
	return read(response, c.options.MaxBody)
}

func (c *Client) request(ctx context.Context, f *fetch) (*http.Request, error) {
	method, address, body := http.MethodPost, "", emptyBody
	var own http.Header
	switch {
	case f.call == nil:
		address = c.address(f.route, protocol.NameSession)
	case f.out != nil:
		if f.out.wrong != nil {
			return nil, f.out.wrong
		}
		method, address, body, own = f.out.Method, c.absolute(f.out.URL), f.out.Body, f.out.Header
	case f.call.endpoint != nil:
		var err error
		if method, address, body, err = c.requestOf(f.call); err != nil {
			return nil, err
		}
		own = f.call.endpoint.header
	default:
		address, body, own = c.address(f.route, f.call.name), f.call.body, f.call.options.header
	}
	header := http.Header{"Accept": {"application/json"}}
	if body.open != nil {
		header["Content-Type"] = []string{body.contentType}
	}
	merge(header, c.options.Header)
	if c.options.Headers != nil {
		more, err := c.options.Headers(ctx)
		if err != nil {
			return nil, fmt.Errorf("Options.Headers: %w", err)
		}
		merge(header, more)
	}
	merge(header, own)
	if err := check(header); err != nil {
		return nil, err
	}
	var reader io.Reader
	if body.open != nil {
		reader = body.open()
	}
	request, err := http.NewRequestWithContext(ctx, method, address, reader)
	if err != nil {
		if closer, ok := reader.(io.Closer); ok {
			_ = closer.Close()
		}
		return nil, usage("the request cannot be made: %v", err)
	}
	request.Header = header
	return request, nil
}

// absolute gives a url at the origin of the base, unless it says where it is.
func (c *Client) absolute(url string) string {
	if strings.Contains(url, "://") {
		return url
	}
	return c.options.origin + "/" + strings.TrimPrefix(url, "/")
}

func (c *Client) address(route core.Route, name string) string {
	switch route {
	case core.RouteLogin:
		return c.options.origin + protocol.PathLogin
	case core.RouteRegister:
		return c.options.origin + protocol.PathRegister
	case core.RouteLogout:
		return c.options.origin + protocol.PathLogout
	}
	return c.options.base + "/" + name
}

// merge puts headers over others. One without values removes.
func merge(into, from http.Header) {
	for name, values := range from {
		name = http.CanonicalHeaderKey(name)
		if len(values) == 0 {
			delete(into, name)
			continue
		}
		into[name] = append([]string(nil), values...)
	}
}

// check refuses what is no header before anything is sent.
func check(header http.Header) error {
	for name, values := range header {
		if name == "" || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r) }) {
			return usage("header %q has no valid name", name)
		}
		for _, value := range values {
			if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
				return usage("header %s has a control character in its value", name)
			}
		}
	}
	return nil
}
