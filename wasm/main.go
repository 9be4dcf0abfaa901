//go:build js && wasm

// Command wasm is the browser build of Sluice: it joins the core, by package jsbridge, to the
// exports that the script calls, and does nothing else.
//
// The script reads the addresses of the buffers from the six numbers at header(): where the
// operations of the last call stand and how many bytes they are, where the changes of objects and
// how many numbers they are, where the texts of those and how many bytes. No export blocks, and none lets a
// panic out.
package main

import (
	"unsafe"

	"sluice/jsbridge"
)

var (
	bridge = jsbridge.New()
	out    [6]uint32 // address and length of the operations, the changes and their texts
	last   []byte    // why the core is dead, kept for the script to read
)

// Functions that are none of the user's.
const (
	spilled = 1<<32 - 1 - iota // takes texts over, see jsbridge.Bridge.Spill
	again                      // writes the body of the outcome at hand again
)

// call runs a function of the user's, see jsbridge.Caller.
//
//go:wasmimport sluice call
func call(fn uint32, args unsafe.Pointer, length uint32) uint32

func main() {
	bridge.Functions(func(fn uint32, args []byte) uint32 {
		return call(fn, unsafe.Pointer(unsafe.SliceData(args)), uint32(len(args)))
	})
	bridge.Spill(func(texts []byte) {
		call(spilled, unsafe.Pointer(unsafe.SliceData(texts)), uint32(len(texts)))
	})
	bridge.Again(func(body []byte) {
		call(again, unsafe.Pointer(unsafe.SliceData(body)), uint32(len(body)))
	})
	jsbridge.Serve(bridge, flush)
	select {}
}

// flush publishes the operations and returns 0 or, when the core is dead, the reason and 1.
func flush() uint32 {
	operations, dead := bridge.Out(), uint32(0)
	if reason := bridge.Dead(); reason != "" {
		operations, dead = []byte(reason), 1
		last = operations
	}
	if len(operations) > 0 {
		out[0] = address(operations)
	}
	out[1] = uint32(len(operations))
	list, texts := bridge.Changes()
	out[2], out[3] = uint32(uintptr(unsafe.Pointer(unsafe.SliceData(list)))), uint32(len(list))
	out[4], out[5] = address(texts), uint32(len(texts))
	return dead
}

func address(b []byte) uint32 { return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b)))) }

//go:wasmexport header
func header() uint32 { return uint32(uintptr(unsafe.Pointer(&out))) }

// input gives the address of a buffer for n bytes of commands.
//
//go:wasmexport input
func input(n uint32) uint32 { return address(bridge.In(int(n))) }

// body gives the address of a buffer for the n bytes of the body that settle reads next.
//
//go:wasmexport body
func body(n uint32) uint32 { return address(bridge.Body(int(n))) }

// inner gives the address of a buffer for the n bytes that ask reads next.
//
//go:wasmexport inner
func inner(n uint32) uint32 { return address(bridge.Inner(int(n))) }

// ask answers questions while a function of the user's runs.
//
//go:wasmexport ask
func ask(n uint32) uint32 {
	bridge.Ask(int(n))
	return flush()
}

// result gives the address of a buffer for the n bytes that a user's function has returned.
//
//go:wasmexport result
func result(n uint32) uint32 { return address(bridge.Result(int(n))) }

//go:wasmexport dispatch
func dispatch(n uint32, now float64) uint32 {
	bridge.Dispatch(int(n), now)
	return flush()
}

//go:wasmexport settle
func settle(request, status, kind, note uint32, retryAfter float64, length uint32, now float64) uint32 {
	bridge.Settle(request, int(status), int(kind), int(note), retryAfter, int(length), now)
	return flush()
}

//go:wasmexport unsendable
func unsendable(request, length uint32, now float64) uint32 {
	bridge.Unsendable(request, int(length), now)
	return flush()
}

//go:wasmexport tick
func tick(now float64) uint32 {
	bridge.Tick(now)
	return flush()
}
