// Package jsbridge joins the core to JavaScript.
//
// [Bridge] takes streams of commands and outcomes as bytes and answers with streams of
// operations as bytes; it is plain Go and is tested natively. What knows a browser stands in
// files that end in _js.go. Package wire holds the format of the streams.
//
// The package is internal in spirit: only package wasm uses it, and it may change with it.
package jsbridge
