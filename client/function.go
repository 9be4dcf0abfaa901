package client

import (
	"encoding/json"
	"slices"

	"sluice/core"
	"sluice/store"
)

// functions runs functions of the user for a store. They are called under the client's lock.
type functions struct {
	run map[store.Func]func([][]byte) ([]byte, error)
}

func newFunctions() functions {
	return functions{run: make(map[store.Func]func([][]byte) ([]byte, error))}
}

// Call is for store.Functions. A panic is an error like another.
func (f *functions) Call(number store.Func, args ...[]byte) (out []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			out, err = nil, &PanicError{Value: p}
		}
	}()
	return f.run[number](args)
}

// define makes a schema known to the core.
func (c *Client) define(n *node) error {
	text, told, err := describe(n, c.graph.nodes)
	if err != nil || text == nil {
		return err
	}
	for _, n := range told { // defining may ask them
		for _, f := range n.functions {
			c.functions.run[f.number] = f.run
		}
	}
	if err := c.core.MoreSchemas(clientID, text); err != nil {
		return err
	}
	for _, n := range told {
		c.graph.know(n)
	}
	return nil
}

// defineEndpoint makes an endpoint known to the core.
func (c *Client) defineEndpoint(now core.Time, e *endpoint) error {
	if c.endpoints[e.number] {
		return nil
	}
	if err := c.define(e.node); err != nil {
		return err
	}
	defined := core.Endpoint{
		Mutation: e.mutation, DataExpiry: e.data, ErrorExpiry: e.err,
		Soft: e.patient, Steps: c.stepsOf(e),
		Retry: e.retry, Origin: c.originOf(e),
	}
	if e.node != nil {
		defined.Schema = e.node.id
		if e.update != nil {
			f := newFunction("update", updating(e.update))
			c.functions.run[f.number] = f.run
			defined.Update = f.number
		}
	}
	defined.Optimistic = e.mutation && e.optimistic != nil
	c.core.DefineEndpoint(now, clientID, e.number, defined)
	c.endpoints[e.number] = true
	return nil
}

// updating gives Endpoint.Update in the form of store.Change.Update: it is asked for the keys first, then for
// what their results are to be.
func updating(update func(any, ...any) map[string]func(any) any) func([][]byte) ([]byte, error) {
	var next map[string]func(any) any
	return func(texts [][]byte) ([]byte, error) {
		args, err := anys(texts)
		if err != nil {
			return nil, err
		}
		if args[0] == "next" {
			out := next[args[1].(string)](args[2])
			if out == nil {
				return nil, nil
			}
			return json.Marshal(out)
		}
		next = update(args[1], args[2:]...)
		keys := make([]string, 0, len(next))
		for key := range next {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		return json.Marshal(keys)
	}
}
