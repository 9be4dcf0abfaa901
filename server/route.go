package server

import (
	"fmt"
	"mime/multipart"
	"net/http"
	"reflect"
	"time"

	"sluice/internal/protocol"
)

// route is what answers on one path.
type route struct {
	rules rules
	// admit checks the rate limits.
	admit func(*Call) error
	// prepare makes the checks of the body and returns what remains to be done.
	prepare func(*exchange) (job, error)
	// time is how long the job may take.
	time time.Duration
}

// job runs a handler and encodes its result.
type job func(*Call) (result, error)

// Handle registers a route: POST {BasePath}/{name} calls fn with the input In, read
// from the body, and answers with its result as JSON.
//
// In is read from JSON like encoding/json does, except that names are compared exactly
// and of duplicate members the last counts; unknown members are ignored, an empty body
// is {}, and null leaves a zero value. Numbers beyond 2^53 are exact only in integer
// fields of 64 bits: JavaScript and float64 round them. An input that does not fit
// answers 400 with params.path ("address.zip", "ids.0") and params.expected. Two inputs
// are not JSON: *multipart.Form takes multipart/form-data, Body a body of any type.
// If In or *In has a method Validate() error, it is called, and its error answers 400
// with the error's text, or an *Error as it is.
//
// A nil result answers 200 null, an empty struct 204. An *Error, wrapped or not, is
// sent as it is; any other error answers 500 and is told to Options.OnError only.
//
// The handler runs in a goroutine of its own. When the client goes or the time is up,
// its context ends; a result that comes later is dropped.
//
// Handle panics if the name is malformed (see API), built in or taken. Register routes
// before serving.
func Handle[In, Out any](app *App, name string, fn func(*Call, In) (Out, error), list ...Rule) {
	path := app.options.BasePath + "/" + name
	switch {
	case !protocol.ValidName(name):
		panic(fmt.Sprintf("server: %q cannot name a route: 1 to 128 of letters, digits, _ - . in segments parted by /", name))
	case name == protocol.NameSession || name == protocol.NameLogout:
		panic(fmt.Sprintf("server: the name %q is built in", name))
	case app.routes[path] != nil:
		panic(fmt.Sprintf("server: the route %q exists already", name))
	case fn == nil:
		panic(fmt.Sprintf("server: the route %q has no handler", name))
	}
	r := &route{time: app.options.HandlerTimeout}
	for _, rule := range list {
		rule.addTo(&r.rules)
	}
	if len(r.rules.allow) > 0 || r.rules.again > 0 {
		panic(fmt.Sprintf("server: the route %q has a rule for topics, Allow or Recheck", name))
	}
	r.admit = func(c *Call) error {
		if err := r.rules.admit(c, app.options.Now()); err != nil {
			return err
		}
		return nil
	}
	read := inputReader[In](app)
	if reflect.TypeFor[In]() == reflect.TypeFor[Body]() {
		r.time += app.options.BodyTimeout // the body arrives while the handler runs
	}
	r.prepare = func(x *exchange) (job, error) {
		in, release, err := read(x)
		if err != nil {
			return nil, err
		}
		return func(c *Call) (result, error) {
			defer release()
			out, err := fn(c, in)
			if err != nil {
				return result{}, err
			}
			return encodeResult(http.StatusOK, out)
		}, nil
	}
	app.routes[path] = r
}

// inputReader returns what reads and checks the input of a route. release frees what
// the input holds.
func inputReader[In any](app *App) func(*exchange) (in In, release func(), err error) {
	var read func(*exchange, *In) (release func(), err error)
	switch reflect.TypeFor[In]() {
	case reflect.TypeFor[*multipart.Form]():
		read = func(x *exchange, in *In) (func(), error) {
			form, err := x.readForm()
			if err != nil {
				return nil, err
			}
			*in = any(form).(In)
			return func() { _ = form.RemoveAll() }, nil
		}
	case reflect.TypeFor[Body]():
		read = func(x *exchange, in *In) (func(), error) {
			body, err := x.streamBody()
			if err != nil {
				return nil, err
			}
			*in = any(body).(In)
			return func() {}, nil
		}
	default:
		s := shapeOf(reflect.TypeFor[In](), map[reflect.Type]*shape{})
		read = func(x *exchange, in *In) (func(), error) { return func() {}, x.readJSON(s, in) }
	}
	return func(x *exchange) (in In, release func(), err error) {
		if release, err = read(x, &in); err != nil {
			return in, nil, err
		}
		if err := validate(&in); err != nil {
			release()
			return in, nil, err
		}
		return in, release, nil
	}
}
