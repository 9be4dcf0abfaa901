package core

import (
	"slices"
)

// poll asks for a key again and again, for as long as somebody is subscribed to it.
type poll struct {
	record  *record
	held    []Subscription // oldest first
	alarm   alarm          // the next request, unless one is in flight
	request *request       // in flight, its own or one that it shares
	last    Time           // when its last request was settled
	asked   bool           // there was one
	place   int            // in client.polls
}

// Subscription is one subscription to a key. The strings may alias a buffer of the shell's.
type Subscription struct {
	// ID names it, of the same counter as calls. Requests are sent with the endpoint and the arguments
	// that the shell keeps for it until it ends.
	ID       CallID
	Client   ClientID
	Endpoint EndpointID
	Key      string
	Args     []byte // JSON text of the list of arguments
	// Frequency is how many ms after an answer is asked again.
	Frequency float64
	// Timeout of each request, in ms; 0 is none. Negative is the client's.
	Timeout float64

	endpoint *endpoint
}

// Subscribe begins a subscription, and fulfils call. The key is asked for whenever the smallest
// frequency of its subscriptions has passed since its last poll or, before there was one, its last
// answer: at once if there is none. What is in flight is shared. While the page is hidden or offline
// nothing is asked.
func (c *Core) Subscribe(now Time, call CallID, s Subscription) {
	c.advance(now)
	cl := c.clients[s.Client]
	if cl == nil {
		c.emit(Effect{Kind: EffectDone, Call: call})
		return
	}
	e := cl.endpoints[s.Endpoint]
	switch {
	case e == nil:
		c.refuse(call, &UsageError{Message: "the endpoint was not defined for this client"})
		return
	case e.wrong != nil:
		c.refuse(call, e.wrong)
		return
	case e.Mutation:
		c.refuse(call, &UsageError{Message: "subscribe: the endpoint is a mutation, which is not to be polled"})
		return
	case !(s.Frequency > 0):
		c.refuse(call, &UsageError{Message: "subscribe: pollFrequency is no number of milliseconds above 0"})
		return
	}
	c.publish(cl)
	r := c.keyOf(cl, s.Key)
	p := r.keyed.poll
	if p == nil {
		p = &poll{record: r, place: len(cl.polls)}
		p.alarm.place, p.alarm.poll = -1, p
		r.keyed.poll = p
		cl.polls = append(cl.polls, p)
		cl.store.Hold(r.keyed.text)
	}
	before := p.frequency()
	s.Key, s.Args, s.endpoint = "", slices.Clone(s.Args), e
	p.held = append(p.held, s)
	if p.frequency() != before {
		c.plan(p)
	}
	c.later = append(c.later, Effect{Kind: EffectDone, Call: call})
	c.commit()
}

// Unsubscribe ends a subscription, if there is one of that key with that id, and fulfils call. What
// is in flight for it goes on.
func (c *Core) Unsubscribe(now Time, call CallID, client ClientID, key string, id CallID) {
	c.advance(now)
	if cl := c.clients[client]; cl != nil && cl.keys[key] != nil && cl.keys[key].keyed.poll != nil {
		p := cl.keys[key].keyed.poll
		before := p.frequency()
		p.held = slices.DeleteFunc(p.held, func(s Subscription) bool { return s.ID == id })
		switch {
		case len(p.held) == 0:
			c.endPoll(cl, p)
		case p.frequency() != before:
			c.plan(p)
		}
	}
	c.later = append(c.later, Effect{Kind: EffectDone, Call: call})
	c.commit()
}

func (c *Core) endPoll(cl *client, p *poll) {
	c.unset(&p.alarm)
	if p.request != nil {
		p.request.poll = nil
	}
	last := cl.polls[len(cl.polls)-1]
	cl.polls[p.place], last.place = last, p.place
	cl.polls[len(cl.polls)-1] = nil
	cl.polls = cl.polls[:len(cl.polls)-1]
	p.record.keyed.poll = nil
	cl.store.LetGo(p.record.keyed.text)
}

func (c *Core) unsubscribeAll(cl *client) {
	for len(cl.polls) > 0 {
		c.endPoll(cl, cl.polls[0])
	}
}

// frequency is the smallest one that is held, in ms; 0 when there is none.
func (p *poll) frequency() (ms float64) {
	for i := range p.held {
		if f := p.held[i].Frequency; i == 0 || f < ms {
			ms = f
		}
	}
	return ms
}

// plan says when a poll is due next, which may be at once.
func (c *Core) plan(p *poll) {
	if p.request != nil {
		return
	}
	at := p.last + Time(p.frequency())
	if !p.asked {
		m, answered := p.record.client.store.Meta(p.record.keyed.text)
		if at = c.clock; answered {
			at = Time(m.Date + p.frequency())
		}
	}
	c.set(&p.alarm, at)
	if p.alarm.at <= c.clock {
		c.unset(&p.alarm)
		c.poll(p)
	}
}

// poll asks for what is due, or waits for what is asked for already. While the page is away it does
// nothing: it is due until then.
func (c *Core) poll(p *poll) {
	r := p.record
	cl := r.client
	if c.away(cl) {
		return
	}
	if q := r.keyed.read; q != nil {
		p.request, q.poll = q, p
		return
	}
	s := &p.held[0]
	q := c.newRequest(cl, RouteEndpoint, r)
	q.query, q.endpoint, q.args = true, s.endpoint, s.Args
	q.mark, q.poll, q.polled, q.carrier = cl.mark(c.clock), p, p.frequency(), s.ID
	p.request, r.keyed.read, q.retry = q, q, cl.retryOf(s.endpoint.Retry)
	timeout := s.Timeout
	if timeout < 0 {
		timeout = cl.options.Timeout
	}
	c.launch(q, c.clock, timeout)
}

// polled notes that a request is over that a poll may have waited for.
func (c *Core) polled(q *request) {
	p := q.poll
	if p == nil {
		return
	}
	q.poll, p.request = nil, nil
	p.last, p.asked = c.clock, true
	c.set(&p.alarm, p.last+Time(p.frequency()))
}
