package jsbridge

import (
	"github.com/hack-pad/safejs"
	"honnef.co/go/js/dom/v2"
)

// onVisible calls fn whenever the page becomes visible. Where there is no document (Node, a
// worker) it never does. remove ends that.
func onVisible(fn func()) (remove func()) {
	if document, err := safejs.Global().Get("document"); err != nil || document.IsUndefined() {
		return func() {}
	}
	document := dom.GetWindow().Document()
	listener := document.AddEventListener("visibilitychange", false, func(dom.Event) {
		if state := document.Underlying().Get("visibilityState"); state.String() == "visible" {
			fn()
		}
	})
	return func() {
		document.RemoveEventListener("visibilitychange", false, listener)
		listener.Release()
	}
}
