package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"sluice/internal/protocol"
	"sluice/server/internal/live"
)

// topic is what may be subscribed to, with any key.
type topic struct {
	rules rules
}

// Topic declares a topic: clients may subscribe to it over the WebSocket, with a key or
// without, and App.Publish publishes to it. Every key has a stream of its own.
//
// The rules are those of routes, checked at each subscribe in the same order, and at
// last those of Allow. Who is refused is sent auth.required (LoggedIn), topic.forbidden
// (Require, Allow) or limit.subscriptions (RateLimit). When the user session of a
// connection is saved, the rules except RateLimit are checked again, and subscriptions
// that they no longer allow end.
//
// Topic panics if the name is empty, longer than 200 characters, taken, or has a NUL in it. Declare topics
// before serving, and the same ones on all instances.
func Topic(app *App, name string, list ...Rule) {
	switch {
	case name == "" || utf8.RuneCountInString(name) > live.MaxName || !utf8.ValidString(name) || strings.Contains(name, "\x00"):
		panic(fmt.Sprintf("server: %q cannot name a topic: 1 to %d characters, none of them NUL", name, live.MaxName))
	case app.topics[name] != nil:
		panic(fmt.Sprintf("server: the topic %q exists already", name))
	}
	t := &topic{}
	for _, rule := range list {
		rule.addTo(&t.rules)
	}
	app.topics[name] = t
}

// admit returns why a call may not subscribe, nil if it may.
func (t *topic) admit(c *Call, key string, payload json.RawMessage, again bool) error {
	if !again {
		if err := t.rules.admit(c, c.app.options.Now()); err != nil {
			return err
		}
	}
	if err := t.rules.permit(c.user); err != nil {
		return err
	}
	for _, allow := range t.rules.allow {
		if err := callAllow(allow, c, key, payload); err != nil {
			return err
		}
	}
	return nil
}

// refusalOf turns an error into what the client is told. internal reports whether the
// cause is kept from it and belongs to OnError.
func refusalOf(err error) (r live.Refusal, internal bool) {
	var e *Error
	var panicked *panicError
	switch {
	case errors.As(err, &panicked) || errors.Is(err, ErrStoreUnavailable) || !errors.As(err, &e) || e == nil:
		return live.Refusal{Code: live.CodeInternal, Message: "internal error", Retry: true}, true
	case e.Code == protocol.CodeAuthRequired:
		return live.Refusal{Code: e.Code, Message: e.Message}, false
	case e.Status == http.StatusTooManyRequests:
		return live.Refusal{Code: live.CodeTooMany, Message: e.Message, Retry: true}, false
	}
	return live.Refusal{Code: protocol.CodeTopicForbidden, Message: e.Message}, false
}
