package core

import "sluice/store"

// Options are a client's settings. The zero value has the documented defaults.
type Options struct {
	// AutoAbort says which names supersede their pending call. Default: the ten keywords.
	AutoAbort AutoAbort
	// Timeout in ms for calls that give none; 0 is none.
	Timeout float64
	// Functions runs the user's functions of schemas. Nil if there are none.
	Functions store.Functions
	// Optimist is asked about mutations that are [Endpoint.Optimistic]. Nil if there are none.
	Optimist Optimist
}

// AutoAbort is the rule that decides whether a name is a query, whose new call aborts the
// pending one. The zero value is the rule with [Keywords].
type AutoAbort struct {
	// Off switches the rule off: nothing is superseded unless the call says so.
	Off bool
	// Words replaces [Keywords] when it is not nil.
	Words []string
}
