package core

import (
	"math"
	"slices"

	"sluice/core/socket"
	"sluice/store"
)

// Core holds the state of any number of clients. Use [New].
type Core struct {
	clock       Time
	preparing   bool // nothing has been changed yet by the command at hand
	clients     map[ClientID]*client
	calls       map[CallID]*request
	requests    map[RequestID]*request
	ending      map[RequestID]*request // aborted, and still shown as pending
	records     map[RecordID]*record
	lastRequest RequestID
	lastRecord  RecordID
	deadlines   deadlines
	alarms      uint64 // set so far
	page        Page
	armed       Time // when the shell's timer fires; +Inf when there is none
	effects     []Effect
	dirty       []*record // to be told at the end of this step
	waiting     []*client // asked to be told when they have nothing in flight
	free        *request  // settled requests, for reuse
	concerned   []*client // those whose views have something to tell, or may have
	roots       []RootID  // memory for show
	later       []Effect  // come after what show emits
	made        []Value   // memory for planOf
	plain       []*record // whose last layer has gone in this step
	sinks       Sinks
	batching    bool    // see Batch
	freed       []*lane // in which there may be room
	draws       uint64  // of chance
}

// New returns a core without clients.
func New() *Core {
	return &Core{
		clients:  make(map[ClientID]*client),
		calls:    make(map[CallID]*request),
		requests: make(map[RequestID]*request),
		ending:   make(map[RequestID]*request),
		records:  make(map[RecordID]*record),
		armed:    never,
	}
}

// Attach says who is told how the objects of clients change. It comes before the first endpoint.
func (c *Core) Attach(sinks Sinks) { c.sinks = sinks }

var never = Time(math.Inf(1))

// advance moves the core's clock to now. It never runs back: a smaller reading counts as
// the last one seen.
func (c *Core) advance(now Time) {
	c.preparing = false
	if now > c.clock {
		c.clock = now
	}
}

// client is the state of one client.
type client struct {
	id       ClientID
	options  Options
	lengths  Lengths
	records  map[pair]*record
	open     flight
	session  *record
	user     user
	logout   *request // the logout in flight, shared by all who ask meanwhile
	refresh  *request // the session asked for by the core itself
	variants variants

	store       *store.Store // nil until an endpoint is defined
	endpoints   map[EndpointID]*endpoint
	keys        map[string]*record
	views       map[RootID]*view
	marks       uint64
	unpublished []unpublished     // of mutations whose promises have been fulfilled
	concerned   []*view           // that have something to tell
	aged        []*view           // watched, and stale as they are shown
	polls       []*poll           // in no order
	repeats     []*record         // whose requests are made again and again, in no order
	kept        map[string]*shelf // by name, where there is a limit
	lanes       map[uint32]*lane  // by origin, where there is a limit
	page        Page              // in place of the one of all clients
	lastReset   Time
	sweeping    bool // a sweep of the store goes on
	normals     *normals
	names       bool            // the shell wants to know whose records are
	listed      bool            // in Core.concerned
	socket      *socket.Machine // nil if it has none
	socketDue   alarm
}

// Open makes a client. Opening an id that is open is a programming error of the shell and
// replaces the client without settling its calls.
func (c *Core) Open(now Time, id ClientID, options Options) {
	c.advance(now)
	cl := &client{
		id:      id,
		options: options,
		lengths: options.lengths(),
		records: make(map[pair]*record),
	}
	c.clients[id] = cl
	c.startSocket(cl)
	c.commit()
}

// Close ends a client: its calls reject with reason closed, its network is aborted, its
// records are dropped. Later calls that name it reject the same way. Closing twice does
// nothing.
func (c *Core) Close(now Time, id ClientID) {
	c.advance(now)
	cl := c.clients[id]
	if cl == nil {
		return
	}
	c.endSocket(cl)
	c.unsubscribeAll(cl)
	c.abortAll(cl, reasonClosed, func(*request) bool { return true })
	c.resetNormal(cl)
	for _, r := range sortedRecords(cl.records) {
		c.dropRecord(r)
	}
	for _, r := range sortedKeys(cl) {
		c.dropKey(r)
	}
	c.commit()
	delete(c.clients, id)
}

// WhenIdle asks for one [EffectIdle] as soon as the client has nothing in flight, at once
// if so.
func (c *Core) WhenIdle(now Time, id ClientID) {
	c.advance(now)
	cl := c.clients[id]
	if cl == nil {
		c.emit(Effect{Kind: EffectIdle, Client: id})
		return
	}
	if !slices.Contains(c.waiting, cl) {
		c.waiting = append(c.waiting, cl)
	}
	c.commit()
}

// idle tells the clients that wait for it and have nothing in flight at the end of this step.
func (c *Core) idle() {
	c.waiting = slices.DeleteFunc(c.waiting, func(cl *client) bool {
		if cl.open.first != nil || len(cl.unpublished) > 0 {
			return false
		}
		c.emit(Effect{Kind: EffectIdle, Client: cl.id})
		return true
	})
}

// Preparing reports whether the command at hand, or the last one, has changed nothing: a
// panic out of it has then left the core whole.
func (c *Core) Preparing() bool { return c.preparing }

// Prepare marks the start of a command of the shell's own that has changed nothing yet.
func (c *Core) Prepare() { c.preparing = true }
