package client

import (
	"context"
	"math"
	"time"

	"sluice/core"
	"sluice/store"
)

// ExpiryStatus says what a reader has to do about data.
type ExpiryStatus = store.ExpiryStatus

// The statuses.
const (
	Invalid        = store.StatusInvalid        // ask, and show nothing until then
	InvalidIfStale = store.StatusInvalidIfStale // the same once it has expired
	Valid          = store.StatusValid          // show it; ask once it has expired
)

// Forever is when what never expires does.
var Forever = time.UnixMilli(math.MaxInt64)

// Response is what is stored for an endpoint's arguments, or found through a schema. Data is shared by all
// who read it: do not change it.
type Response[T any] struct {
	Data      T
	Usable    bool // there is something to show
	Status    ExpiryStatus
	ExpiresAt time.Time
	Err       error     // of the last answer, if readers are shown it
	Pending   int       // requests in flight for the key
	Pristine  bool      // nothing was ever asked or stored for the key
	Stale     bool      // expired when this was made
	FetchedAt time.Time // when the answer was asked for; zero when there is none for the key
}

// Readable is what data can be read of: an *[Endpoint] with arguments, or a [Schema] with those that find
// something in the store.
type Readable[T any] interface {
	question(args []any) (question, error)
	zero() T
}

// question is what is asked of the store.
type question struct {
	node           *node
	key            string // "": only the store is looked at
	args           []byte
	invalidIfStale bool
}

func (e *Endpoint[T]) zero() (out T) { return out }

func (s Schema[T]) zero() (out T) { return out }

func (e *Endpoint[T]) question(args []any) (question, error) {
	used := e.use()
	text, err := argsText(args)
	if err != nil {
		return question{}, err
	}
	key, err := used.keyOf(args, text)
	return question{used.node, key, text, used.invalidIfStale}, err
}

func (s Schema[T]) question(args []any) (question, error) {
	if s.node == nil {
		return question{}, usage("the schema holds no entities")
	}
	if err := s.node.usable(); err != nil {
		return question{}, err
	}
	text, err := argsText(args)
	return question{node: s.node, args: text}, err
}

// seen is what a question shows.
type seen struct {
	root   *shownRoot // nil: the value is held
	held   held
	status ExpiryStatus
	state  core.ViewState
	now    Snapshot // of the key
	at     float64  // when what is there was asked for, ms; 0: it was not
	err    error
	// version is that of the value held.
	version uint64
}

// look asks the store. It runs under the lock.
func (c *Client) look(now core.Time, q *question) (look, error) {
	if c.closed {
		return look{closed: true}, nil
	}
	if err := c.define(q.node); err != nil {
		return look{}, err
	}
	c.lastCall++
	token, l := c.lastCall, &look{}
	c.looks[token] = l
	ask := core.Look{Client: clientID, Token: token, Key: q.key, Args: q.args}
	if q.node != nil {
		ask.Schema = q.node.id
	}
	c.core.Look(now, ask)
	c.carryOut()
	delete(c.looks, token)
	c.graph.open(l.root, q.args)
	return *l, nil
}

// see gives what a question shows now. It runs under the lock.
func (c *Client) see(q *question, l look) seen {
	state := c.states[l.root]
	if l.closed {
		state = core.ViewState{Status: Invalid}
	}
	s := seen{state: state, status: state.Status, now: Snapshot{Pristine: true}}
	if q.invalidIfStale && s.status == Valid {
		s.status = InvalidIfStale
	}
	var r *shown
	if l.record != 0 {
		r = c.shown(l.record)
		s.now, s.at = r.now, r.fetched
		if state.Failed {
			s.err = r.err
		}
	}
	switch usable := state.Presence == store.Usable; {
	case q.node != nil:
		s.root = &shownRoot{}
		if usable {
			s.root = c.rootOf(store.View, l.root)
		}
	case usable && r != nil:
		s.held, s.version = r.held, r.version
	}
	return s
}

// response gives what was seen as a T. It panics when the function of a query did.
func response[T any](s seen) Response[T] {
	out := Response[T]{
		Usable: s.state.Presence == store.Usable, Status: s.status, ExpiresAt: moment(float64(s.state.ExpiresAt)),
		Err: s.err, Pending: s.now.Pending, Pristine: s.now.Pristine, Stale: s.state.Stale,
	}
	if s.at != 0 {
		out.FetchedAt = moment(s.at)
	}
	switch {
	case s.root == nil:
		data, err := as[T](s.held)
		if out.Data = data; err != nil {
			out.Usable, out.Err = false, err
		}
	case s.root.panic != nil:
		panic(s.root.panic)
	default:
		out.Data, _ = convert[T](s.root.value)
	}
	return out
}

