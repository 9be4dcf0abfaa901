package core

import "sluice/store"

// Endpoint is what the core knows of an endpoint. Its functions stay with the shell.
type Endpoint struct {
	Schema   uint32 // the id of a node that was defined before, 0 for none
	Mutation bool   // its requests are never shared, and their answers are the latest word
	// DataExpiry and ErrorExpiry are in ms; NaN is the client's.
	DataExpiry, ErrorExpiry float64
	// Soft says that a failure of the network or the core's own does not hide data that is there.
	Soft bool
	// Update is the function that changes the results of other keys, see store.Change.Update; 0 for none.
	Update store.Func
	// Optimistic says that a layer shows what its answer will probably be, see [Optimist]. It is for mutations.
	Optimistic bool
	// Retry says when a read is sent again; nil: as the client's options do.
	Retry *Retry
	// Origin is a number of the shell's for where its requests go: [OriginBase], another one, or 0 if that is not
	// known. See [Options].Concurrency.
	Origin uint32
	// Steps are functions of the client's that its requests go through, unless it has a network of its own.
	Steps Steps
}

// DefaultDataExpiry and DefaultErrorExpiry are for how long answers and errors are fresh when
// nobody says otherwise, in ms. They are part of the public interface.
const (
	DefaultDataExpiry  = 60_000
	DefaultErrorExpiry = 1_000
)

// endpoint is an Endpoint of a client.
type endpoint struct {
	Endpoint
	node  *store.Node
	meta  *Meta // for its steps, nil if there are none
	wrong error // why it cannot be used; nil if it can
}

// DefineSchemas adds to the schemas of a client; text is what store.Define takes. What is wrong
// with them is also what calls of endpoints that need them are rejected with.
func (c *Core) DefineSchemas(now Time, id ClientID, text []byte) error {
	c.advance(now)
	return c.MoreSchemas(id, text)
}

// MoreSchemas does the same while a function of the user runs.
func (c *Core) MoreSchemas(id ClientID, text []byte) error {
	cl := c.clients[id]
	if cl == nil {
		return nil
	}
	if err := cl.data().Define(text); err != nil {
		return &UsageError{Message: err.Error()}
	}
	return nil
}

// unusable says why there is no schema of an id.
func (cl *client) unusable(schema uint32, message string) error {
	if err := cl.data().Refused(schema); err != nil {
		message = err.Error()
	}
	return &UsageError{Message: message}
}

// DefineEndpoint makes an endpoint known to a client, or replaces it.
func (c *Core) DefineEndpoint(now Time, client ClientID, id EndpointID, e Endpoint) {
	c.advance(now)
	cl := c.clients[client]
	if cl == nil {
		return
	}
	defined := &endpoint{Endpoint: e}
	defined.DataExpiry, defined.ErrorExpiry = either(e.DataExpiry, cl.lengths.Data), either(e.ErrorExpiry, cl.lengths.Error)
	if e.Steps != 0 {
		defined.meta = &Meta{Steps: e.Steps}
	}
	s := cl.data()
	if e.Schema != 0 {
		if defined.node = s.Node(e.Schema); defined.node == nil {
			defined.wrong = cl.unusable(e.Schema, "the endpoint's schema was not defined")
		}
	}
	cl.endpoints[id] = defined
}

// data gives the client's store, which is made when it is first needed.
func (cl *client) data() *store.Store {
	if cl.store == nil {
		cl.store = store.New(cl.options.Functions)
		cl.endpoints = make(map[EndpointID]*endpoint)
		cl.keys = make(map[string]*record)
		cl.views = make(map[RootID]*view)
	}
	return cl.store
}
