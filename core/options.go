package core

import (
	"math"

	"sluice/core/socket"
	"sluice/store"
	"sluice/store/normal"
)

// Options are a client's settings. The zero value has the documented defaults.
type Options struct {
	// AutoAbort says which names supersede their pending call. Default: the ten keywords.
	AutoAbort AutoAbort
	// Timeout in ms for calls that give none; 0 is none.
	Timeout float64
	// Lengths are for endpoints that have none of their own. Nil stands for the defaults.
	Lengths *Lengths
	// Texts has data of names normalised. Without it nothing is. Keys gives objects their keys; nil is
	// the usual rule.
	Texts Texts
	Keys  normal.Keys
	// Server: answers are gathered for a page that is rendered. Nothing is made again by itself, and
	// About says how often a name was answered.
	Server bool
	// Retry is for reads that have none of their own.
	Retry Retry
	// Concurrency is how many requests are on the network at once for each origin at most; 0 is no limit. Others
	// wait, in the order of their dispatch; their time runs. Logins and logouts neither wait nor count.
	Concurrency int
	// Values keeps data of names. Without it nothing is updated.
	Values Values
	// Functions runs the user's functions of schemas. Nil if there are none.
	Functions store.Functions
	// Socket is nil for a client that has none.
	Socket *socket.Options
	// Optimist is asked about mutations that are [Endpoint.Optimistic]. Nil if there are none.
	Optimist Optimist
}

// Lengths say for how long answers and errors are fresh, in ms. NaN is the default.
type Lengths struct {
	Data, Error float64
}

// lengths are those of a client, none of them NaN.
func (o *Options) lengths() Lengths {
	l := Lengths{DefaultDataExpiry, DefaultErrorExpiry}
	if o.Lengths != nil {
		l.Data, l.Error = either(o.Lengths.Data, l.Data), either(o.Lengths.Error, l.Error)
	}
	return l
}

// either gives a length or, if it is NaN, the other one.
func either(length, other float64) float64 {
	if math.IsNaN(length) {
		return other
	}
	return length
}

// AutoAbort is the rule that decides whether a name is a query, whose new call aborts the
// pending one. The zero value is the rule with [Keywords].
type AutoAbort struct {
	// Off switches the rule off: nothing is superseded unless the call says so.
	Off bool
	// Words replaces [Keywords] when it is not nil.
	Words []string
}
