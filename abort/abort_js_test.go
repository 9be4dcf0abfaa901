package abort

import (
	"strings"
	"testing"

	"github.com/hack-pad/safejs"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
