package client

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"time"

	"sluice/core"
	"sluice/internal/protocol"
)

// Endpoint describes a kind of request whose data is a T: a route by name (POST {BaseURL}/{name} with the
// first argument as body), an HTTP request by method and path, or a function. Make each once, and
// keep it by its pointer. Its keys are those of the package sluice in JavaScript.
//
// The context of the functions is that of the request, which several calls may share. Functions
// other than Fetch must not use the client.
type Endpoint[T any] struct {
	// Name of the route, or of the function. Default: Path.
	Name string
	// Path is a url, absolute or on the origin of BaseURL: :name is a segment, *name the rest, {…} what may
	// be missing. Members of the first argument that it does not use become the query.
	Path string
	// Method of a request by Path. Default: GET, of a mutation POST. Other methods than GET make it a
	// mutation. GET, HEAD and DELETE send no body; else it is the second argument, or the only one when
	// the path takes no parameters.
	Method string
	// Fetch makes the request in place of HTTP. An error that is core.ErrAborted or
	// context.Canceled leaves no trace.
	Fetch func(ctx context.Context, args ...any) (any, error)
	// KeyFunc and TestKeyFunc say what identifies a request, in the place of the name or url with the
	// arguments.
	KeyFunc     func(args ...any) string
	TestKeyFunc func(key string) bool
	// SideEffect makes it a mutation: its requests are never shared, and what it answers is the
	// latest word.
	SideEffect bool
	// Schema says where the entities are. Without one the answer is kept as it is.
	Schema Schema[T]
	// DataExpiry and ErrorExpiry are for how long answers and errors are fresh. Default: 60 s and 1 s.
	// See Never and AtOnce.
	DataExpiry, ErrorExpiry time.Duration
	// Timeout, to the end of the body. Default: the client's. Never is none.
	Timeout time.Duration
	// Retry says when a read is sent again. Default: what the client's options say. With it, Timeout is that of each attempt. Errors of
	// Fetch count that are, or wrap, a *core.NetworkError, *core.TimeoutError or *core.APIError.
	Retry *RetryPolicy
	// InvalidIfStale says that stale data is not to be shown.
	InvalidIfStale bool
	// ErrorPolicy says whether an error hides data that is there. Default without Fetch: not if it
	// is a NetworkError, a TimeoutError or has a status of 500 and more; with Fetch it always does.
	ErrorPolicy func(error) Policy
	// Update gives functions that change the normalised results of other keys, by key: a pk, a list of pks
	// and so on, as encoding/json reads them. nil is no result.
	Update func(result any, args ...any) map[string]func(old any) any
	// Optimistic gives what the answer of a mutation will probably be: a value of its type, or JSON as a
	// json.RawMessage. It is shown until the answer is there, and asked for again whenever what it
	// has read of s has changed. ErrNotNow shows nothing for now; another error, when it
	// is asked first, fails the call, and nothing is sent.
	Optimistic func(s *State, args ...any) (any, error)
	// PollFrequency is how long after an answer [Subscribe] asks again.
	PollFrequency time.Duration
	// Live says what [Subscribe] follows, beside or instead of asking again.
	Live func(args ...any) Live
	// Process changes an answer before anything else sees it; null is nil.
	Process func(answer json.RawMessage, args ...any) (any, error)
	// Header is sent with its HTTP requests, over the client's. nil values remove.
	Header http.Header

	once sync.Once
	made *endpoint
}

// Policy says what an error does to data that is there.
type Policy uint8

// The policies.
const (
	Hard Policy = iota // the error is shown
	Soft               // the data is shown, and no error
)

// endpoint is what the client needs of an Endpoint.
type endpoint struct {
	name, method   string
	path           *path
	node           *node
	typ            reflect.Type
	mutation       bool
	data, err      float64 // expiries in ms, NaN for the client's
	timeout        float64 // ms, negative for the client's
	invalidIfStale bool
	soft           func(error) Policy
	fetch          func(context.Context, ...any) (any, error)
	key            func(...any) string
	testKey        func(string) bool
	update         func(any, ...any) map[string]func(any) any
	process        func(json.RawMessage, ...any) (any, error)
	optimistic     func(*State, ...any) (any, error)
	frequency      float64 // ms
	header         http.Header
	number         core.EndpointID // the same for all clients
	retry          *core.Retry     // nil: the client's
	patient        bool            // a timeout does not hide data
	wrong          error
}

var lastEndpoint struct {
	sync.Mutex
	id core.EndpointID
}

// use gives the endpoint as the client needs it.
func (e *Endpoint[T]) use() *endpoint {
	e.once.Do(func() { e.made = e.compile() })
	return e.made
}

func (e *Endpoint[T]) compile() *endpoint {
	out := &endpoint{
		name: e.Name, node: e.Schema.node, typ: reflect.TypeFor[T](), mutation: e.SideEffect,
		invalidIfStale: e.InvalidIfStale, soft: e.ErrorPolicy, fetch: e.Fetch, key: e.KeyFunc, testKey: e.TestKeyFunc,
		update: e.Update, process: e.Process, header: e.Header, optimistic: e.Optimistic, frequency: milliseconds(e.PollFrequency),
		data: lengthOf(e.DataExpiry, nan), err: lengthOf(e.ErrorExpiry, nan), timeout: -1,
	}
	if e.Timeout != 0 {
		out.timeout = milliseconds(e.Timeout)
	}
	if e.Timeout == Never {
		out.timeout = 0
	}
	if out.name == "" {
		out.name = e.Path
	}
	if out.soft == nil && e.Fetch == nil {
		out.soft = softly
	}
	out.patient = out.isSoft(&core.TimeoutError{})
	out.wrong = e.Schema.node.usable()
	switch {
	case out.name == "":
		out.wrong = usage("an endpoint needs a Name or a Path")
	case e.Path == "" && e.Method != "":
		out.wrong = usage("endpoint %s has a Method, and no Path", out.name)
	case e.Path == "" && !protocol.ValidName(out.name):
		out.wrong = usage("endpoint %s: a name is 1–128 letters, digits, _ - . in segments parted by /", out.name)
	case out.data < 0 || out.err < 0 || e.Timeout < 0 || e.PollFrequency < 0:
		out.wrong = usage("endpoint %s has a negative length of time", out.name)
	}
	if e.Path != "" {
		out.method = strings.ToUpper(e.Method)
		if out.method == "" {
			out.method = http.MethodGet
			if e.SideEffect {
				out.method = http.MethodPost
			}
		}
		out.mutation = out.mutation || out.method != http.MethodGet
		path, err := pathOf(e.Path)
		if err != nil {
			out.wrong = err
		}
		out.path = path
	}
	if e.Retry != nil {
		retry, err := e.Retry.compile("endpoint " + out.name + ": Retry")
		if err != nil {
			out.wrong = err
		}
		out.retry = retry
	}
	lastEndpoint.Lock()
	defer lastEndpoint.Unlock()
	lastEndpoint.id++
	out.number = lastEndpoint.id
	return out
}

// softly is the policy for errors that another attempt may not meet.
func softly(err error) Policy {
	var network *core.NetworkError
	var late *core.TimeoutError
	var api *core.APIError
	if errors.As(err, &network) || errors.As(err, &late) || errors.As(err, &api) && api.Status >= 500 {
		return Soft
	}
	return Hard
}

// isSoft asks the policy of the endpoint. One that panics says nothing.
func (e *endpoint) isSoft(err error) (soft bool) {
	defer func() {
		if recover() != nil {
			soft = false
		}
	}()
	return e.soft != nil && e.soft(err) == Soft
}
