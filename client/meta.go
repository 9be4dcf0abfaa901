package client

import (
	"math"
	"time"

	"sluice/core"
)

// extra is what few calls ask for.
type extra struct {
	own      interceptors
	skip     core.Steps // of the client's
	getData  func(data, current *value) (*value, error)
	mapError func(error) error

	query    core.Choice
	silent   bool
	shared   bool
	cached   bool
	cache    time.Duration
	cacheKey string
	limited  bool
	capacity int
	polls    bool
	poll     time.Duration
	updates  []*update

	listening listening
}

// more gives the part of the options that few calls have.
func (o *callOptions) more() *extra {
	if o.extra == nil {
		o.extra = &extra{}
	}
	return o.extra
}

// Silent has the call leave no trace in what is shown of its name: it does not count as pending, and nothing of it is kept.
func Silent() Option {
	return func(o *callOptions) { o.more().silent = true }
}

// AsMutation says whether the name is a mutation, whatever the rule of the client says. It holds from the first call
// of a name and key on.
func AsMutation(mutation bool) Option {
	return func(o *callOptions) {
		o.more().query = core.Yes
		if mutation {
			o.extra.query = core.No
		}
	}
}

// Cache lets the data of a query answer calls of the name and key that have Cache, too, for d from the answer on;
// [Never] is without end. Such a call sends nothing and ends none: it gets the data as it is now. Errors are not kept.
func Cache(d time.Duration) Option {
	return func(o *callOptions) { o.more().cached, o.extra.cache = true, d }
}

// CacheKey says what the data is kept as: only calls with the same one are answered by it. One is remembered per
// name and key; to keep several use [RequestKey].
func CacheKey(key string) Option {
	return func(o *callOptions) { o.more().cacheKey = key }
}

// RequestsCapacity says of how many request keys of the name something is kept. Those that came first go, but none
// with a call in flight.
func RequestsCapacity(n int) Option {
	return func(o *callOptions) { o.more().limited, o.extra.capacity = true, n }
}

// Poll makes the request of a query again, d after each of its ends, whatever that was: until another call of
// its name and key, [Client.StopPolling], [Client.ResetRequests] or [Client.Close]. The end of the call's context does not
// end it. What comes of it is seen by [WatchQuery] and [Client.Watch], and the call's functions run for each.
func Poll(d time.Duration) Option {
	return func(o *callOptions) { o.more().polls, o.extra.poll = true, d }
}

// Shared has the call wait for the newest one of its name and key in flight, if there is one, and be made else: of those
// made at a time one is on the network.
func Shared() Option {
	return func(o *callOptions) { o.more().shared = true }
}

// metaOf gives what a call asks for beside its name; nil: nothing.
func (c *Client) metaOf(call *call) (*core.Meta, error) {
	x := call.options.extra
	if x == nil {
		if c.options.steps == 0 {
			return nil, nil
		}
		x = &extra{}
		call.options.extra = x
	}
	m := &core.Meta{Steps: c.options.steps&^x.skip | x.own.steps()<<1, Silent: x.silent}
	if x.getData != nil {
		m.Steps |= core.StepsOf(core.StepGetData)
	}
	if x.mapError != nil {
		m.Steps |= core.StepsOf(core.StepGetError)
	}
	if x.cached && x.cache < 0 {
		return nil, usage("Cache is negative; give a length of time, or Never")
	}
	if m.Cached = x.cached && !c.options.NoCache; m.Cached {
		m.Cache, m.CacheKey = x.cache.Seconds(), x.cacheKey
		if x.cache == Never {
			m.Cache = math.Inf(1)
		}
	}
	if x.limited {
		if x.capacity <= 0 || x.capacity > math.MaxInt32 {
			return nil, usage("RequestsCapacity is %d; give a number above 0", x.capacity)
		}
		m.Capacity = uint32(x.capacity)
	}
	if x.polls {
		switch {
		case x.poll <= 0:
			return nil, usage("Poll is %v; give a length of time above 0", x.poll)
		case call.body.once:
			return nil, usage("the input of a call with Poll is sent again and again; give one that is no RawBody")
		}
		m.Poll = x.poll.Seconds()
	}
	for _, u := range x.updates {
		m.Updates = append(m.Updates, u.told)
	}
	return m, nil
}
