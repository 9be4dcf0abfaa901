package abort

import (
	"context"
	"errors"
)

// ErrAborted matches, by errors.Is, every [Error].
var ErrAborted = errors.New("abort: aborted")

// Error is the error of something that was aborted.
type Error struct {
	Reason Reason
}

func (e *Error) Error() string { return "abort: " + e.Reason.String() }

// Is reports true for [ErrAborted] and context.Canceled.
func (e *Error) Is(target error) bool { return target == ErrAborted || target == context.Canceled }
