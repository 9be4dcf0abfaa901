package server

import (
	"context"
	"errors"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// errGoexit is the outcome of a handler that ended its goroutine.
var errGoexit = errors.New("server: the handler called runtime.Goexit")

// run runs a job in a goroutine of its own. When its time is up, run returns
// errHandlerTimeout at once and drops what comes later, except that a panic is still
// reported. When the client goes, the
// job's context ends, and run still waits for the job, so that it stays counted as
// long as it works.
func (x *exchange) run(do job, limit time.Duration) (result, error) {
	ctx, cancel := context.WithTimeoutCause(x.r.Context(), limit, errHandlerTimeout)
	defer cancel()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	x.call.ctx = ctx

	type outcome struct {
		result result
		err    error
	}
	done := make(chan outcome, 1)
	var answered atomic.Bool
	go func() {
		o := outcome{err: errGoexit}
		defer func() {
			if value := recover(); value != nil {
				o.err = &panicError{value, debug.Stack()}
				if answered.Load() {
					x.report(o.err)
				}
			}
			done <- o
		}()
		o.result, o.err = do(x.call)
	}()
	select {
	case o := <-done:
		if o.err != nil && errors.Is(context.Cause(ctx), errHandlerTimeout) && errors.Is(o.err, context.DeadlineExceeded) {
			o.err = errHandlerTimeout // it ended because its context did
		}
		return o.result, o.err
	case <-timer.C:
		answered.Store(true)
		x.stopReading() // the job may still be reading from it
		return result{}, errHandlerTimeout
	}
}
