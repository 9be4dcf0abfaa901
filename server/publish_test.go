package server

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPublishErrors(t *testing.T) {
	s := newSite(t, Options{}, topics("T"))
	for name, err := range map[string]error{
		"a topic that is not declared": s.Publish(t.Context(), "U", 1),
		"a long key":                   s.Publish(t.Context(), "T", 1, Key(strings.Repeat("x", 201))),
		"a key that is no UTF-8":       s.Publish(t.Context(), "T", 1, Key("\xff")),
		"a value that is no JSON":      s.Publish(t.Context(), "T", math.NaN()),
		"more than 1 MiB":              s.Publish(t.Context(), "T", strings.Repeat("x", 1<<20)),
		"JSON that is no UTF-8":        s.Publish(t.Context(), "T", json.RawMessage("\"\xff\"")),
	} {
		t.Run(name, func(t *testing.T) { assert.ErrorContains(t, err, "server: ") })
	}
	w := s.browser().connect()
	_, last := w.subscribe(`{"op":"subscribe","sid":1,"topic":"T"}`)
	assert.Zero(t, last, "nothing was published")
	s.publish("T", strings.Repeat("x", 1<<20-2))
	assert.Len(t, w.next(), 1<<20+len(`{"op":"event","sid":1,"id":1,"data":}`))
}
