package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTopicsThatCannotBeMeant(t *testing.T) {
	app := New(Options{})
	Topic(app, "T")
	for name, fn := range map[string]func(){
		"no name":                 func() { Topic(app, "") },
		"a long name":             func() { Topic(app, strings.Repeat("x", 201)) },
		"a name with a NUL":       func() { Topic(app, "a\x00b") },
		"a name that is no UTF-8": func() { Topic(app, "\xff") },
		"a taken name":            func() { Topic(app, "T") },
		"Allow without function":  func() { Allow(nil) },
		"Recheck too often":       func() { Recheck(time.Second - 1) },
		"Recheck for a route": func() {
			Handle(app, "r", func(*Call, empty) (empty, error) { return empty{}, nil }, Recheck(time.Minute))
		},
		"Allow for a route": func() {
			Handle(app, "r", func(*Call, empty) (empty, error) { return empty{}, nil },
				Allow(func(*Call, string, json.RawMessage) error { return nil }))
		},
	} {
		t.Run(name, func(t *testing.T) { assert.Panics(t, fn) })
	}
}

func TestRulesOfTopics(t *testing.T) {
	var asked []string
	s := newSite(t, Options{}, func(a *App) {
		Topic(a, "open")
		Topic(a, "mine", LoggedIn(), Allow(func(c *Call, key string, payload json.RawMessage) error {
			asked = append(asked, c.User().ID+" "+key+" "+string(payload))
			switch {
			case key == "broken":
				return errors.New("the database said no")
			case key == "panic":
				panic("oops")
			case key == "again":
				return fmt.Errorf("wrapped: %w", &Error{Code: "auth.required", Status: 401, Message: "log in anew"})
			case key != c.User().ID:
				return &Error{Code: "x.notYours", Status: 403, Message: "not yours"}
			}
			return nil
		}))
		Topic(a, "admin", Require(Condition{Key: "admin", Value: true}))
		Topic(a, "rare", RateLimit(1, time.Hour))
	})
	ask := func(b *browser, topic, key string) string {
		w := b.open(t, []string{"sluice.v1"})
		w.send(fmt.Sprintf(`{"op":"subscribe","sid":1,"topic":%q,"key":%q,"payload":[1]}`, topic, key))
		return w.next()
	}
	anonymous, ann := s.browser(), s.loggedIn("ann", nil)
	admin := s.loggedIn("root", map[string]any{"admin": true})
	refused := func(code, message string, retry bool) string {
		return fmt.Sprintf(`{"op":"error","sid":1,"code":%q,"message":%q,"retry":%v}`, code, message, retry)
	}
	t.Run("an unknown topic", func(t *testing.T) {
		assert.JSONEq(t, refused("topic.unknown", "there is no such topic", false), ask(ann, "nope", ""))
		assert.JSONEq(t, refused("topic.unknown", "there is no such topic", false), ask(ann, "", ""))
	})
	t.Run("LoggedIn", func(t *testing.T) {
		assert.JSONEq(t, refused("auth.required", "log in first", false), ask(anonymous, "mine", "ann"))
		assert.Contains(t, ask(ann, "mine", "ann"), "subscribed")
	})
	t.Run("Require", func(t *testing.T) {
		assert.JSONEq(t, refused("topic.forbidden", "not allowed", false), ask(ann, "admin", ""))
		assert.JSONEq(t, refused("topic.forbidden", "not allowed", false), ask(anonymous, "admin", ""))
		assert.Contains(t, ask(admin, "admin", ""), "subscribed")
	})
	t.Run("Allow", func(t *testing.T) {
		asked = nil
		assert.JSONEq(t, refused("topic.forbidden", "not yours", false), ask(ann, "mine", "bob"))
		assert.Equal(t, []string{"ann bob [1]"}, asked)
		assert.JSONEq(t, refused("auth.required", "log in anew", false), ask(ann, "mine", "again"))
	})
	t.Run("an Allow that fails is told to OnError", func(t *testing.T) {
		assert.JSONEq(t, refused("internal", "internal error", true), ask(ann, "mine", "broken"))
		assert.JSONEq(t, refused("internal", "internal error", true), ask(ann, "mine", "panic"))
		told := s.errors.list()
		require.Len(t, told, 2)
		assert.ErrorContains(t, told[0], "the database said no")
		var e *CallError
		require.ErrorAs(t, told[1], &e)
		assert.Equal(t, "/ws", e.Route)
		assert.NotEmpty(t, e.Stack)
	})
	t.Run("RateLimit", func(t *testing.T) {
		assert.Contains(t, ask(anonymous, "rare", ""), "subscribed")
		assert.JSONEq(t, refused("limit.subscriptions", "too many calls, try again later", true), ask(anonymous, "rare", ""))
	})
}
