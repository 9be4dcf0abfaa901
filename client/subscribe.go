package client

import (
	"slices"
	"sync"

	"sluice/core"
)

// Subscribe asks an endpoint again and again, [Endpoint].PollFrequency after each answer, until stop is
// called: at once if nothing is there. Requests are shared with calls of [Fetch]. A failed one keeps the
// data. Subscriptions of a key ask as often as the most frequent one. Reset keeps them; Close ends them.
//
// With [Endpoint].Live it follows that topic; without a PollFrequency nothing is asked then, but after events were missed.
func Subscribe[T any](c *Client, e *Endpoint[T], args ...any) (stop func(), err error) {
	if isNull(args) {
		return func() {}, nil
	}
	used := e.use()
	call := &call{name: used.name, endpoint: used, args: slices.Clone(args)}
	if call.text, err = argsText(args); err == nil {
		call.options.key, err = used.keyOf(args, call.text)
	}
	if err != nil {
		return nil, call.failed(err)
	}
	unfollow := func() {}
	if e.Live != nil {
		if used.wrong != nil {
			return nil, call.failed(used.wrong)
		}
		if unfollow, err = follow(c, e, call.options.key, call.args); err != nil {
			return nil, err
		}
		if used.frequency == 0 {
			return unfollow, nil
		}
	}
	var subscription core.CallID
	err = c.write(newCall(used.name), nil, func(c *Client, now core.Time, id core.CallID) error {
		if err := c.defineEndpoint(now, used); err != nil {
			return err
		}
		c.lastCall++
		subscription = c.lastCall
		c.carriers[subscription] = call
		c.core.Subscribe(now, id, core.Subscription{
			ID: subscription, Client: clientID, Endpoint: used.number, Key: call.options.key, Args: call.text,
			Frequency: used.frequency, Timeout: used.timeout,
		})
		return nil
	})
	end := func() {
		unfollow()
		_ = c.write(newCall(used.name), nil, func(c *Client, now core.Time, id core.CallID) error { // is never refused
			c.core.Unsubscribe(now, id, clientID, call.options.key, subscription)
			delete(c.carriers, subscription)
			return nil
		})
	}
	if err != nil {
		end()
		return nil, err
	}
	return sync.OnceFunc(end), nil
}
