package client

import (
	"context"

	"sluice/abort"
	"sluice/core"
)

// stepsOf says which functions of the client's the requests of an endpoint go through: none if it makes them itself.
func (c *Client) stepsOf(e *endpoint) core.Steps {
	if e.fetch != nil {
		return 0
	}
	return c.options.steps
}

// arrived takes what has come of the request of an endpoint that goes through functions.
func (c *Client) arrived(f *fetch, h held, err error) {
	if err == nil && h.text == nil {
		h.text, err = written(f.call.endpoint.node, h.value)
	}
	c.do(func(now core.Time) {
		if c.fetches[f.id] != f {
			return
		}
		delete(c.fetches, f.id)
		flow := c.flows[f.id]
		if flow == nil {
			return
		}
		flow.held, flow.err = h, err
		flow.answer = answer{status: f.answer.status, header: f.answer.header, value: valueOfText(h.text)}
		c.core.Arrived(now, f.id, err != nil)
	})
}

// deliver gives the core what has come of the steps of an endpoint's request.
func (c *Client) deliver(request core.RequestID, flow *flow) {
	c.mu.Lock()
	f := &fetch{id: request, route: core.RouteEndpoint, call: flow.call, controller: abort.NewController()}
	c.fetches[request] = f
	h, answer, err := flow.held, flow.answer, flow.err
	c.mu.Unlock()
	if err == nil {
		h, err = f.call.endpoint.replaced(h, &answer)
	}
	c.conclude(f, h, err)
}

// replaced gives what functions have put in the place of what is held, if they have.
func (e *endpoint) replaced(h held, a *answer) (out held, err error) {
	defer recovered(&err)
	text, err := a.value.json()
	if err != nil {
		return held{}, err
	}
	if text == nil {
		text = null
	}
	if h.text != nil && string(text) == string(h.text) {
		return h, nil
	}
	return e.take(held{text: text})
}

// askAgain makes the request of an endpoint once more, and stores nothing.
func (c *Client) askAgain(ctx context.Context, call *call) (*Incoming, error) {
	f := &fetch{route: core.RouteEndpoint, call: call, out: c.outgoing(call)}
	if f.out.Body.once {
		return nil, call.failed(usage("the body has been read; it cannot be sent again"))
	}
	if request := c.options.OnRequest; request != nil {
		if err := request(ctx, f.out); err != nil {
			return nil, call.failed(err)
		}
	}
	h, err := c.perform(ctx, f)
	if err != nil {
		return nil, call.failed(err)
	}
	if h.text == nil {
		h.text, err = written(call.endpoint.node, h.value)
	}
	return &Incoming{Status: f.answer.status, Header: f.answer.header, Text: nullIsNone(h.text)}, err
}
