package abort

import (
	"fmt"
	"sync"

	"github.com/hack-pad/safejs"
)

// reasonProperty is the name under which an abort's reason stands in its DOMException.
const reasonProperty = "abortReason"

// platform holds what is called on signals: the getters and methods of the prototypes, so
// that no code of a look-alike runs, and every throw is caught by the call.
type platform struct {
	aborted, reason, add, remove safejs.Value
	err                          error
}

var host = sync.OnceValue(func() platform {
	var p platform
	p.aborted, p.err = getter("AbortSignal", "aborted")
	if p.err == nil {
		p.reason, p.err = getter("AbortSignal", "reason")
	}
	if p.err == nil {
		p.add, p.err = path(safejs.Global(), "EventTarget", "prototype", "addEventListener")
	}
	if p.err == nil {
		p.remove, p.err = path(safejs.Global(), "EventTarget", "prototype", "removeEventListener")
	}
	return p
})

// signalAborted reads signal.aborted. The getter throws for what is not an AbortSignal.
func signalAborted(signal safejs.Value) (bool, error) {
	p := host()
	if p.err != nil {
		return false, p.err
	}
	aborted, err := p.aborted.Call("call", signal)
	if err != nil {
		return false, err
	}
	return aborted.Bool()
}

// readReason says what the reason of an aborted signal means. It may be any value, also one
// whose properties throw.
func readReason(signal safejs.Value) Reason {
	value, err := host().reason.Call("call", signal)
	if err != nil {
		return Aborted
	}
	if reason := ParseReason(property(value, reasonProperty)); reason != 0 {
		return reason
	}
	if property(value, "name") == "TimeoutError" {
		return Timeout
	}
	return Aborted
}

// property reads a property as text, "" if that fails. It goes through Reflect, because a
// throw of a getter is caught in a call only.
func property(object safejs.Value, name string) string {
	reflect, err := safejs.Global().Get("Reflect")
	if err != nil {
		return ""
	}
	value, err := reflect.Call("get", object, name)
	if err != nil {
		return ""
	}
	text, err := value.String()
	if err != nil {
		return ""
	}
	return text
}

// newException makes what JavaScript sees as the reason.
func newException(reason Reason) (safejs.Value, error) {
	name := "AbortError"
	if reason == Timeout {
		name = "TimeoutError"
	}
	exception, err := construct("DOMException", "the request was ended: "+reason.String(), name)
	if err == nil {
		err = exception.Set(reasonProperty, reason.String())
	}
	return exception, err
}

func addListener(signal safejs.Value, callback safejs.Func) (safejs.Value, error) {
	return host().add.Call("call", signal, "abort", callback)
}

func removeListener(signal safejs.Value, callback safejs.Func) (safejs.Value, error) {
	return host().remove.Call("call", signal, "abort", callback)
}

// reportPanic makes a panic an uncaught error of the page. Where reportError is missing, as
// in Node, it becomes an unhandled rejection.
func reportPanic(p any) {
	problem, err := construct("Error", fmt.Sprintf("abort: listener panicked: %v", p))
	if err != nil {
		return
	}
	if _, err := safejs.Global().Call("reportError", problem); err == nil {
		return
	}
	if promise, err := safejs.Global().Get("Promise"); err == nil {
		_, _ = promise.Call("reject", problem)
	}
}

// construct is new global[name](args…).
func construct(name string, args ...any) (safejs.Value, error) {
	class, err := safejs.Global().Get(name)
	if err != nil {
		return safejs.Value{}, err
	}
	return class.New(args...)
}

// getter returns the function behind an accessor of a class's prototype.
func getter(class, name string) (safejs.Value, error) {
	prototype, err := path(safejs.Global(), class, "prototype")
	if err != nil {
		return safejs.Value{}, err
	}
	object, err := safejs.Global().Get("Object")
	if err != nil {
		return safejs.Value{}, err
	}
	descriptor, err := object.Call("getOwnPropertyDescriptor", prototype, name)
	if err != nil {
		return safejs.Value{}, err
	}
	return descriptor.Get("get")
}

func path(value safejs.Value, names ...string) (safejs.Value, error) {
	for _, name := range names {
		next, err := value.Get(name)
		if err != nil {
			return safejs.Value{}, err
		}
		value = next
	}
	return value, nil
}
