package client

import (
	"net/http"
	"sync"
	"time"

	"sluice/abort"
	"sluice/core"
)

// Client calls one server for one user. Use [New]. It is safe for concurrent use.
type Client struct {
	options prepared
	http    *http.Client
	own     *http.Transport // of the client's own making, else nil
	started time.Time

	mu       sync.Mutex // held for no user code, and for nothing that waits
	core     *core.Core
	lastCall core.CallID
	calls    map[core.CallID]*call
	fetches  map[core.RequestID]*fetch
	flows    map[core.RequestID]*flow
	steps    []*step                   // to run
	begun    []*step                   // of which the core knows
	through  []core.RequestID          // of endpoints, whose steps are done
	retained map[core.CallID]*retained // calls that are of use beyond their end
	values   values
	records  map[core.RecordID]*shown
	watches  map[core.CallID]*watch // by token, until the core has said which record
	adopting []adopted              // what the core is to take
	seeds    map[core.CallID]seed   // of that, by token
	idlers   []chan struct{}
	timer    *time.Timer // nil until first asked for
	sweeper  *time.Timer // likewise
	sweeping bool        // it is set
	closed   bool

	graph     *graph
	functions functions
	endpoints map[core.EndpointID]bool // that the core knows
	origins   map[string]uint32
	single    []core.RequestID // what they carry cannot be sent again
	states    map[core.RootID]core.ViewState
	looks     map[core.CallID]*look
	carriers  map[core.CallID]*call // of subscriptions
	given     map[core.CallID]held  // what direct writes bring
	queued    map[core.RecordID][]held
	settled   []settled
	publish   bool
	observers map[core.RootID][]*observer
	touched   []*observer
	live      live

	events  []func() // calls of user code, in order
	telling bool     // a goroutine makes them
}

// clientID is the one client in the core.
const clientID core.ClientID = 1

// New returns a client. It does not touch the network, but that a socket is opened that is not lazy.
func New(options Options) *Client {
	c := &Client{
		options: prepare(options),
		started: time.Now(),
		core:    core.New(),
		calls:   make(map[core.CallID]*call),
		fetches: make(map[core.RequestID]*fetch),
		flows:   make(map[core.RequestID]*flow),
		records: make(map[core.RecordID]*shown),
		watches: make(map[core.CallID]*watch),
		seeds:   make(map[core.CallID]seed),

		graph:     newGraph(),
		functions: newFunctions(),
		endpoints: make(map[core.EndpointID]bool),
		states:    make(map[core.RootID]core.ViewState),
		looks:     make(map[core.CallID]*look),
		carriers:  make(map[core.CallID]*call),
		given:     make(map[core.CallID]held),
		queued:    make(map[core.RecordID][]held),
		observers: make(map[core.RootID][]*observer),
		retained:  make(map[core.CallID]*retained),
	}
	c.values = values{client: c, known: make(map[core.Value]*value)}
	transport := c.options.Transport
	if transport == nil {
		c.own = newTransport()
		transport = c.own
	}
	c.http = &http.Client{Transport: transport, Jar: c.options.Jar}
	c.core.Attach(c.graph)
	c.live.begin(c)
	c.do(func(now core.Time) {
		c.core.Open(now, clientID, core.Options{
			AutoAbort: c.options.AutoAbort,
			Timeout:   milliseconds(c.options.Timeout),
			Lengths:   &core.Lengths{Data: lengthOf(c.options.DataExpiry, nan), Error: lengthOf(c.options.ErrorExpiry, nan)},
			Values:    &c.values,
			Server:    c.options.SSR == SSRServer,
			Retry:     c.options.retry, Concurrency: c.options.Concurrency,
			Functions: &c.functions,
			Optimist:  optimist{c},
			Socket:    c.socketOptions(),
		})
	})
	return c
}

func newTransport() *http.Transport {
	if transport, ok := http.DefaultTransport.(*http.Transport); ok {
		return transport.Clone()
	}
	return &http.Transport{Proxy: http.ProxyFromEnvironment}
}

// Close ends the client: pending calls fail with reason closed, their requests are aborted,
// listeners are not told any more, and later calls fail the same way. Closing twice does
// nothing. Close may be called from anywhere and does not wait.
func (c *Client) Close() {
	c.do(func(now core.Time) {
		c.core.Close(now, clientID)
		c.closed = true
		c.live.forget()
		if c.timer != nil {
			c.timer.Stop()
		}
		if c.sweeper != nil {
			c.sweeper.Stop()
		}
	})
	c.mu.Lock()
	for _, f := range c.fetches { // those that run on unheard
		f.controller.Abort(abort.Closed)
	}
	c.mu.Unlock()
	c.letGo()
}

// letGo closes the connections that nobody uses.
func (c *Client) letGo() {
	if c.own != nil {
		c.own.CloseIdleConnections()
	}
}

// now is the time for the core: Unix time in ms by a clock that no one sets back.
func (c *Client) now() core.Time {
	if now := c.options.Now; now != nil {
		return core.Time(float64(now().UnixMicro()) / 1000)
	}
	return core.Time(float64(c.started.UnixMicro())/1000 + milliseconds(time.Since(c.started)))
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// do runs a command and carries out what comes of it.
func (c *Client) do(command func(now core.Time)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	command(c.now())
	c.carryOut()
}

// tell queues a call of user code. Such calls are made one at a time, in their order, without
// the lock, so that user code may use the client.
func (c *Client) tell(event func()) {
	c.events = append(c.events, event)
	if !c.telling {
		c.telling = true
		go c.tellAll()
	}
}

func (c *Client) tellAll() {
	for {
		c.mu.Lock()
		events := c.events
		c.events = nil
		c.telling = len(events) > 0
		c.mu.Unlock()
		if len(events) == 0 {
			return
		}
		for _, event := range events {
			event()
		}
	}
}
