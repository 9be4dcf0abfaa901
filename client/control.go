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

// Keep says what [Client.ResetRequests] leaves. The zero value: nothing.
type Keep struct {
	Pending bool // calls in flight go on, and their answers count when they come
	Cached  bool // queries that [Cache] may answer from, whatever their CacheKey
}

// ResetRequests takes away what is known of the targets, or of all names when it is called without any: data and
// error, what [Cache] has kept, polling. Calls in flight end with reason reset. For lists passed on see AbortRequests.
func (c *Client) ResetRequests(keep Keep, targets ...core.Target) {
	c.do(func(now core.Time) {
		c.core.ResetRequests(now, clientID, targets, core.Forgetting{Pending: !keep.Pending, Cached: !keep.Cached})
	})
}

// ClearRequestsCache forgets that [Cache] may answer calls of the targets, or all when it is called without any. The data
// stays. For lists passed on see AbortRequests.
func (c *Client) ClearRequestsCache(targets ...core.Target) {
	c.do(func(now core.Time) { c.core.ClearCache(now, clientID, targets) })
}

// StopPolling ends what [Poll] has begun of the targets, or all when it is called without any. A request in flight goes
// on. For lists passed on see AbortRequests.
func (c *Client) StopPolling(targets ...core.Target) {
	c.do(func(now core.Time) { c.core.StopPolling(now, clientID, targets) })
}

// JoinRequest waits for the newest call of a target in flight, a silent one too, and gives its answer. With none in flight
// it returns at once, and pending is false. The end of ctx ends the waiting, and the request only if nobody else waits
// for it.
func JoinRequest[T any, Q QueryName](ctx context.Context, c *Client, query Q) (data T, pending bool, err error) {
	target := targetOf(query)
	call := &call{ctx: ctx, name: target.Name}
	call.options.key = target.Key
	r := c.wait(call, func(now core.Time, id core.CallID) { c.core.Join(now, clientID, id, target) })
	if r.err == nil && !r.alone {
		r.err = r.answer.decode(&data)
	}
	if r.err != nil {
		var zero T
		return zero, true, call.failed(r.err)
	}
	return data, !r.alone, nil
}
