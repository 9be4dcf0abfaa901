package client

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"sync/atomic"

	"sluice/abort"
	"sluice/core"
	"sluice/core/socket"
)

// listener is one use of [Listen].
type listener struct {
	options *callOptions
	use     func(v *value) error
	updates []*update
	follows string // the key of an endpoint, whose messages are written once
	began   func() // nil, or what is done when it begins: what was answered before is not told what came in between
	missed  func() // nil, or what else is done about a gap
	stopped atomic.Bool
}

// listening is what only subscriptions ask for.
type listening struct {
	payload any
	onGap   func(Gap)
	from    func(*value) (*value, error)
	through func(to Writer, text json.RawMessage) error
}

// Listen subscribes to a topic, and has f called with the data of each message, in order. Data is shared by all who listen: it
// must not be changed. What does not fit T is an error of kind [SocketCallback], after which messages go on. Options are [RequestKey], [Payload],
// [Update] of queries, whose second argument is the data, [Through], [DataFrom] and [OnGap]; others have no effect. f may be nil. What
// a message changes is one commit.
//
// It stays over all connections, until stop is called or the client is closed. Those of a topic and key share one
// subscription, begun with the payload of the first that has one, which the last stop ends; if the server has refused it
// for good, it is asked for again when another joins. f is not called any more when stop has returned, but a call that has
// begun may still be running. On the server's side of a page that is rendered ([SSRServer]) nothing is subscribed.
//
// Without [Options].Subscriber it is a *core.UsageError.
func Listen[T any](c *Client, name string, f func(data T), options ...Option) (stop func(), err error) {
	u := &listener{options: &callOptions{}}
	for _, option := range options {
		option(u.options)
	}
	u.use = func(v *value) error {
		data, err := valueAs[T](v)
		if err == nil && f != nil && !u.stopped.Load() {
			f(data)
		}
		return err
	}
	return c.listen(Topic{name, u.options.key}, u)
}

// Payload is what is sent with a subscription, as JSON. Without it, and for nil, only sluice.v1 sends something.
func Payload(payload any) Option {
	return func(o *callOptions) { o.more().listening.payload = payload }
}

// OnGap has f called where events of a subscription are missed. Queries that it updates are asked for again after that.
func OnGap(f func(Gap)) Option {
	return func(o *callOptions) { o.more().listening.onGap = f }
}

// Through has the data of each message written through a schema, as [Set] does.
func Through(schema AnySchema, args ...any) Option {
	return func(o *callOptions) {
		o.more().listening.through = func(to Writer, text json.RawMessage) error { return Set(to, schema, text, args...) }
	}
}

// DataFrom makes the data of a subscription of that of its messages, before anything else of it sees that. Its argument must not
// be changed.
func DataFrom[In, Out any](f func(In) (Out, error)) Option {
	return func(o *callOptions) {
		o.more().listening.from = func(v *value) (*value, error) {
			in, err := valueAs[In](v)
			if err != nil {
				return nil, err
			}
			out, err := f(in)
			return valueOf(out), err
		}
	}
}

// Gap is events that a subscription has missed: those after From, up to To.
type Gap struct {
	Topic    Topic
	Reason   string // expired: the server keeps them no longer; epoch: it numbers anew; slow: the connection could not take them
	From, To uint64
}

func (c *Client) listen(of Topic, u *listener) (stop func(), err error) {
	call := &call{name: of.Name}
	call.options.key = of.Key
	if err := c.needSocket(); err != nil {
		return nil, call.failed(err)
	}
	if of.Name == "" {
		return nil, call.failed(usage("a subscription needs the name of a topic"))
	}
	x := u.options.more()
	for _, up := range x.updates {
		if up.told.Has&core.UpdateData == 0 {
			return nil, call.failed(usage("messages change queries by Update"))
		}
	}
	u.updates = x.updates
	if c.options.SSR == SSRServer {
		return func() {}, nil
	}
	c.do(func(now core.Time) {
		l := &c.live
		if c.closed {
			err = call.failed(&core.AbortError{Reason: abort.Closed})
			return
		}
		if t := l.topics.byTopic[of]; t != nil {
			if u.began != nil && t.begun && !slices.ContainsFunc(t.uses, func(other *listener) bool { return other.follows == u.follows }) {
				c.tell(u.began)
			}
			if t.uses = append(t.uses, u); t.payload == nil && x.listening.payload != nil {
				t.payload = x.listening.payload
				c.toSocket(now, func(m *socket.Machine, now socket.Time) { m.Subscribe(now, t.id, true, false) })
				return
			}
			c.toSocket(now, func(m *socket.Machine, now socket.Time) { m.Join(now, t.id) })
			return
		}
		l.last++
		t := &topic{Topic: of, id: l.last, payload: x.listening.payload, uses: []*listener{u}}
		l.topics.add(t)
		c.toSocket(now, func(m *socket.Machine, now socket.Time) { m.Subscribe(now, t.id, t.payload != nil, false) })
	})
	if err != nil {
		return nil, err
	}
	return sync.OnceFunc(func() { c.live.leave(of, u) }), nil
}

