//go:build !js

package abort

import "context"

// backing is a context whose cause is the *Error of the first abort.
type backing struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
}

func newBacking() backing {
	ctx, cancel := context.WithCancelCause(context.Background())
	return backing{ctx: ctx, cancel: cancel}
}

// abort reports whether reason is the first one.
func (b *backing) abort(reason Reason) bool {
	err := &Error{Reason: reason}
	b.cancel(err)
	return context.Cause(b.ctx) == error(err)
}

// reason returns zero while the signal is not aborted.
func (b *backing) reason() Reason {
	if err, ok := context.Cause(b.ctx).(*Error); ok {
		return err.Reason
	}
	return 0
}

// Only its controller can abort a signal here, so there is nothing to listen to.
func (b *backing) listen(func()) {}
func (b *backing) unlisten()     {}
