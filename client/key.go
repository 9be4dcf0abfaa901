package client

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"sluice/store/jsontext"
)

// Key gives what identifies a request with the arguments.
func (e *Endpoint[T]) Key(args ...any) (string, error) {
	used := e.use()
	text, err := argsText(args)
	if err != nil {
		return "", err
	}
	return used.keyOf(args, text)
}

// TestKey reports whether a key is one of the endpoint's.
func (e *Endpoint[T]) TestKey(key string) bool { return e.use().tests(key) }

func (e *endpoint) tests(key string) bool {
	switch {
	case e.testKey != nil:
		return e.testKey(key)
	case e.path != nil:
		return e.path.matches(e.method, key)
	}
	return strings.HasPrefix(key, e.name+" [")
}

// keyOf gives the key for arguments, whose JSON is text. A panic of KeyFunc is an error.
func (e *endpoint) keyOf(args []any, text []byte) (key string, err error) {
	if e.wrong != nil {
		return "", e.wrong
	}
	defer func() {
		if p := recover(); p != nil {
			key, err = "", &PanicError{Value: p}
		}
	}()
	switch {
	case e.key != nil:
		key = e.key(args...)
	case e.path != nil:
		url, err := e.path.url(e.params(text))
		return e.method + " " + url, err
	default:
		key = string(jsontext.Canonical([]byte(e.name+" "), text))
	}
	if key == "" {
		return "", usage("endpoint %s: the key is empty", e.name)
	}
	return key, nil
}

// params and body give what the arguments are for.
func (e *endpoint) params(args []byte) []byte {
	list := items(args)
	if len(list) > 0 && (!e.sends() || e.path.takesParams || len(list) > 1) {
		return nullIsNone(list[0])
	}
	return nil
}

func (e *endpoint) body(args []byte) []byte {
	list := items(args)
	switch {
	case !e.sends() || len(list) == 0:
		return nil
	case e.path.takesParams || len(list) > 1:
		if len(list) > 1 {
			return nullIsNone(list[1])
		}
		return nil
	}
	return nullIsNone(list[0])
}

func (e *endpoint) sends() bool {
	return e.method != http.MethodGet && e.method != http.MethodHead && e.method != http.MethodDelete
}

func items(list []byte) [][]byte {
	var out [][]byte
	for item := jsontext.ItemsOf(list, 0); item.Next(); {
		out = append(out, list[item.Value:item.End])
	}
	return out
}

func nullIsNone(text []byte) []byte {
	if string(text) == "null" {
		return nil
	}
	return text
}

// argsText gives the JSON of a list of arguments.
func argsText(args []any) ([]byte, error) {
	if len(args) == 0 {
		return []byte("[]"), nil
	}
	text, err := json.Marshal(args)
	if err != nil {
		return nil, usage("the arguments cannot be written as JSON: %v", err)
	}
	return text, nil
}

// isNull reports whether there is nothing to ask for.
func isNull(args []any) bool { return len(args) == 1 && args[0] == nil }

// PanicError is a panic of a function of the user's.
type PanicError struct{ Value any }

func (e *PanicError) Error() string { return fmt.Sprint("client: panic: ", e.Value) }

// Unwrap gives what it panicked with, if that is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}
