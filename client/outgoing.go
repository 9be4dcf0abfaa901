package client

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"sluice/core"
	"sluice/store/jsontext"
)

// Outgoing is a request, as functions of the user's see it. A function for requests may change Method,
// URL, Header and Body; what others change is of no effect.
type Outgoing struct {
	Name, Key string      // of the call, or of the endpoint and its key
	Method    string      // POST, or as the endpoint says
	URL       string      // where it goes; {BaseURL}/{Name}, or as the endpoint says. A path is at the origin of BaseURL
	Header    http.Header // the call's own, over those of the client: without values one is removed
	Body      Body        // see JSONBody, RawBody, Multipart
	Polled    bool        // it was made by Poll
	Hit       bool        // nothing is sent: what is kept answers it

	client *Client
	call   *call
	wrong  error // why it cannot be sent
}

func (c *Client) outgoing(call *call) *Outgoing {
	out := &Outgoing{Name: call.name, Key: call.options.key, Method: http.MethodPost, Body: call.body, client: c, call: call}
	header := call.options.header
	if e := call.endpoint; e != nil {
		header = e.header
		out.Method, out.URL, out.Body, out.wrong = c.requestOf(call)
	} else {
		out.URL = c.options.base + "/" + call.name
	}
	if out.Header = maps.Clone(header); header == nil {
		out.Header = http.Header{}
	}
	return out
}

// copy gives one that may be changed beside the other.
func (r *Outgoing) copy() *Outgoing {
	out := *r
	out.Header = make(http.Header, len(r.Header))
	for name, values := range r.Header {
		out.Header[name] = slices.Clone(values)
	}
	return &out
}

// Client is the one that makes the request.
func (r *Outgoing) Client() *Client { return r.client }

// Again makes the request once more, as the call has asked for it, and gives its answer: for functions for
// errors that have mended what was wrong. It goes through OnRequest of the client and of the call and through no
// other function, counts nowhere, and ends nothing. The body must not be that of a reader.
func (r *Outgoing) Again(ctx context.Context) (*Incoming, error) {
	if r.call.endpoint != nil {
		return r.client.askAgain(ctx, r.call)
	}
	again := &call{ctx: ctx, name: r.call.name, body: r.call.body, options: r.call.options}
	if again.body.once {
		return nil, again.failed(usage("the body has been read; it cannot be sent again"))
	}
	own := r.call.options.extra
	again.options.takeLatest = core.No
	again.options.extra = &extra{silent: true, query: own.query, skip: own.skip | core.StepsOf(core.StepSuccess, core.StepError, core.StepAbort)}
	again.options.extra.own.request = own.own.request
	answer, err := r.client.make(again)
	if err != nil {
		return nil, again.failed(err)
	}
	return incoming(&answer)
}

// Incoming is an answer, as functions of the user's see it. One for successes may change Text; [Incoming.Set]
// does so with a value.
type Incoming struct {
	Status int         // HTTP status
	Header http.Header // nil of what is kept. Do not change it
	Text   []byte      // JSON; nil is null. Do not change its bytes
}

// AnswerOf makes an answer: what a function for errors recovers with. What cannot be written as JSON is a
// *core.UsageError.
func AnswerOf(data any) (*Incoming, error) {
	in := &Incoming{Status: http.StatusOK}
	return in, in.Set(data)
}

// Decode reads the answer into out, like json.Unmarshal. Null changes nothing. What does not fit is a *core.APIError of
// code "api.invalidResponse".
func (in *Incoming) Decode(out any) error {
	if len(in.Text) == 0 {
		return nil
	}
	err := (&answer{status: in.Status, value: valueOfText(in.Text)}).decode(out)
	if caused, ok := err.(*causedError); ok {
		return caused.error
	}
	return err
}

// Set makes data the answer.
func (in *Incoming) Set(data any) error {
	text, err := textOf(data)
	if err == nil {
		in.Text = text
	}
	return err
}

func incoming(a *answer) (*Incoming, error) {
	text, err := a.value.json()
	return &Incoming{Status: a.status, Header: a.header, Text: text}, err
}

// replace makes what functions of the user's have made of an answer the answer.
func (a *answer) replace(in *Incoming) error {
	before, err := a.value.json()
	if err != nil {
		return err
	}
	a.status, a.header = in.Status, in.Header
	if len(in.Text) == len(before) && (len(before) == 0 || &in.Text[0] == &before[0]) {
		return nil
	}
	if len(in.Text) > 0 {
		if err := jsontext.Check(in.Text); err != nil {
			return usage("Incoming.Text is no JSON: %v", err)
		}
	}
	a.value = valueOfText(in.Text)
	return nil
}
