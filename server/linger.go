package server

import (
	"io"
	"net/http"
	"time"
)

// An answer may be ready before the client has sent its whole body. Most clients read
// it only after they have; closing the connection on them loses it. So the rest is
// thrown away for a while, within these limits.
const (
	lingerTime = 5 * time.Second
	// smallRest is what net/http throws away by itself before it answers, and keeps the
	// connection.
	smallRest = 256 << 10
)

// stopReading lets the connection end with the answer. Nothing more is read from it, by
// net/http neither, nor by a handler that is still at it.
func (x *exchange) stopReading() {
	x.ending = true
	x.w.Header().Set("Connection", "close")
	_ = http.NewResponseController(x.w).SetReadDeadline(time.Now())
}

// rest prepares the answer for what is left of the body, and returns what is to be done
// after it has been written. HTTP/2 needs none of this; clients that asked before
// sending (Expect) have sent nothing.
func (x *exchange) rest() (after func()) {
	none := func() {}
	switch {
	case x.ending, x.r.ProtoMajor != 1, x.r.Body == nil, x.r.Body == http.NoBody, x.r.Header.Get("Expect") != "",
		x.body != nil && x.body.ended.Load():
		return none
	case x.body != nil && x.body.broken.Load():
		x.stopReading()
		return none
	}
	control := http.NewResponseController(x.w)
	if control.SetReadDeadline(time.Now().Add(lingerTime)) != nil {
		return none // reading could take for ever
	}
	if length := x.r.ContentLength; 0 <= length && length <= smallRest {
		return none
	}
	if control.EnableFullDuplex() != nil {
		return none
	}
	x.w.Header().Set("Connection", "close")
	return func() {
		if control.Flush() == nil {
			_, _ = io.CopyN(io.Discard, x.r.Body, x.app.options.MaxStream)
		}
	}
}
