package client

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"

	"sluice/core"
	"sluice/internal/protocol"
)

// held is a value without references: that of an endpoint without schema, or the answer of a mutation.
type held struct {
	value any // nil: only text is there
	text  []byte
	err   error // in the place of a value
}

// as gives what is held as a T.
func as[T any](h held) (T, error) {
	if v, ok := h.value.(T); ok {
		return v, nil
	}
	var out T
	text := h.text
	if h.value != nil && len(text) == 0 {
		var err error
		if text, err = json.Marshal(h.value); err != nil {
			return out, err
		}
	}
	if len(text) == 0 {
		return out, nil
	}
	err := json.Unmarshal(text, &out)
	return out, err
}

// convert gives what was read as a T: an entity also by value.
func convert[T any](v reflect.Value) (T, bool) {
	var zero T
	if !v.IsValid() {
		return zero, false
	}
	if out, ok := v.Interface().(T); ok {
		return out, true
	}
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		if out, ok := v.Elem().Interface().(T); ok {
			return out, true
		}
	}
	if v.Kind() != reflect.Pointer {
		p := reflect.New(v.Type())
		p.Elem().Set(v)
		if out, ok := p.Interface().(T); ok {
			return out, true
		}
	}
	return zero, false
}

// perform carries out the request of an endpoint and gives its answer in the form that the core takes it in.
func (c *Client) perform(ctx context.Context, f *fetch) (h held, err error) {
	defer func() {
		if p := recover(); p != nil {
			h, err = held{}, &PanicError{Value: p}
		}
	}()
	e := f.call.endpoint
	if e.fetch != nil {
		h.value, err = e.fetch(ctx, f.call.args...)
	} else {
		h, err = c.ask(ctx, f)
	}
	if err != nil {
		return held{}, err
	}
	if e.process != nil {
		if h.text == nil {
			if h.text, err = written(nil, h.value); err != nil {
				return held{}, err
			}
		}
		value, err := e.process(nullIsNone(h.text), f.call.args...)
		if err != nil {
			return held{}, err
		}
		h = held{value: value}
	}
	return e.take(h)
}

// take brings an answer into the endpoint's type. What does not fit is a *core.SchemaError.
func (e *endpoint) take(h held) (held, error) {
	if raw, ok := h.value.(json.RawMessage); ok && e.typ != reflect.TypeFor[json.RawMessage]() {
		h = held{text: raw}
		if len(raw) == 0 {
			h.text = null
		}
	}
	if e.node == nil && h.value != nil && reflect.TypeOf(h.value).AssignableTo(e.typ) {
		return h, nil
	}
	var err error
	if h.text == nil {
		if h.text, err = written(e.node, h.value); err != nil {
			return held{}, err
		}
	}
	t := e.typ
	if e.node != nil && e.node.kind == "query" {
		t = e.node.items.typ
	}
	v := reflect.New(t).Elem()
	if err := accept(e.node, h.text, v, ""); err != nil {
		return held{}, err
	}
	if h.value == nil || !reflect.TypeOf(h.value).AssignableTo(e.typ) {
		h.value = v.Interface()
	}
	return h, nil
}

// written gives the JSON of a value for a schema.
func written(n *node, value any) ([]byte, error) {
	var e encoder
	text, err := e.encode(n, value)
	if err != nil {
		return nil, &causedError{&core.SchemaError{Message: "cannot be written as JSON: " + err.Error()}, err}
	}
	return text, nil
}

// ask sends the HTTP request of an endpoint.
func (c *Client) ask(ctx context.Context, f *fetch) (held, error) {
	a, err := c.exchange(ctx, f)
	if err != nil {
		return held{}, err
	}
	f.answer = a
	e := f.call.endpoint
	if e.path == nil || a.status < 200 || a.status >= 300 || a.outcome.Body == core.BodyEmpty || a.outcome.Body == core.BodyJSON {
		if err := core.Interpret(a.outcome); err != nil {
			var api *core.APIError
			if errors.As(err, &api) && api.Data == nil {
				api.Data = a.text
			}
			return held{}, err
		}
		if a.outcome.Body == core.BodyEmpty {
			return held{text: null}, nil
		}
		return held{text: a.text}, nil
	}
	if a.outcome.Body == core.BodyBroken {
		return held{}, invalid(http.StatusBadRequest, a.text, "the body is not well-formed JSON")
	}
	text := strings.HasPrefix(a.contentType, "text/")
	switch {
	case e.node != nil && e.process == nil:
		return held{}, invalid(http.StatusNotFound, a.text, "the body is not JSON")
	case text || e.typ.Kind() == reflect.String:
		return held{value: string(a.body)}, nil
	}
	return held{value: a.body}, nil
}

func invalid(status int, data []byte, message string) error {
	return &core.APIError{Code: protocol.CodeInvalidResponse, Status: status, Data: data, Params: []byte("{}"), Message: message}
}

// requestOf gives what goes over the network for the request of an endpoint.
func (c *Client) requestOf(call *call) (method, address string, body Body, err error) {
	e := call.endpoint
	if e.path == nil {
		body, err = endpointBody(call, 0, items(call.text))
		if body.open == nil {
			body = emptyBody
		}
		return http.MethodPost, c.options.base + "/" + e.name, body, err
	}
	url, err := e.path.url(e.params(call.text))
	if err != nil {
		return "", "", Body{}, err
	}
	url = c.absolute(url)
	if text := e.body(call.text); text != nil {
		at := 0
		if e.path.takesParams || len(call.args) > 1 {
			at = 1
		}
		body, err = endpointBody(call, at, items(call.text))
	}
	return e.method, url, body, err
}

// endpointBody gives the argument at a place as a body.
func endpointBody(call *call, at int, texts [][]byte) (Body, error) {
	if at >= len(call.args) {
		return Body{}, nil
	}
	if body, ok := call.args[at].(Body); ok {
		if body.open == nil {
			return Body{}, usage("an argument is a Body without content; use RawBody or Multipart")
		}
		return body, nil
	}
	if text := nullIsNone(texts[at]); text != nil {
		return jsonBody(text), nil
	}
	return Body{}, nil
}

// aborts reports whether an error of an endpoint's function is an abort.
func aborts(err error) bool {
	return errors.Is(err, core.ErrAborted) || errors.Is(err, context.Canceled)
}
