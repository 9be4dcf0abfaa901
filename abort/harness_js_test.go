package abort

import (
	"strings"
	"testing"

	"github.com/hack-pad/safejs"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// call is global[name](args…).
func call(t *testing.T, name string, args ...any) safejs.Value {
	t.Helper()
	value, err := safejs.Global().Call(name, args...)
	require.NoError(t, err)
	return value
}

// script evaluates an expression of JavaScript.
func script(t *testing.T, text string) safejs.Value {
	t.Helper()
	return call(t, "eval", "("+text+")")
}

func text(t *testing.T, value safejs.Value, names ...string) string {
	t.Helper()
	member, err := path(value, names...)
	require.NoError(t, err)
	s, err := member.String()
	require.NoError(t, err)
	return s
}

// callback gives JavaScript a function of Go for the length of the test.
func callback(t *testing.T, fn func(args []safejs.Value)) safejs.Func {
	t.Helper()
	f, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any {
		fn(args)
		return nil
	})
	require.NoError(t, err)
	t.Cleanup(f.Release)
	return f
}

// rejection waits for a promise to reject and returns why.
func rejection(t *testing.T, promise safejs.Value) safejs.Value {
	t.Helper()
	settled := make(chan safejs.Value, 1)
	fulfilled := callback(t, func([]safejs.Value) { settled <- safejs.Undefined() })
	rejected := callback(t, func(args []safejs.Value) { settled <- args[0] })
	_, err := promise.Call("then", fulfilled, rejected)
	require.NoError(t, err)
	return <-settled
}

// uncaught collects the messages of errors that reach the page's error event, and keeps
// them from the page.
func uncaught(t *testing.T) func() string {
	t.Helper()
	var messages []string
	listener := callback(t, func(args []safejs.Value) {
		_, err := args[0].Call("preventDefault")
		assert.NoError(t, err)
		messages = append(messages, text(t, args[0], "message"))
	})
	call(t, "addEventListener", "error", listener)
	t.Cleanup(func() { call(t, "removeEventListener", "error", listener) })
	return func() string {
		return strings.Join(messages, "\n")
	}
}

// consoleErrors collects what is written by console.error for the length of the test.
func consoleErrors(t *testing.T) func() []string {
	t.Helper()
	var messages []string
	console, err := safejs.Global().Get("console")
	require.NoError(t, err)
	original, err := console.Get("error")
	require.NoError(t, err)
	collect := callback(t, func(args []safejs.Value) { messages = append(messages, text(t, args[0])) })
	require.NoError(t, console.Set("error", collect))
	t.Cleanup(func() { assert.NoError(t, console.Set("error", original)) })
	return func() []string { return messages }
}

// countListeners counts the calls of addEventListener and removeEventListener for abort events.
func countListeners(t *testing.T) (add, remove func() int) {
	t.Helper()
	counts := script(t, `(() => {
		const counts = { add: 0, remove: 0 };
		const call = Function.prototype.call;
		Function.prototype.call = function (self, ...args) {
			if (this === EventTarget.prototype.addEventListener) counts.add++;
			if (this === EventTarget.prototype.removeEventListener) counts.remove++;
			return Reflect.apply(this, self, args);
		};
		counts.restore = () => { Function.prototype.call = call; };
		return counts;
	})()`)
	t.Cleanup(func() {
		_, err := counts.Call("restore")
		assert.NoError(t, err)
	})
	read := func(name string) func() int {
		return func() int {
			count, err := counts.Get(name)
			require.NoError(t, err)
			n, err := count.Int()
			require.NoError(t, err)
			return n
		}
	}
	return read("add"), read("remove")
}
