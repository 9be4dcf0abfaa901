package server

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFramesThatAreNotUnderstood(t *testing.T) {
	s := newSite(t, Options{}, topics("T"))
	long := strings.Repeat("ä", 201)
	for name, c := range map[string]struct{ frame, sid string }{
		"text":                      {frame: `oops`},
		"nothing":                   {frame: ``},
		"an array":                  {frame: `[]`},
		"null":                      {frame: `null`},
		"no op":                     {frame: `{}`},
		"an op that is no string":   {frame: `{"op":1}`},
		"an unknown op":             {frame: `{"op":"dance"}`},
		"OP in capitals":            {frame: `{"OP":"ping","n":1}`},
		"ping without n":            {frame: `{"op":"ping"}`},
		"ping with a fraction":      {frame: `{"op":"ping","n":1.5}`},
		"subscribe without sid":     {frame: `{"op":"subscribe","topic":"T"}`},
		"a sid that is a string":    {frame: `{"op":"subscribe","sid":"1","topic":"T"}`},
		"unsubscribe without sid":   {frame: `{"op":"unsubscribe"}`},
		"a position that is NaN":    {frame: `{"op":"subscribe","sid":3,"topic":"T","epoch":"e","after":NaN}`},
		"no topic":                  {frame: `{"op":"subscribe","sid":3}`, sid: "3"},
		"a topic that is no string": {frame: `{"op":"subscribe","sid":3,"topic":7}`, sid: "3"},
		"a key that is no string":   {frame: `{"op":"subscribe","sid":3,"topic":"T","key":7}`, sid: "3"},
		"a topic of 201 characters": {frame: `{"op":"subscribe","sid":3,"topic":"` + long + `"}`, sid: "3"},
		"a key of 201 characters":   {frame: `{"op":"subscribe","sid":3,"topic":"T","key":"` + long + `"}`, sid: "3"},
		"a sid in use":              {frame: `{"op":"subscribe","sid":1,"topic":"T"}`},
		"a bad frame, sid in use":   {frame: `{"op":"subscribe","sid":1}`},
	} {
		t.Run(name, func(t *testing.T) {
			w := s.browser().open(t, []string{"sluice.v1"})
			w.subscribe(`{"op":"subscribe","sid":1,"topic":"T"}`)
			w.send(c.frame)
			var got map[string]any
			require.NoError(t, json.Unmarshal([]byte(w.next()), &got))
			assert.Equal(t, "error", got["op"])
			assert.Equal(t, "message.invalid", got["code"])
			assert.Equal(t, false, got["retry"])
			assert.NotEmpty(t, got["message"])
			if c.sid == "" {
				assert.NotContains(t, got, "sid", "no subscription is over")
			} else {
				assert.Equal(t, c.sid, fmt.Sprint(got["sid"]))
			}
			s.publish("T", 1)
			assert.Contains(t, w.next(), `"op":"event"`, "the connection and its subscription live on")
		})
	}
	t.Run("a binary frame", func(t *testing.T) {
		w := s.browser().open(t, []string{"sluice.v1"})
		require.NoError(t, w.ws.Write(t.Context(), websocket.MessageBinary, []byte(`{"op":"ping","n":1}`)))
		assert.Contains(t, w.next(), "message.invalid")
		w.silent()
	})
	t.Run("invalid UTF-8 closes with 1007", func(t *testing.T) {
		w := s.browser().open(t, []string{"sluice.v1"})
		w.send("{\"op\":\"\xff\"}")
		assert.Equal(t, 1007, w.closed())
	})
	t.Run("200 characters are not too many", func(t *testing.T) {
		w := s.browser().open(t, []string{"sluice.v1"})
		w.subscribe(`{"op":"subscribe","sid":1,"topic":"T","key":"` + strings.Repeat("ä", 200) + `"}`)
	})
}

func TestLimitsOfAConnection(t *testing.T) {
	s := newSite(t, Options{}, topics("T"))
	t.Run("a message of 64 KiB is taken, a longer one closes with 1009", func(t *testing.T) {
		w := s.browser().open(t, []string{"sluice.v1"})
		frame := func(size int) string {
			start, end := `{"op":"subscribe","sid":1,"topic":"T","payload":"`, `"}`
			return start + strings.Repeat("x", size-len(start)-len(end)) + end
		}
		w.subscribe(frame(64 << 10))
		w.send(frame(64<<10 + 1))
		assert.Equal(t, 1009, w.closed())
	})
	t.Run("one of 10 MB as well", func(t *testing.T) {
		w := s.browser().open(t, []string{"sluice.v1"})
		go func() { _ = w.ws.Write(t.Context(), websocket.MessageText, make([]byte, 10<<20)) }()
		assert.Equal(t, 1009, w.closed())
	})
	t.Run("128 subscriptions, and room again after an unsubscribe", func(t *testing.T) {
		w := s.browser().open(t, []string{"sluice.v1"})
		for sid := range 128 {
			w.subscribe(fmt.Sprintf(`{"op":"subscribe","sid":%d,"topic":"T","key":"%d"}`, sid, sid))
		}
		w.send(`{"op":"subscribe","sid":128,"topic":"T"}`)
		answer := w.next()
		assert.Contains(t, answer, `"limit.subscriptions"`)
		assert.Contains(t, answer, `"sid":128`)
		w.send(`{"op":"unsubscribe","sid":0}`)
		w.subscribe(`{"op":"subscribe","sid":129,"topic":"T"}`)
	})
}
