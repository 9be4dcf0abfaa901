// Package core is Sluice's logic: a deterministic, single-threaded state machine.
//
// Commands and outcomes go in, each with the time as a parameter; [Effect] values come
// out. The core does no I/O: it has no goroutines, channels, mutexes, clocks, files,
// network or JavaScript. A shell carries the effects out and reports what came of them:
// package jsbridge in a browser, package client in a Go program, a scripted one in tests.
// So a run can be replayed, fuzzed and simulated with virtual time.
//
// The way of a request, in the order of the files that it passes:
//
//	call.go      a call comes in; bad input is refused
//	autoabort.go does it supersede the pending one of its name?
//	request.go   it becomes a request in flight, under a record
//	effect.go    the shell is told to fetch, abort, resolve, reject, …
//	settle.go    the outcome comes back
//	answer.go    what the answer means
//	record.go    what watchers of the name see
//	session.go   what the answer says about the user session
//
// A Core is not safe for concurrent use: the shell calls it from one goroutine at a time.
// The package is stable in the sense of the project's public interface: names that a
// program sees through package client (the errors) do not change; the rest may.
package core
