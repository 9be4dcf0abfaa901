package server

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLiveTopics(t *testing.T) {
	s := newSite(t, Options{}, topics("ON", "OFF"))
	w := s.browser().connect()
	epoch, last := w.subscribe(`{"op":"subscribe","sid":1,"topic":"ON"}`)
	require.Zero(t, last)
	keyed, _ := w.subscribe(`{"op":"subscribe","sid":2,"topic":"ON","key":"7","payload":{"a":1},"more":true}`)
	assert.NotEqual(t, epoch, keyed, "each stream has a life of its own")

	t.Run("an event reaches the subscriptions of its topic and key, as published", func(t *testing.T) {
		s.publish("ON", map[string]any{"v": 1, "html": "<b>"})
		w.expect(`{"op":"event","sid":1,"id":1,"data":{"v":1,"html":"<b>"}}`)
		s.publish("ON", []any{nil, 2.5}, Key("7"))
		w.expect(`{"op":"event","sid":2,"id":1,"data":[null,2.5]}`)
		s.publish("OFF", 1)
		s.publish("ON", 1, Key("8"))
		s.publish("ON", nil)
		w.expect(`{"op":"event","sid":1,"id":2,"data":null}`)
		w.silent()
	})
	t.Run("an empty key is none", func(t *testing.T) {
		w.subscribe(`{"op":"subscribe","sid":3,"topic":"ON","key":""}`)
		s.publish("ON", 3, Key(""))
		frames := []string{w.next(), w.next()}
		assert.ElementsMatch(t, []string{`{"op":"event","sid":1,"id":3,"data":3}`, `{"op":"event","sid":3,"id":3,"data":3}`}, frames)
		w.send(`{"op":"unsubscribe","sid":3}`)
	})
	t.Run("unsubscribe has no answer and ends the events", func(t *testing.T) {
		w.send(`{"op":"unsubscribe","sid":2}`)
		w.silent()
		s.publish("ON", 2, Key("7"))
		w.silent()
	})
	t.Run("an unknown sid is nothing to unsubscribe", func(t *testing.T) {
		w.send(`{"op":"unsubscribe","sid":99}`)
		w.silent()
	})
	t.Run("resume gives what was missed, then what comes", func(t *testing.T) {
		again := s.browser().connect()
		again.send(`{"op":"subscribe","sid":5,"topic":"ON","epoch":"` + epoch + `","after":1}`)
		again.expect(`{"op":"subscribed","sid":5,"epoch":"`+epoch+`","last":3}`,
			`{"op":"event","sid":5,"id":2,"data":null}`, `{"op":"event","sid":5,"id":3,"data":3}`)
		s.publish("ON", 4)
		again.expect(`{"op":"event","sid":5,"id":4,"data":4}`)
	})
}
