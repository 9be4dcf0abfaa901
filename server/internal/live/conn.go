package live

import (
	"context"
	"sync"
	"time"
)

// MaxSubscriptions limits the subscriptions of one connection.
const MaxSubscriptions = 128

// maxPayloads limits what is kept of a connection's payloads, in bytes.
const maxPayloads = 256 << 10

// maxAnswers is how many answers a client may leave untaken before nothing more is read
// from it.
const maxAnswers = 256

// closeTime is how long a client has to take the last frames before it is cut off.
const closeTime = 5 * time.Second

// Codes with which the server closes.
const (
	CloseGoingAway   = 1001 // the server stops: reconnect and resume
	CloseInvalidText = 1007 // not UTF-8
	CloseTryAgain    = 1013 // the broker could not serve: reconnect and resume
	CloseSilent      = 4000 // nothing was heard of the client for 20 s
	CloseSession     = 4001 // the user session has ended: come back as who you are now
)

// Socket is where a connection's frames go.
type Socket interface {
	// Write sends a text frame and returns once the socket has taken it. The bytes are
	// the caller's again afterwards. It is called by one goroutine at a time.
	Write(text []byte) error
	// Ping asks for a sign of life that needs no understanding of the frames. It does not
	// block.
	Ping()
	// Close takes leave: it may wait for the client.
	Close(code int)
	// Drop ends the socket at once; what blocks on it returns. It may be called again.
	Drop()
}

// Config is what a connection is made of. All of it is required, except Failed.
type Config struct {
	Socket Socket
	Broker Broker
	Gate   Gate
	Plain  bool        // the client does not speak sluice.v1
	Failed func(error) // told why a broker could not serve
}

// Conn is one connection. One goroutine gives it the frames of the client by Handle and
// calls Done when there are no more; another exists only while there is something to
// send. All methods may be called concurrently, except Handle.
type Conn struct {
	socket Socket
	broker Broker
	gate   Gate
	format format
	plain  bool
	failed func(error)
	ctx    context.Context // ends with the connection
	cancel context.CancelFunc

	// admitting keeps rights from changing between asking and subscribing. It is locked
	// before anything else.
	admitting sync.Mutex

	pace pace // of Handle

	mu       sync.Mutex
	subs     map[int64]*subscription // by sid; of plain clients by a number of our own
	plainSid int64
	payloads int  // bytes kept of them
	asking   bool // a goroutine asks the gate again
	out      outbox
	sending  bool // a goroutine takes from out
	drained  *sync.Cond
	heart    heart
	waiting  bool // for the gate: nothing is heard of the client meanwhile
	timer    *time.Timer
	pings    int64
	ending   int  // the code to close with, 0 = none
	done     bool // nothing is sent any more
}

// New returns a connection whose heart beats.
func New(config Config) *Conn {
	c := &Conn{
		socket: config.Socket, broker: config.Broker, gate: config.Gate, plain: config.Plain, failed: config.Failed,
		format: v1{}, heart: newHeart(time.Now()),
	}
	if c.plain {
		c.format = plain{}
	}
	if c.failed == nil {
		c.failed = func(error) {}
	}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	c.drained = sync.NewCond(&c.mu)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.timer = time.AfterFunc(pingInterval, c.beat)
	return c
}

// Heard notes a sign of life.
func (c *Conn) Heard() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.heart.heard = time.Now()
}

func (c *Conn) beat() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done || c.ending != 0 {
		return
	}
	if c.waiting {
		c.heart.heard = time.Now()
	}
	due, gone, wait := c.heart.beat(time.Now())
	if gone {
		c.end(CloseSilent)
		return
	}
	if !c.asking { // else what is due by then stays due
		list, next := c.doubtful(time.Now())
		if next > 0 {
			wait = min(wait, next)
		}
		if len(list) > 0 {
			c.asking = true
			go c.ask(list)
		}
	}
	c.timer.Reset(wait)
	if due {
		c.pings++
		c.queue(message{kind: ping, text: pingFrame(c.pings)})
		if c.plain {
			c.socket.Ping() // it may not know our frame
		}
	}
}

// Session tells the client that its user session was saved.
func (c *Conn) Session() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.queue(message{kind: session, text: sessionFrame(SessionSaved)})
}

// EndSession tells the client that its user session is over, SessionEnded or
// SessionReplaced, and closes.
func (c *Conn) EndSession(reason string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.end(CloseSession, message{kind: notice, text: sessionFrame(reason)})
}

// End closes with a code. What is unsent is dropped: clients resume.
func (c *Conn) End(code int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.end(code)
}

// end is called with c locked. The first end counts.
func (c *Conn) end(code int, last ...message) {
	if c.ending != 0 || c.done {
		return
	}
	c.ending = code
	c.timer.Stop()
	for _, s := range c.subs {
		s.state = over
	}
	c.out = outbox{}
	for _, m := range last {
		c.out.put(m)
	}
	c.drained.Broadcast()
	time.AfterFunc(closeTime, c.cutOff)
	c.wake()
}

// cutOff ends a connection whose client does not take its last frames, or its leave.
func (c *Conn) cutOff() {
	c.mu.Lock()
	late := c.sending && !c.done
	c.mu.Unlock()
	if late {
		c.socket.Drop() // over TLS it may take a while, for which no stream must wait
	}
}

// Done frees what the connection holds. Nothing is sent any more.
func (c *Conn) Done() {
	c.mu.Lock()
	c.done = true
	c.timer.Stop()
	c.cancel()
	c.out = outbox{}
	subs := c.subs
	c.subs = nil
	var feeds []Feed
	for _, s := range subs {
		s.state = over
		if s.feed != nil {
			feeds = append(feeds, s.feed)
		}
	}
	c.drained.Broadcast()
	c.mu.Unlock()
	for _, feed := range feeds {
		feed.Close()
	}
}

// brokerFailed ends the connection, with why: what the client asks for on its next one only
// has to be asked for, also where nothing else would end this one.
func (c *Conn) brokerFailed(s *subscription, err error) {
	if c.ctx.Err() == nil { // else it was given up
		c.failed(err)
	}
	if !c.remove(s) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	refusal := Refusal{Code: CodeInternal, Message: "internal error", Retry: true}
	c.end(CloseTryAgain, message{kind: notice, text: c.format.refused(s.sid, s.stream, refusal)})
}

// remove takes a subscription out, and reports whether it was in.
func (c *Conn) remove(s *subscription) bool {
	c.mu.Lock()
	if c.subs[s.sid] != s {
		c.mu.Unlock()
		return false
	}
	delete(c.subs, s.sid)
	c.payloads -= len(s.payload)
	s.state = over
	c.out.forget(s)
	feed := s.feed
	c.mu.Unlock()
	if feed != nil {
		feed.Close()
	}
	return true
}
