package abort

import (
	"fmt"

	"github.com/hack-pad/safejs"
)

// backing is an AbortSignal, with its AbortController if Go made it. JavaScript has one
// thread and the Go code on it is never interrupted, so that nothing is locked here.
type backing struct {
	controller safejs.Value // undefined if JavaScript made the signal
	signal     safejs.Value
	why        Reason      // why it is aborted, as far as that is known here
	callback   safejs.Func // added to a signal of JavaScript while listening
	listening  bool
}

func newBacking() backing {
	controller, err := construct("AbortController")
	if err != nil {
		return backing{}
	}
	signal, err := controller.Get("signal")
	if err != nil {
		return backing{}
	}
	return backing{controller: controller, signal: signal}
}

// FromValue returns a Signal for a JavaScript AbortSignal, of this page or of another frame.
// Anything else, a look-alike included, is an error. Signals made from the same value are
// independent of each other.
func FromValue(value safejs.Value) (*Signal, error) {
	if _, err := signalAborted(value); err != nil {
		return nil, fmt.Errorf("abort: not an AbortSignal: %w", err)
	}
	return &Signal{backing: backing{signal: value}}, nil
}

// Value returns the JavaScript AbortSignal, to be passed to fetch and the like.
func (s *Signal) Value() safejs.Value { return s.backing.signal }

// abort is called only for signals with a controller of Go. It reports whether reason is the
// first one.
func (b *backing) abort(reason Reason) bool {
	if b.why != 0 {
		return false
	}
	b.why = reason
	if !b.controller.IsUndefined() {
		exception, err := newException(reason)
		if err != nil {
			exception = safejs.Undefined() // the host then makes an AbortError of its own
		}
		_, _ = b.controller.Call("abort", exception) // errors of listeners go to the page, not here
	}
	return true
}

// reason returns zero while the signal is not aborted.
func (b *backing) reason() Reason {
	if b.why == 0 && b.isForeign() {
		if aborted, err := signalAborted(b.signal); err == nil && aborted {
			b.why = readReason(b.signal)
		}
	}
	return b.why
}

// listen has fire called when JavaScript aborts the signal. Only a signal of JavaScript's
// own needs that; it is listened to once, however many listeners Go adds.
func (b *backing) listen(fire func()) {
	if b.listening || !b.isForeign() {
		return
	}
	callback, err := safejs.FuncOf(func(safejs.Value, []safejs.Value) any {
		defer func() {
			if p := recover(); p != nil {
				reportPanic(p)
			}
		}()
		fire()
		return nil
	})
	if err != nil {
		return
	}
	b.callback, b.listening = callback, true
	_, _ = addListener(b.signal, callback)
}

// unlisten undoes listen and frees the callback.
func (b *backing) unlisten() {
	if !b.listening {
		return
	}
	_, _ = removeListener(b.signal, b.callback)
	b.callback.Release()
	b.callback, b.listening = safejs.Func{}, false
}

func (b *backing) isForeign() bool {
	return b.controller.IsUndefined() && !b.signal.IsUndefined()
}