// moment gives a time of the client's clock.
func moment(ms float64) time.Time {
	if math.IsInf(ms, 1) {
		return Forever
	}
	return time.UnixMicro(int64(math.Round(ms * 1000)))
}

// GetResponse reads what is stored for an endpoint's arguments. If nothing is, they are looked
// up in the store; what is not there is the zero T. Arguments that cannot be used are in Err.
func GetResponse[T any](c *Client, e *Endpoint[T], args ...any) Response[T] {
	if isNull(args) {
		return Response[T]{Status: Valid, ExpiresAt: Forever, Pristine: true}
	}
	s, err := query(c, e, args)
	if err != nil {
		return Response[T]{Status: Invalid, ExpiresAt: moment(0), Err: err, Pristine: true}
	}
	return response[T](s)
}

// GetError gives the error that a reader of an endpoint's arguments is shown, nil for none.
func GetError[T any](c *Client, e *Endpoint[T], args ...any) error {
	if isNull(args) {
		return nil
	}
	s, err := query(c, e, args)
	if err != nil {
		return err
	}
	return s.err
}

// Get finds data in the store: an entity by its pk or an indexed member ("5", 5, or an object that has
// them), a collection by its arguments, all rows of an entity, or what a query makes of these. It
// panics with a *core.UsageError where that can never find anything.
func Get[T any](c *Client, schema Schema[T], args ...any) (data T, ok bool) {
	s, err := query(c, schema, args)
	if err != nil {
		panic(err)
	}
	r := response[T](s)
	return r.Data, r.Usable && s.root.value.IsValid()
}

func query[T any](c *Client, what Readable[T], args []any) (s seen, err error) {
	q, err := what.question(args)
	if err != nil {
		return seen{}, err
	}
	c.do(func(now core.Time) {
		var l look
		if l, err = c.look(now, &q); err == nil {
			s = c.see(&q, l)
		}
	})
	return s, err
}

// Fetch asks an endpoint and stores what it answers. Reads of one key in flight are one request, whose
// answer all of them get, as it is stored: with what the rows had before. A mutation gives
// its answer as it came; its write is committed when Fetch returns. Errors are stored, too, but aborts; see the
// package's documentation. ctx ends this call, and the request when no other call waits for it.
func Fetch[T any](ctx context.Context, c *Client, e *Endpoint[T], args ...any) (T, error) {
	var zero T
	used := e.use()
	call := &call{ctx: ctx, name: used.name, endpoint: used, args: args}
	r := c.fetch(call)
	if r.err != nil {
		return zero, call.failed(r.err)
	}
	if r.root != nil {
		if p := r.root.panic; p != nil {
			return zero, call.failed(&PanicError{Value: p})
		}
		out, _ := convert[T](r.root.value)
		return out, nil
	}
	out, err := as[T](r.held)
	if err != nil {
		return zero, call.failed(err)
	}
	return out, nil
}

// fetch makes a call of an endpoint.
func (c *Client) fetch(call *call) result {
	if c.options.usage != nil {
		return result{err: c.options.usage}
	}
	e := call.endpoint
	var err error
	if call.text, err = argsText(call.args); err != nil {
		return result{err: err}
	}
	if call.options.key, err = e.keyOf(call.args, call.text); err != nil {
		return result{err: err}
	}
	return c.wait(call, func(now core.Time, id core.CallID) {
		if err := c.defineEndpoint(now, e); err != nil {
			c.finish(id, result{err: err})
			return
		}
		c.core.Fetch(now, core.Fetch{
			ID: id, Client: clientID, Endpoint: e.number, Key: call.options.key, Args: call.text, Started: now, Timeout: e.timeout,
		})
		c.sweepLater()
		if !e.mutation {
			c.open(e, call)
		}
	})
}

// open says what the view that a read is fulfilled with is read with.
func (c *Client) open(e *endpoint, call *call) {
	if e.node == nil || e.node.kind != "query" {
		return
	}
	_, _ = c.look(c.now(), &question{node: e.node, key: call.options.key, args: call.text}) // the schema is known
}

// FetchIfStale gives what is stored if it is usable and fresh, else what [Fetch] gives.
func FetchIfStale[T any](ctx context.Context, c *Client, e *Endpoint[T], args ...any) (T, error) {
	if s, err := query(c, e, args); err == nil && s.state.Presence == store.Usable && s.status != Invalid && c.clock() <= s.state.ExpiresAt &&
		(s.root == nil || s.root.panic == nil) {
		if r := response[T](s); r.Err == nil || r.Usable {
			return r.Data, nil
		}
	}
	return Fetch(ctx, c, e, args...)
}

func (c *Client) clock() core.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}
