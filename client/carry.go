package client

import (
	"encoding/json"
	"errors"

	"sluice/core"
	"sluice/store"
)

// Dehydrate gives all that is stored as text that can stand inside of a script element: a page
// carries it over by client.hydrate, or another [Client] by [Client.Hydrate]. Left out are optimistic
// updates, requests in flight, values that JSON cannot carry and, but with [SSRServer], what is known by name.
func (c *Client) Dehydrate() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	shell := make(map[string]json.RawMessage)
	var without []string
	kept := c.core.Kept(c.now(), clientID, store.Base)
	c.carryOut()
	for _, k := range kept {
		r := c.shown(k.Record)
		if k.Failed {
			shell["e"+k.Key] = dried(r.err)
			continue
		}
		text := r.held.text
		if r.held.value != nil {
			text, _ = json.Marshal(r.held.value)
		}
		if len(text) == 0 {
			without = append(without, k.Key)
			continue
		}
		shell["v"+k.Key] = text
	}
	if c.options.SSR == SSRServer {
		if named := c.byName(); len(named) > 0 {
			shell[keyNamed], _ = json.Marshal(named)
		}
	}
	text, err := json.Marshal(shell)
	if err != nil { // a MarshalJSON that gives no JSON
		return ""
	}
	return string(c.core.Dehydrate(clientID, text, without))
}

// Hydrate adds what another client, of Go or of a page, has dehydrated. What is there with a later
// time of fetching stays. A text that is none is a *core.UsageError, and changes nothing.
func (c *Client) Hydrate(text string) error {
	return c.write(newCall("hydrate"), nil, func(c *Client, now core.Time, id core.CallID) error {
		c.core.Hydrate(now, clientID, id, []byte(text))
		return nil
	})
}

// hydrated keeps what is carried over beside the store's own.
func (c *Client) hydrated(e *core.Effect) {
	var shell map[string]json.RawMessage
	_ = json.Unmarshal(e.Shell, &shell) // what is missing is none
	var named []named
	_ = json.Unmarshal(shell[keyNamed], &named)
	for _, n := range named {
		c.adopting = append(c.adopting, n.adopted(c.options.SSR == SSRClient))
	}
	for _, k := range e.Kept {
		r := c.shown(k.Record)
		if k.Failed {
			r.err = revived(shell["e"+k.Key])
		} else {
			r.hold(held{text: shell["v"+k.Key]})
		}
	}
}

// carried is an error as it is carried over, with the members that it has in JavaScript.
type carried struct {
	Name    string          `json:"name,omitempty"`
	Message string          `json:"message"`
	Code    string          `json:"code,omitempty"`
	Status  int             `json:"status,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Data    json.RawMessage `json:"data,omitempty"`
	Path    *string         `json:"path,omitempty"`
	Timeout float64         `json:"timeout,omitempty"`
}

// dried gives an error as it is carried over.
func dried(err error) json.RawMessage {
	out := carried{}
	var api *core.APIError
	var network *core.NetworkError
	var late *core.TimeoutError
	var misfit *core.SchemaError
	switch {
	case errors.As(err, &api):
		out = carried{Name: "ApiError", Message: api.Message, Code: api.Code, Status: api.Status, Params: api.Params}
		if json.Valid(api.Data) {
			out.Data = api.Data
		}
	case errors.As(err, &network):
		out = carried{Name: "NetworkError", Message: network.Error()}
	case errors.As(err, &late):
		out = carried{Name: "TimeoutError", Message: late.Error(), Timeout: late.Timeout}
	case errors.As(err, &misfit):
		out = carried{Name: "SchemaError", Message: misfit.Message, Path: &misfit.Path, Status: 400}
	case err != nil:
		out.Message = err.Error()
	}
	text, _ := json.Marshal(out) // its raw members are JSON
	return text
}

// revived makes an error of what was carried over.
func revived(text json.RawMessage) error {
	var e carried
	_ = json.Unmarshal(text, &e) // an error that says nothing is one nevertheless
	switch e.Name {
	case "ApiError":
		return &core.APIError{Code: e.Code, Status: e.Status, Message: e.Message, Params: e.Params, Data: e.Data}
	case "NetworkError":
		return &core.NetworkError{Cause: errors.New(e.Message)}
	case "TimeoutError":
		return &core.TimeoutError{Timeout: e.Timeout}
	case "SchemaError":
		out := &core.SchemaError{Message: e.Message}
		if e.Path != nil {
			out.Path = *e.Path
		}
		return out
	}
	return errors.New(e.Message)
}
