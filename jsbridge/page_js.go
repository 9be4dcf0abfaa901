package jsbridge

import (
	"github.com/hack-pad/safejs"
	"honnef.co/go/js/dom/v2"
)

// page is the page that the program runs in. Where there is no document (Node, a worker) it is
// shown and connected, and nothing happens to it.
type page struct {
	window dom.Window // nil where there is no document
}

func thePage() page {
	if document, err := safejs.Global().Get("document"); err != nil || document.IsUndefined() {
		return page{}
	}
	return page{dom.GetWindow()}
}

func (p page) hidden() bool {
	return p.window != nil && p.window.Document().Underlying().Get("visibilityState").String() == "hidden"
}

func (p page) offline() bool {
	navigator, err := safejs.Global().Get("navigator")
	if p.window == nil || err != nil {
		return false
	}
	online, err := navigator.Get("onLine")
	if err != nil {
		return false
	}
	connected, err := online.Bool()
	return err == nil && !connected // unknown counts as connected
}

// listen calls fn whenever the page is hidden or shown, and whenever it loses or gets back its connection.
// shown says that it is the former, and that the page is visible. remove ends that.
func (p page) listen(fn func(shown bool)) (remove func()) {
	if p.window == nil {
		return func() {}
	}
	connection := func(dom.Event) { fn(false) }
	removes := []func(){
		on(p.window.Document(), "visibilitychange", func(dom.Event) { fn(!p.hidden()) }),
		on(p.window, "online", connection),
		on(p.window, "offline", connection),
	}
	return func() {
		for _, remove := range removes {
			remove()
		}
	}
}

func on(target dom.EventTarget, event string, fn func(dom.Event)) (remove func()) {
	listener := target.AddEventListener(event, false, fn)
	return func() {
		target.RemoveEventListener(event, false, listener)
		listener.Release()
	}
}