// leave ends one use of a subscription.
func (l *live) leave(of Topic, u *listener) {
	u.stopped.Store(true)
	l.client.do(func(now core.Time) {
		t := l.topics.byTopic[of]
		if t == nil || !slices.Contains(t.uses, u) {
			return
		}
		if t.uses = slices.DeleteFunc(t.uses, func(other *listener) bool { return other == u }); len(t.uses) == 0 {
			l.end([]string{of.String()}, []*topic{t})
		}
	})
}

// StopSubscriptions ends the subscriptions to topics, whoever listens; a name is that of a topic with its key, as one text. Called
// without names it ends all.
func (c *Client) StopSubscriptions(names ...string) error {
	if err := c.needSocket(); err != nil {
		return err
	}
	c.do(func(core.Time) {
		meant, told := c.live.topics.named(names), slices.Clone(names)
		if names == nil {
			meant = c.live.topics.all()
			for _, t := range meant {
				told = append(told, t.String())
			}
		}
		c.live.end(told, meant)
	})
	return nil
}

// end ends subscriptions. It runs under the lock.
func (l *live) end(names []string, meant []*topic) {
	c := l.client
	for _, t := range meant {
		l.topics.remove(t)
		for _, u := range t.uses {
			u.stopped.Store(true)
		}
	}
	c.tell(func() {
		if on := c.options.Subscriber.OnStopSubscriptions; on != nil && len(names) > 0 {
			l.report(guard(func() error { on(names, l.open()); return nil }))
		}
		c.do(func(now core.Time) {
			for _, t := range meant {
				c.toSocket(now, func(m *socket.Machine, now socket.Time) { m.Unsubscribe(now, t.id) })
			}
		})
	})
}

// forget ends all subscriptions of a client that is closed.
func (l *live) forget() {
	for _, t := range l.topics.byID {
		for _, u := range t.uses {
			u.stopped.Store(true)
		}
	}
	l.topics = topics{}
}

// open is the socket if it is open, else nil.
func (l *live) open() *Socket {
	l.client.mu.Lock()
	defer l.client.mu.Unlock()
	if s := l.now; s != nil && s.conn != nil && !s.shut {
		return s.facade
	}
	return nil
}

// take handles the data of a message, and adds to a batch what it changes.
func (u *listener) take(c *Client, v *value, b *Batch) (err error) {
	x := u.options.extra
	if from := x.listening.from; from != nil {
		if v, err = from(v); err != nil {
			return err
		}
	}
	if err := u.use(v); err != nil {
		return err
	}
	if x.listening.through != nil {
		text, err := v.json()
		if err != nil {
			return err
		}
		if text == nil {
			text = null
		}
		if err := x.listening.through(b, text); err != nil {
			return err
		}
	}
	if len(u.updates) == 0 {
		return nil
	}
	call := &call{ctx: context.Background(), name: "message"}
	told := make([]core.Update, len(u.updates))
	for i, up := range u.updates {
		own := &update{told: core.Update{Query: up.told.Query, Has: core.UpdateData, Local: true}}
		own.functions[core.UpdateData>>1] = func(data, _ *value) (*value, error) { return up.functions[core.UpdateData>>1](data, v) }
		told[i] = own.told
		call.options.more().updates = append(call.options.more().updates, own)
	}
	return b.write(call, nil, func(c *Client, now core.Time, id core.CallID) error {
		c.core.Local(now, clientID, id, told, nil)
		return nil
	})
}

// begun says that a subscription, which had no position, has one, in a stream with events before it.
func (l *live) begun(t *topic) {
	for _, u := range l.usesOf(t) {
		if u.began != nil && !u.stopped.Load() {
			u.began()
		}
	}
}

// missed has a gap handled.
func (l *live) missed(t *topic, gap Gap) {
	var targets []core.Target
	uses := l.usesOf(t)
	for _, u := range uses {
		if on := u.options.extra.listening.onGap; on != nil {
			l.blame(guard(func() error { on(gap); return nil }), t.Topic, nil)
		}
		for _, up := range u.updates {
			if !slices.Contains(targets, up.told.Query) {
				targets = append(targets, up.told.Query)
			}
		}
	}
	if len(targets) > 0 {
		l.client.do(func(now core.Time) { l.client.core.Refetch(now, clientID, targets) })
	}
	for _, u := range uses {
		if u.missed != nil && !u.stopped.Load() {
			u.missed()
		}
	}
}
