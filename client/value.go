package client

import (
	"bytes"
	"encoding/json"
	"reflect"
	"sync"

	"sluice/core"
)

// value is data of a name: JSON, Go values, or both. Each is made of the other when it is first asked for, and
// kept. It never changes, and is safe for concurrent use. A nil *value is null.
type value struct {
	mu    sync.Mutex
	text  []byte // nil: not made yet
	err   error  // why it cannot be made
	forms []form
}

// form is a value as a Go type, by which it was asked for.
type form struct {
	typ   reflect.Type
	value any
}

func valueOfText(text []byte) *value {
	if len(text) == 0 || string(text) == "null" {
		return nil
	}
	return &value{text: text}
}

// valueOf keeps what a function of the user's has made. A nil pointer or interface is null; a nil slice is a list
// without items.
func valueOf[T any](v T) *value {
	r := reflect.ValueOf(&v).Elem()
	if k := r.Kind(); (k == reflect.Pointer || k == reflect.Interface) && r.IsNil() {
		return nil
	}
	if raw, ok := any(v).(json.RawMessage); ok {
		return valueOfText(raw)
	}
	return &value{forms: []form{{reflect.TypeFor[T](), v}}}
}

// json gives the value as JSON; nil is null. The error is of a Go value that cannot be written.
func (v *value) json() ([]byte, error) {
	if v == nil {
		return nil, nil
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.text == nil && v.err == nil {
		v.text, v.err = textOf(v.forms[0].value)
	}
	return v.text, v.err
}

// textOf writes a value of the user's.
func textOf(value any) (text []byte, err error) {
	defer recovered(&err)
	if text, err = json.Marshal(value); err != nil {
		return nil, usage("data of type %T cannot be written as JSON: %v", value, err)
	}
	return text, nil
}

// valueAs gives a value as a T, the same one each time: it must not be changed. What does not fit T is a
// *core.SchemaError. Null is the zero T.
func valueAs[T any](v *value) (out T, err error) {
	if v == nil {
		return out, nil
	}
	typ := reflect.TypeFor[T]()
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, f := range v.forms {
		if f.typ == typ {
			out, _ = f.value.(T)
			return out, nil
		}
	}
	if v.text == nil && v.err == nil {
		v.text, v.err = textOf(v.forms[0].value)
	}
	if v.err != nil {
		return out, v.err
	}
	if err := decoded(v.text, &out); err != nil {
		var zero T
		return zero, err
	}
	v.forms = append(v.forms, form{typ, out})
	return out, nil
}

// decoded reads data of a name.
func decoded(text []byte, out any) (err error) {
	defer recovered(&err)
	return plainly(text, reflect.ValueOf(out).Elem(), "")
}

// recovered makes an error of a panic of the user's code. It is deferred.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = &PanicError{Value: p}
	}
}

// equal reports whether two values are the same as far as that is known without work.
func (v *value) equal(other *value) bool {
	if v == other || v == nil || other == nil {
		return v == other
	}
	text := other.written()
	return text != nil && bytes.Equal(v.written(), text)
}

// written gives the JSON if it has been made.
func (v *value) written() []byte {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.text
}

// values keeps data of names for the core. It is called under the client's lock.
type values struct {
	client *Client
	last   core.Value
	known  map[core.Value]*value
}

func (v *values) add(data *value) core.Value {
	if data == nil {
		return 0
	}
	v.last++
	v.known[v.last] = data
	return v.last
}

// Data is for core.Values, and so are those that follow.
func (v *values) Data(id core.RecordID) core.Value {
	if r := v.client.records[id]; r != nil {
		return v.add(r.value)
	}
	return 0
}

// Answer gives a number to what came of a request.
func (v *values) Answer(id core.RequestID) core.Value {
	return v.add(v.client.answerOf(id).value)
}

// Update has a function of a call's change data.
func (v *values) Update(u core.Updating) (core.Value, error) {
	call := v.client.carrier(u.Call)
	if call == nil {
		return u.Data, nil
	}
	before := v.known[u.Data]
	after, err := call.options.extra.updates[u.Entry].run(u.Kind, before, v.known[u.Answer])
	switch {
	case err != nil:
		return 0, err
	case after == before:
		return u.Data, nil
	}
	return v.add(after), nil
}
