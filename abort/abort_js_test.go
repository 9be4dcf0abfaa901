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

func TestValue(t *testing.T) {
	t.Run("it is a real AbortSignal, aborted with a DOMException that carries the reason", func(t *testing.T) {
		for reason, name := range map[Reason]string{
			Aborted: "AbortError", Superseded: "AbortError", Reset: "AbortError",
			Closed: "AbortError", Timeout: "TimeoutError",
		} {
			controller := NewController()
			value := controller.Signal().Value()
			is := script(t, "s => s instanceof AbortSignal && !s.aborted")
			real, err := is.Invoke(value)
			require.NoError(t, err)
			assert.Equal(t, "<boolean: true>", text(t, real))

			controller.Abort(reason)

			assert.Equal(t, "<boolean: true>", text(t, value, "aborted"))
			assert.Equal(t, name, text(t, value, "reason", "name"))
			assert.Equal(t, reason.String(), text(t, value, "reason", "abortReason"))
			is = script(t, "s => s.reason instanceof DOMException")
			real, err = is.Invoke(value)
			require.NoError(t, err)
			assert.Equal(t, "<boolean: true>", text(t, real))
		}
	})
	t.Run("listeners of JavaScript run before those of Go and see the reason", func(t *testing.T) {
		controller := NewController()
		var seen []string
		controller.Signal().OnAbort(func() { seen = append(seen, "go") })
		listener := callback(t, func([]safejs.Value) {
			seen = append(seen, "javascript "+controller.Signal().Reason().String())
		})
		_, err := addListener(controller.Signal().Value(), listener)
		require.NoError(t, err)
		controller.Abort(Superseded)
		assert.Equal(t, []string{"javascript superseded", "go"}, seen)
	})
	t.Run("a listener of JavaScript may abort again and add a listener of Go", func(t *testing.T) {
		controller := NewController()
		calls := 0
		listener := callback(t, func([]safejs.Value) {
			assert.False(t, controller.Abort(Closed))
			controller.Signal().OnAbort(func() { calls++ })
		})
		_, err := addListener(controller.Signal().Value(), listener)
		require.NoError(t, err)
		controller.Abort(Aborted)
		assert.Equal(t, Aborted, controller.Signal().Reason())
		assert.Equal(t, 1, calls)
	})
	t.Run("a listener of JavaScript that throws does no harm", func(t *testing.T) {
		errorText := uncaught(t)
		controller := NewController()
		calls := 0
		controller.Signal().OnAbort(func() { calls++ })
		_, err := script(t, `s => s.addEventListener("abort", () => { throw "a string" })`).Invoke(controller.Signal().Value())
		require.NoError(t, err)
		controller.Abort(Aborted)
		assert.Equal(t, 1, calls)
		assert.Contains(t, errorText(), "a string")
	})
	t.Run("a fetch in flight ends with that exception", func(t *testing.T) {
		controller := NewController()
		promise := call(t, "fetch", "/", map[string]any{"signal": controller.Signal().Value()})
		controller.Abort(Superseded)
		err := rejection(t, promise)
		assert.Equal(t, "AbortError", text(t, err, "name"))
		assert.Equal(t, "superseded", text(t, err, "abortReason"))
		reason, getErr := controller.Signal().Value().Get("reason")
		require.NoError(t, getErr)
		assert.True(t, err.Equal(reason), "fetch rejects with the signal's reason itself")
	})
	t.Run("a fetch that was answered is not touched by a later abort", func(t *testing.T) {
		controller := NewController()
		err := rejection(t, call(t, "fetch", "/", map[string]any{"signal": controller.Signal().Value()}))
		controller.Abort(Aborted)
		assert.True(t, err.IsUndefined())
	})
}

