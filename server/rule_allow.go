package server

import (
	"encoding/json"
	"fmt"
	"runtime/debug"
	"time"
)

// Allow decides by key and payload who may subscribe to a topic. fn returns nil to
// allow. An *Error, wrapped or not, refuses: the client is sent topic.forbidden with its
// Message (auth.required if that is its Code) and does not ask again by itself. Any
// other error and a panic refuse as well: the client is sent "internal" and asks again
// on its next connection, and Options.OnError is told.
//
// key is "" for the stream without one. payload is what the client sent with the
// subscription, nil if nothing; of a client without sluice.v1 the whole message. The
// call's User is that of the connection's session; its Context ends after
// Options.HandlerTimeout. While fn works, nothing more of this connection is read.
//
// Allow is for topics: Handle panics when it is given to a route.
func Allow(fn func(c *Call, key string, payload json.RawMessage) error) Rule {
	if fn == nil {
		panic("server: Allow without a function")
	}
	return ruleFunc(func(r *rules) { r.allow = append(r.allow, fn) })
}

func callAllow(fn allowFunc, c *Call, key string, payload json.RawMessage) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &panicError{value, debug.Stack()}
		}
	}()
	return fn(c, key, payload)
}

// Recheck has the rules of a topic, except RateLimit, asked again for each of its
// subscriptions, every so often and up to 8 s later: what they no longer allow ends. It is for
// an Allow that looks at what can change without the user session. When Allow cannot tell (it
// returns an error that is no *Error, or panics) the subscription stays until the next time,
// and Options.OnError is told. Default: they are asked again when the user session is saved,
// and then only.
//
// Recheck panics below a second. It is for topics: Handle panics when it is given to a route.
func Recheck(every time.Duration) Rule {
	if every < time.Second {
		panic(fmt.Sprintf("server: Recheck(%v): less than a second", every))
	}
	return ruleFunc(func(r *rules) { r.again = every })
}
