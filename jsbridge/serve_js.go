package jsbridge

import (
	"syscall/js"

	"github.com/hack-pad/safejs"
)

// hostName is the global under which the program finds the script's functions. The page itself
// has no such global: it is part of what the script shows to the program only.
const hostName = "sluice"

// Serve joins the bridge to the script that has started the program: page events make the core
// work, and flush publishes what came of it before the script is told.
//
// The script's side is an object with `now()`, `flushed(dead)` and, set here, `pulse()`: a
// function that enters Go by way of its scheduler. Exports alone never let Go's sweeper and
// finalisers run, so the script calls pulse now and then. stop ends all of it.
func Serve(b *Bridge, flush func() uint32) (stop func()) {
	host, err := safejs.Global().Get(hostName)
	if err != nil || host.IsUndefined() {
		return func() {} // not started by the script: a test
	}
	pulse := js.FuncOf(func(js.Value, []js.Value) any { return nil })
	_ = host.Set("pulse", safejs.Safe(pulse.Value))
	now, errNow := host.Get("now")
	flushed, errFlushed := host.Get("flushed")
	if errNow != nil || errFlushed != nil {
		return pulse.Release
	}
	remove := onVisible(func() {
		at, err := now.Invoke()
		if err != nil {
			return
		}
		ms, err := at.Float()
		if err != nil {
			return
		}
		b.Visible(ms)
		_, _ = flushed.Invoke(float64(flush()))
	})
	return func() {
		remove()
		pulse.Release()
	}
}
