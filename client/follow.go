package client

import (
	"context"
	"encoding/json"
)

// Live says which topic an endpoint follows for some arguments, while [Subscribe] is in use: the data of each
// message is written as by [Set], with these arguments. Where events are missed the key is invalidated, and asked for again;
// with sluice.v1 it is asked for again, too, when a subscription begins, or is joined, after its answer was asked for, on a stream
// that has had events.
type Live struct {
	Topic   string
	Options []Option  // see [Listen]
	Schema  AnySchema // through which data is written. Default: the endpoint's; without one it becomes the response
}

// follow subscribes to what is live of an endpoint for some arguments.
func follow[T any](c *Client, e *Endpoint[T], key string, args []any) (stop func(), err error) {
	var of Live
	if err := guard(func() error { of = e.Live(args...); return nil }); err != nil {
		return nil, err
	}
	u := &listener{options: &callOptions{}, follows: key, use: func(*value) error { return nil }}
	for _, option := range of.Options {
		option(u.options)
	}
	if of.Schema == nil && e.Schema.node != nil {
		of.Schema = e.Schema
	}
	u.options.more().listening.through = func(to Writer, text json.RawMessage) error {
		if of.Schema == nil {
			return SetResponse(to, e, text, args...)
		}
		return Set(to, of.Schema, text, args...)
	}
	u.began = func() {
		if r := GetResponse(c, e, args...); r.Usable || r.Err != nil || r.Pending > 0 {
			go renew(c, e, args, r.Pending > 0)
		}
	}
	u.missed = func() {
		pending := GetResponse(c, e, args...).Pending > 0
		if c.Invalidate(e, args...) == nil {
			go renew(c, e, args, pending)
		}
	}
	return c.listen(Topic{of.Topic, u.options.key}, u)
}

// renew asks again; where that is being done already, after that answer, which may be of before. What comes of it is shown.
func renew[T any](c *Client, e *Endpoint[T], args []any, pending bool) {
	if pending {
		_, _ = Fetch(context.Background(), c, e, args...)
	}
	_, _ = Fetch(context.Background(), c, e, args...)
}
