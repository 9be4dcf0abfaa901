package client

import (
	"context"
	"slices"

	"sluice/core"
)

// AbortRequests ends pending calls: those of the targets, or all when it is called without any.
// A list passed on, as in AbortRequests(list...), ends all when it is nil and none when it is
// empty but not nil. Logins and logouts go on. Of a target, Name with Key or AnyKey says which;
// see [core.Target].
func (c *Client) AbortRequests(targets ...core.Target) {
	c.do(func(now core.Time) { c.core.AbortRequests(now, clientID, targets) })
}

// AllSettled waits until nothing is in flight, or for ctx, whose cause it returns then.
func (c *Client) AllSettled(ctx context.Context) error {
	idle := make(chan struct{})
	c.do(func(now core.Time) {
		c.idlers = append(c.idlers, idle)
		c.core.WhenIdle(now, clientID)
	})
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
	}
	c.do(func(core.Time) {
		c.idlers = slices.DeleteFunc(c.idlers, func(other chan struct{}) bool { return other == idle })
	})
	return context.Cause(ctx)
}
