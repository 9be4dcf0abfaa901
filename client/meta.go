package client

import (
	"context"
	"math"
	"time"

	"sluice/core"
)

// interceptors are the functions that requests go through.
type interceptors struct {
	request func(context.Context, *Outgoing) error
	success func(context.Context, *Outgoing, *Incoming) error
	failure func(context.Context, *Outgoing, error) (*Incoming, error)
	abort   func(context.Context, *Outgoing, error)
}

// steps says which of them there are, as those of a client.
func (i *interceptors) steps() (s core.Steps) {
	if i.request != nil {
		s |= core.StepsOf(core.StepRequest)
	}
	if i.success != nil {
		s |= core.StepsOf(core.StepSuccess)
	}
	if i.failure != nil {
		s |= core.StepsOf(core.StepError)
	}
	if i.abort != nil {
		s |= core.StepsOf(core.StepAbort)
	}
	return s
}

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
}

// more gives the part of the options that few calls have.
func (o *callOptions) more() *extra {
	if o.extra == nil {
		o.extra = &extra{}
	}
	return o.extra
}

// OnRequest is [Options].OnRequest for one call, after that of the client.
func OnRequest(f func(ctx context.Context, r *Outgoing) error) Option {
	return func(o *callOptions) { o.more().own.request = f }
}

// OnSuccess is [Options].OnSuccess for one call, after that of the client.
func OnSuccess(f func(ctx context.Context, r *Outgoing, in *Incoming) error) Option {
	return func(o *callOptions) { o.more().own.success = f }
}

// OnError is [Options].OnError for one call, after that of the client, unless that has recovered.
func OnError(f func(ctx context.Context, r *Outgoing, err error) (*Incoming, error)) Option {
	return func(o *callOptions) { o.more().own.failure = f }
}

// OnAbort is [Options].OnAbort for one call, after that of the client.
func OnAbort(f func(ctx context.Context, r *Outgoing, err error)) Option {
	return func(o *callOptions) { o.more().own.abort = f }
}

// RunOnRequest with false has the call go without the client's OnRequest; that of the call runs.
func RunOnRequest(run bool) Option { return runs(core.StepRequest, run) }

// RunOnSuccess with false has the call go without the client's OnSuccess.
func RunOnSuccess(run bool) Option { return runs(core.StepSuccess, run) }

// RunOnError with false has the call go without the client's OnError.
func RunOnError(run bool) Option { return runs(core.StepError, run) }

// RunOnAbort with false has the call go without the client's OnAbort.
func RunOnAbort(run bool) Option { return runs(core.StepAbort, run) }

func runs(step core.Step, run bool) Option {
	return func(o *callOptions) {
		x := o.more()
		if x.skip &^= core.StepsOf(step); !run {
			x.skip |= core.StepsOf(step)
		}
	}
}

// GetData makes what the call gives, and what is kept of it, of the answer and of the data that is there now, the zero
// T if there is none: to append a page to a list, for one. It comes before OnSuccess. An error ends the call, and so does an
// answer or data that does not fit T (*core.SchemaError). Neither argument may be changed.
func GetData[T any](f func(data, current T) (T, error)) Option {
	return func(o *callOptions) {
		o.more().getData = func(data, current *value) (*value, error) {
			next, err := valueAs[T](data)
			if err != nil {
				return nil, err
			}
			now, err := valueAs[T](current)
			if err != nil {
				return nil, err
			}
			made, err := f(next, now)
			if err != nil {
				return nil, err
			}
			out := valueOf(made)
			_, err = out.json() // here, and not where it is kept
			return out, err
		}
	}
}

// MapError makes another error of that of the call, before OnError sees it. nil leaves it as it is. Aborts are no errors here.
func MapError(f func(error) error) Option {
	return func(o *callOptions) { o.more().mapError = f }
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
