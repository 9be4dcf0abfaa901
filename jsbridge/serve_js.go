package jsbridge

import "github.com/hack-pad/safejs"

// hostName is the global under which the program finds the script's functions. The page itself
// has no such global: it is part of what the script shows to the program only.
const hostName = "sluice"

// Serve joins the bridge to the script that has started the program: page events make the core
// work, and flush publishes what came of it before the script is told.
//
// The script's side is an object with `now()` and `flushed(dead)`; Serve sets its member `started`.
// stop ends all of it.
func Serve(b *Bridge, flush func() uint32) (stop func()) {
	host, err := safejs.Global().Get(hostName)
	if err != nil || host.IsUndefined() {
		return func() {} // not started by the script: a test
	}
	now, errNow := host.Get("now")
	flushed, errFlushed := host.Get("flushed")
	if errNow != nil || errFlushed != nil {
		return func() {}
	}
	_ = host.Set("started", true)
	p := thePage()
	b.Page(0, p.hidden(), p.offline())
	return p.listen(func(shown bool) {
		at, err := now.Invoke()
		if err != nil {
			return
		}
		ms, err := at.Float()
		if err != nil {
			return
		}
		b.Page(ms, p.hidden(), p.offline())
		_, _ = flushed.Invoke(float64(flush()))
		if shown {
			b.Visible(ms)
			_, _ = flushed.Invoke(float64(flush()))
		}
	})
}
