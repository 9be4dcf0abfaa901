package client

import (
	"context"

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
