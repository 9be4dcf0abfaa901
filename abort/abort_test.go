package abort

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReason(t *testing.T) {
	for _, test := range []struct {
		reason   Reason
		text     string
		isAbort  bool
		sentinel error
	}{
		{Aborted, "aborted", true, context.Canceled},
		{Superseded, "superseded", true, context.Canceled},
		{Reset, "reset", true, context.Canceled},
		{Closed, "closed", true, context.Canceled},
		{Timeout, "timeout", false, context.DeadlineExceeded},
	} {
		t.Run(test.text+" is seen in the signal, its error and its context", func(t *testing.T) {
			controller := NewController()
			signal := controller.Signal()
			ctx, stop := signal.Context(t.Context())
			defer stop()
			require.False(t, signal.Aborted())
			require.NoError(t, signal.Err())
			require.NoError(t, ctx.Err())

			assert.True(t, controller.Abort(test.reason))

			assert.True(t, signal.Aborted())
			assert.Equal(t, test.reason, signal.Reason())
			assert.ErrorIs(t, ctx.Err(), context.Canceled)
			for _, err := range []error{signal.Err(), fmt.Errorf("wrapped: %w", context.Cause(ctx))} {
				var typed *Error
				require.ErrorAs(t, err, &typed)
				assert.Equal(t, test.reason, typed.Reason)
				assert.ErrorIs(t, err, test.sentinel)
				assert.Equal(t, test.isAbort, errors.Is(err, ErrAborted))
				assert.Equal(t, test.isAbort, errors.Is(err, context.Canceled))
				assert.ErrorContains(t, err, test.text)
			}
		})
		t.Run(test.text+" is parsed from its text", func(t *testing.T) {
			assert.Equal(t, test.text, test.reason.String())
			assert.Equal(t, test.reason, ParseReason(test.text))
		})
	}
	t.Run("what is no reason has no text", func(t *testing.T) {
		assert.Empty(t, Reason(0).String())
		assert.Empty(t, Reason(200).String())
		assert.Zero(t, ParseReason(""))
		assert.Zero(t, ParseReason("Aborted"))
	})
}

func TestController(t *testing.T) {
	t.Run("the first reason stays", func(t *testing.T) {
		controller := NewController()
		calls := 0
		controller.Signal().OnAbort(func() { calls++ })

		assert.True(t, controller.Abort(Superseded))
		assert.False(t, controller.Abort(Closed))

		assert.Equal(t, Superseded, controller.Signal().Reason())
		assert.Equal(t, 1, calls)
	})
	t.Run("a number that is no reason counts as aborted", func(t *testing.T) {
		for _, reason := range []Reason{0, 99} {
			controller := NewController()
			require.True(t, controller.Abort(reason))
			assert.Equal(t, Aborted, controller.Signal().Reason())
		}
	})
	t.Run("the signal is always the same", func(t *testing.T) {
		controller := NewController()
		assert.Same(t, controller.Signal(), controller.Signal())
	})
	t.Run("aborting one leaves another alone", func(t *testing.T) {
		one, other := NewController(), NewController()
		one.Abort(Aborted)
		assert.False(t, other.Signal().Aborted())
	})
}

func TestOnAbort(t *testing.T) {
	t.Run("listeners run in their order, before Abort returns, and see the reason", func(t *testing.T) {
		controller := NewController()
		signal := controller.Signal()
		var seen []string
		for i := range 3 {
			signal.OnAbort(func() { seen = append(seen, fmt.Sprint(i, " ", signal.Reason())) })
		}
		controller.Abort(Reset)
		assert.Equal(t, []string{"0 reset", "1 reset", "2 reset"}, seen)
	})
	t.Run("a listener of an aborted signal runs at once", func(t *testing.T) {
		controller := NewController()
		controller.Abort(Aborted)
		calls := 0
		remove := controller.Signal().OnAbort(func() { calls++ })
		assert.Equal(t, 1, calls)
		remove()
		assert.Equal(t, 1, calls)
	})
	t.Run("a removed listener does not run, removing twice does nothing", func(t *testing.T) {
		controller := NewController()
		var seen []int
		var removes []func()
		for i := range 3 {
			removes = append(removes, controller.Signal().OnAbort(func() { seen = append(seen, i) }))
		}
		removes[1]()
		removes[1]()
		controller.Abort(Aborted)
		removes[0]()
		assert.Equal(t, []int{0, 2}, seen)
	})
	t.Run("a listener may remove a later one, add one and abort again", func(t *testing.T) {
		controller := NewController()
		signal := controller.Signal()
		var seen []string
		var removeSecond func()
		signal.OnAbort(func() {
			seen = append(seen, "first")
			removeSecond()
			signal.OnAbort(func() { seen = append(seen, "added") })
			assert.False(t, controller.Abort(Closed))
		})
		removeSecond = signal.OnAbort(func() { seen = append(seen, "second") })
		signal.OnAbort(func() { seen = append(seen, "third") })
		controller.Abort(Aborted)
		assert.Equal(t, []string{"first", "added", "third"}, seen)
	})
	t.Run("a listener that panics keeps no other from running, and the panic goes on", func(t *testing.T) {
		controller := NewController()
		var seen []int
		for i := range 5 {
			controller.Signal().OnAbort(func() {
				seen = append(seen, i)
				if i == 1 || i == 3 {
					panic("listener")
				}
			})
		}
		assert.Panics(t, func() { controller.Abort(Aborted) })
		assert.Equal(t, []int{0, 1, 2, 3, 4}, seen)
		assert.True(t, controller.Signal().Aborted())
	})
	t.Run("ten thousand listeners are added, half removed, the others run once each", func(t *testing.T) {
		controller := NewController()
		var ran []int
		for i := range 10_000 {
			remove := controller.Signal().OnAbort(func() { ran = append(ran, i) })
			if i%2 == 1 {
				defer remove()
			} else {
				remove()
			}
		}
		controller.Abort(Aborted)
		assert.Len(t, ran, 5_000)
		assert.True(t, slices.IsSorted(ran))
	})
}

func TestContext(t *testing.T) {
	t.Run("the context of an aborted signal is done from the start", func(t *testing.T) {
		controller := NewController()
		controller.Abort(Closed)
		ctx, stop := controller.Signal().Context(context.Background())
		defer stop()
		require.ErrorIs(t, ctx.Err(), context.Canceled)
		assert.ErrorIs(t, context.Cause(ctx), ErrAborted)
	})
	t.Run("a done parent ends the context and not the signal", func(t *testing.T) {
		parent, cancel := context.WithCancel(t.Context())
		controller := NewController()
		ctx, stop := controller.Signal().Context(parent)
		defer stop()
		cancel()
		assert.ErrorIs(t, ctx.Err(), context.Canceled)
		assert.NotErrorIs(t, context.Cause(ctx), ErrAborted)
		assert.False(t, controller.Signal().Aborted())
	})
	t.Run("values of the parent are there", func(t *testing.T) {
		type key struct{}
		ctx, stop := NewController().Signal().Context(context.WithValue(t.Context(), key{}, 7))
		defer stop()
		assert.Equal(t, 7, ctx.Value(key{}))
	})
	t.Run("stop ends the context and lets go of the signal", func(t *testing.T) {
		controller := NewController()
		ctx, stop := controller.Signal().Context(t.Context())
		stop()
		stop()
		assert.ErrorIs(t, ctx.Err(), context.Canceled)
		assert.Zero(t, controller.Signal().listeners.Len())
		controller.Abort(Aborted)
		assert.NotErrorIs(t, context.Cause(ctx), ErrAborted)
	})
}
