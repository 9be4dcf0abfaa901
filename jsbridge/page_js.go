package jsbridge

import (
	"syscall/js"

	"github.com/hack-pad/safejs"
	"honnef.co/go/js/dom/v2"
)

// page is the page that the program runs in. Where there is no document (Node, a worker) it is
// shown and connected, and nothing happens to it.
type page struct {
	document dom.HTMLDocument // nil where there is none
}

func thePage() page {
	if document, err := safejs.Global().Get("document"); err != nil || document.IsUndefined() {
		return page{}
	}
	document, _ := dom.GetWindow().Document().(dom.HTMLDocument)
	return page{document}
}

// window is the page's own: what dom.GetWindow gives is the global object that the script made for
// Go's programs, whose listeners and navigator are not there.
func (p page) window() dom.Window { return p.document.DefaultView() }

func (p page) hidden() bool {
	return p.document != nil && p.document.Underlying().Get("visibilityState").String() == "hidden"
}

func (p page) offline() bool {
	if p.document == nil {
		return false
	}
	online := p.document.Underlying().Get("defaultView").Get("navigator").Get("onLine")
	return online.Type() == js.TypeBoolean && !online.Bool() // unknown counts as connected
}

// listen calls fn whenever the page is hidden or shown, and whenever it loses or gets back its connection.
// shown says that it is the former, and that the page is visible. remove ends that.
func (p page) listen(fn func(shown bool)) (remove func()) {
	if p.document == nil {
		return func() {}
	}
	connection := func(dom.Event) { fn(false) }
	removes := []func(){
		on(p.document, "visibilitychange", func(dom.Event) { fn(!p.hidden()) }),
		on(p.window(), "online", connection),
		on(p.window(), "offline", connection),
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