func TestFromValue(t *testing.T) {
	// A pair of a controller made by JavaScript and its signal seen from Go.
	pair := func(t *testing.T) (safejs.Value, *Signal) {
		t.Helper()
		controller := script(t, "new AbortController()")
		value, err := controller.Get("signal")
		require.NoError(t, err)
		signal, err := FromValue(value)
		require.NoError(t, err)
		require.True(t, signal.Value().Equal(value))
		return controller, signal
	}
	abort := func(t *testing.T, controller safejs.Value, args ...any) {
		t.Helper()
		_, err := controller.Call("abort", args...)
		require.NoError(t, err)
	}

	for name, test := range map[string]struct {
		reason string
		want   Reason
	}{
		"no reason of its own":                {`undefined`, Aborted},
		"null":                                {`null`, Aborted},
		"a string":                            {`"superseded"`, Aborted},
		"a bigint":                            {`1n`, Aborted},
		"a symbol":                            {`Symbol("x")`, Aborted},
		"an error of the page":                {`new Error("x")`, Aborted},
		"a reason of this library":            {`Object.assign(new DOMException("x", "AbortError"), { abortReason: "reset" })`, Reset},
		"an unknown reason":                   {`Object.assign(new DOMException("x", "AbortError"), { abortReason: "bored" })`, Aborted},
		"a bigint for a reason":               {`({ abortReason: 1n })`, Aborted},
		"an exception of AbortSignal.timeout": {`new DOMException("x", "TimeoutError")`, Timeout},
		"a getter that throws":                {`({ get abortReason() { throw null }, get name() { throw 1n } })`, Aborted},
		"a proxy that throws":                 {`new Proxy({}, { get() { throw "no" } })`, Aborted},
	} {
		t.Run("an abort with "+name+" is understood", func(t *testing.T) {
			controller, signal := pair(t)
			assert.False(t, signal.Aborted())
			abort(t, controller, script(t, test.reason))
			assert.True(t, signal.Aborted())
			assert.Equal(t, test.want, signal.Reason())
		})
	}
	t.Run("a signal of this library keeps its reason on the way through JavaScript", func(t *testing.T) {
		controller := NewController()
		signal, err := FromValue(controller.Signal().Value())
		require.NoError(t, err)
		calls := 0
		signal.OnAbort(func() { calls++ })
		controller.Abort(Closed)
		assert.Equal(t, Closed, signal.Reason())
		assert.Equal(t, 1, calls)
	})
	t.Run("a real AbortSignal.timeout ends a context", func(t *testing.T) {
		signal, err := FromValue(script(t, "AbortSignal.timeout(1)"))
		require.NoError(t, err)
		ctx, stop := signal.Context(t.Context())
		defer stop()
		<-ctx.Done()
		assert.Equal(t, Timeout, signal.Reason())
	})
	t.Run("a signal of another frame is one", func(t *testing.T) {
		frame := script(t, `document.body.appendChild(document.createElement("iframe"))`)
		t.Cleanup(func() { _, _ = frame.Call("remove") })
		foreign, err := script(t, "f => f.contentWindow.AbortSignal.abort()").Invoke(frame)
		require.NoError(t, err)
		signal, err := FromValue(foreign)
		require.NoError(t, err)
		assert.Equal(t, Aborted, signal.Reason())
	})
	for name, expression := range map[string]string{
		"undefined":            `undefined`,
		"null":                 `null`,
		"a number":             `1`,
		"a bigint":             `1n`,
		"a look-alike":         `({ aborted: false, addEventListener() {} })`,
		"a controller":         `new AbortController()`,
		"the prototype":        `AbortSignal.prototype`,
		"a proxy that throws":  `new Proxy(new AbortController().signal, { get() { throw "no" }, getPrototypeOf() { throw null } })`,
		"another event target": `new EventTarget()`,
	} {
		t.Run(name+" is not a signal", func(t *testing.T) {
			_, err := FromValue(script(t, expression))
			require.Error(t, err)
			assert.True(t, strings.HasPrefix(err.Error(), "abort: not an AbortSignal: "), err.Error())
		})
	}
	t.Run("JavaScript's abort tells Go's listeners, in their order, once", func(t *testing.T) {
		controller, signal := pair(t)
		var seen []int
		for i := range 3 {
			signal.OnAbort(func() { seen = append(seen, i) })
		}
		abort(t, controller)
		abort(t, controller)
		assert.Equal(t, []int{0, 1, 2}, seen)
	})
	t.Run("it is listened to only while Go has listeners", func(t *testing.T) {
		warnings := consoleErrors(t)
		controller, signal := pair(t)
		assert.False(t, signal.backing.listening)
		first := signal.OnAbort(func() { t.Error("a removed listener ran") })
		_, stop := signal.Context(t.Context())
		assert.True(t, signal.backing.listening)
		first()
		assert.True(t, signal.backing.listening)
		stop()
		assert.False(t, signal.backing.listening)
		abort(t, controller)
		assert.Empty(t, warnings(), "a released function was called")
	})
	t.Run("nothing listens after the abort", func(t *testing.T) {
		controller, signal := pair(t)
		remove := signal.OnAbort(func() {})
		abort(t, controller)
		assert.False(t, signal.backing.listening)
		remove()
		assert.Zero(t, signal.listeners.Len())
	})
	t.Run("a thousand listeners come and go with one listener on the signal", func(t *testing.T) {
		add, remove := countListeners(t)
		_, signal := pair(t)
		var removes []func()
		for range 1_000 {
			removes = append(removes, signal.OnAbort(func() {}))
		}
		assert.Equal(t, 1, add())
		for _, f := range removes {
			f()
		}
		assert.Equal(t, 1, add())
		assert.Equal(t, 1, remove())
	})
	t.Run("a listener that panics becomes an uncaught error of the page, and Go lives on", func(t *testing.T) {
		errorText := uncaught(t)
		controller, signal := pair(t)
		calls := 0
		signal.OnAbort(func() { panic("in a listener") })
		signal.OnAbort(func() { calls++ })
		abort(t, controller)
		assert.Equal(t, 1, calls)
		assert.Contains(t, errorText(), "abort: listener panicked: in a listener")
	})
}

func TestWithoutAbortController(t *testing.T) {
	t.Run("a controller works for Go alone", func(t *testing.T) {
		class := script(t, "AbortController")
		require.NoError(t, safejs.Global().Set("AbortController", safejs.Undefined()))
		controller := NewController()
		require.NoError(t, safejs.Global().Set("AbortController", class))

		calls := 0
		controller.Signal().OnAbort(func() { calls++ })
		assert.True(t, controller.Signal().Value().IsUndefined())
		assert.False(t, controller.Signal().Aborted())
		assert.True(t, controller.Abort(Reset))
		assert.False(t, controller.Abort(Closed))
		assert.Equal(t, Reset, controller.Signal().Reason())
		assert.Equal(t, 1, calls)
	})
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
