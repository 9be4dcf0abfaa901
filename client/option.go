package client

import (
	"fmt"
	"net/http"
	"time"

	"sluice/core"
)

// Option is a part of a call that is left out more often than not.
type Option func(*callOptions)

type callOptions struct {
	key        string
	takeLatest core.Choice
	timeout    time.Duration
	timed      bool
	retry      *RetryPolicy
	header     http.Header // nil values remove
	extra      *extra      // nil: nothing of it is asked for
}

// RequestKey keeps calls of one name apart: their state, and which of them ends which. 0 is the
// key "0"; "" is no key.
func RequestKey[K ~string | ~int | ~int32 | ~int64 | ~uint | ~uint32 | ~uint64](key K) Option {
	return func(o *callOptions) { o.key = fmt.Sprint(key) }
}

// TakeLatest says whether the call ends the pending ones of its name and request key, whatever
// the rule of the client says.
func TakeLatest(latest bool) Option {
	return func(o *callOptions) {
		o.takeLatest = core.No
		if latest {
			o.takeLatest = core.Yes
		}
	}
}

// Timeout limits the time from the call to the end of the answer's body. 0 switches the
// client's timeout off; a negative one is a *core.UsageError.
func Timeout(d time.Duration) Option {
	return func(o *callOptions) { o.timeout, o.timed = d, true }
}

// Header sets a header of the request, over those of the client. Without a value the request
// goes without that header.
func Header(name string, values ...string) Option {
	return func(o *callOptions) {
		if o.header == nil {
			o.header = http.Header{}
		}
		o.header[http.CanonicalHeaderKey(name)] = values
	}
}
