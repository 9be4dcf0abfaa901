package abort

import (
	"context"
	"errors"
)

// ErrAborted matches, by errors.Is, every [Error] but that of a [Timeout].
var ErrAborted = errors.New("abort: aborted")

// Error is the error of something that was aborted.
type Error struct {
	Reason Reason
}

func (e *Error) Error() string { return "abort: " + e.Reason.String() }

// Is reports true for [ErrAborted] and context.Canceled; if the reason is [Timeout], for
// context.DeadlineExceeded and neither of the two.
func (e *Error) Is(target error) bool {
	if e.Reason == Timeout {
		return target == context.DeadlineExceeded
	}
	return target == ErrAborted || target == context.Canceled
}
