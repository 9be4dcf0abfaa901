package client

import (
	"bytes"
	"encoding/json"
	"fmt"

	"sluice/core"
)

// keyNamed is under what a dehydrated text has what is known by name.
const keyNamed = "n"

// named is what is known of a name and key, as it is carried over: a list of its members in this order.
type named struct {
	name, key string
	flags     uint8
	data, err json.RawMessage // null for none
	answered  uint32          // calls
	variant   string          // of calls of hooks in a page
}

// namedQuery is the flag of a query.
const namedQuery = 1

func (n *named) members() []any {
	return []any{&n.name, &n.key, &n.flags, &n.data, &n.err, &n.answered, &n.variant}
}

// MarshalJSON is for package json.
func (n named) MarshalJSON() ([]byte, error) { return json.Marshal(n.members()) }

// UnmarshalJSON is for package json. Members may be missing at the end.
func (n *named) UnmarshalJSON(text []byte) error {
	members := n.members()
	if err := json.Unmarshal(text, &members); err != nil {
		return fmt.Errorf("what is known by name: %w", err)
	}
	return nil
}

// byName gives what is known by name. Data that cannot be written as JSON is left out.
func (c *Client) byName() (out []named) {
	for _, known := range c.core.Named(clientID) {
		r := c.shown(known.Record)
		data, err := r.value.json()
		if err != nil || data == nil && r.err == nil && known.Finished == 0 {
			continue
		}
		n := named{name: known.Name, key: known.Key, variant: known.Variant, data: data, answered: known.Finished}
		if known.Query {
			n.flags = namedQuery
		}
		if r.err != nil {
			n.err = dried(r.err)
		}
		out = append(out, n)
	}
	return out
}

// adopted is what the core is to take, and what is kept here of it.
type adopted struct {
	core core.Adopted
	seed seed
}

type seed struct {
	value *value
	err   error
}

// adopted makes that of what was carried over. answers says that calls are answered with it.
func (n *named) adopted(answers bool) adopted {
	a := adopted{core: core.Adopted{Name: n.name, Key: n.key, Variant: n.variant, Query: n.flags&namedQuery != 0, Text: n.data}}
	a.seed.value = valueOfText(n.data)
	if len(n.err) > 0 && !bytes.Equal(n.err, null) {
		a.seed.err = revived(n.err)
	}
	a.core.Data, a.core.Error = a.seed.value != nil, a.seed.err != nil
	if answers {
		a.core.Promised = n.answered
	}
	return a
}

// adopt has the core take what has been carried over, and reports whether there was something.
func (c *Client) adopt() bool {
	all := c.adopting
	c.adopting = nil
	for _, a := range all {
		c.lastCall++
		c.seeds[c.lastCall] = a.seed
		c.core.Adopt(c.now(), clientID, c.lastCall, a.core)
	}
	return len(all) > 0
}

// seed keeps what the core has taken, and reports whether it is that what it says.
func (c *Client) seed(e *core.Effect) bool {
	s, ok := c.seeds[e.Call]
	if ok && e.Record != 0 {
		r := c.shown(e.Record)
		r.value, r.err = s.value, s.err
	}
	delete(c.seeds, e.Call)
	return ok
}
