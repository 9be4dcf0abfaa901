package server

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPlainClients(t *testing.T) {
	s := newSite(t, Options{}, topics("ON"), func(a *App) {
		Topic(a, "payload", Allow(func(_ *Call, key string, payload json.RawMessage) error {
			return &Error{Status: 403, Message: key + " " + string(payload)}
		}))
	})
	w := s.browser().open(t, []string{"other"})
	require.Empty(t, w.ws.Subprotocol())
	w.send(`{"type":"ON"}`)
	w.send(`{"type":"ON","requestKey":"7","token":"x"}`)
	w.send(`{"type":"ON","requestKey":"7"}`)
	w.silent()
	for _, c := range []struct {
		value any
		keyed bool
		want  string
	}{
		{map[string]any{"v": 1}, false, `{"type":"ON","v":1}`},
		{map[string]any{"v": 1}, true, `{"type":"ON7","v":1}`},
		{map[string]any{}, false, `{"type":"ON"}`},
		{map[string]any{"type": "other"}, false, `{"type":"ON"}`},
		{[]int{1}, true, `{"type":"ON7","data":[1]}`},
		{nil, false, `{"type":"ON","data":null}`},
		{"text", false, `{"type":"ON","data":"text"}`},
	} {
		t.Run(fmt.Sprintf("get %v as %s", c.value, c.want), func(t *testing.T) {
			if c.keyed {
				s.publish("ON", c.value, Key("7"))
			} else {
				s.publish("ON", c.value)
			}
			w.expect(c.want)
			w.silent() // a subscription that was asked for twice is one
		})
	}
	t.Run("are told of refusals in frames without a type", func(t *testing.T) {
		w.send(`{"type":"nope","requestKey":"1"}`)
		w.expect(`{"op":"error","topic":"nope","requestKey":"1","code":"topic.unknown","message":"there is no such topic","retry":false}`)
		w.send(`oops`)
		assert.Contains(t, w.next(), `"message.invalid"`)
		w.send(`{"type":1}`)
		assert.Contains(t, w.next(), `"message.invalid"`)
	})
	t.Run("send the whole message as payload", func(t *testing.T) {
		w.send(`{"type":"payload","requestKey":"k","a":1}`)
		var got struct{ Message string }
		require.NoError(t, json.Unmarshal([]byte(w.next()), &got))
		assert.Equal(t, `k {"type":"payload","requestKey":"k","a":1}`, got.Message)
	})
	t.Run("can stop", func(t *testing.T) {
		w.send(`{"op":"unsubscribe","type":"ON","requestKey":"7"}`)
		w.silent()
		s.publish("ON", 1, Key("7"))
		w.silent()
	})
}
