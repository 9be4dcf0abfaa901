// Package abort says that work is to end early, and why.
//
// A [Controller] aborts; its [Signal] is what the work is given. Natively a signal stands
// on a context, in a browser on a real AbortController, so that [Signal.Value] can be
// handed to fetch or to any other function of the page that takes a signal. The interface
// is the same on both sides; [FromValue] and [Signal.Value] exist where JavaScript does.
//
// The rules, in their order:
//
//  1. The first reason stays. Aborting twice does nothing more.
//  2. The reason is set before anybody is told.
//  3. In a browser, listeners that JavaScript added to the signal are told first.
//  4. Listeners added by [Signal.OnAbort] run in the order in which they were added, on the
//     goroutine that aborts, before [Controller.Abort] returns. A listener that panics does
//     not keep the others from running; the panic goes on when all have run.
//  5. A listener added to an aborted signal runs at once.
//
// # In a browser
//
// A signal made by JavaScript is listened to only while it has listeners of Go: remove them,
// or stop the context, and nothing of Go is held by it. When JavaScript aborts, the listeners
// run inside that event: they must not block. A panic in one of them is reported to the page as
// an uncaught error, because it has no caller in Go to go to.
//
// The reason that JavaScript sees (signal.reason) is a DOMException named "AbortError", or
// "TimeoutError" for [Timeout]; its property abortReason holds [Reason.String]. FromValue
// reads the reason of a signal the same way; any other value counts as [Aborted].
//
// In a host without AbortController a controller works for Go alone and the value of its
// signal is undefined.
package abort
