package server

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestResumePositions(t *testing.T) {
	s := newSite(t, Options{}, topics("T", "U"))
	for i := 1; i <= 1899; i++ {
		s.publish("T", i)
	}
	w := s.browser().connect()
	epoch, last := w.subscribe(`{"op":"subscribe","sid":0,"topic":"T"}`)
	require.Equal(t, int64(1899), last)
	s.publish("U", 1)
	other, _ := s.browser().connect().subscribe(`{"op":"subscribe","sid":0,"topic":"U"}`)
	sid := 0
	ask := func(position string) (int, string) {
		sid++
		w.send(fmt.Sprintf(`{"op":"subscribe","sid":%d,"topic":"T",%s}`, sid, strings.NewReplacer(`"E"`, `"`+epoch+`"`, `"U"`, `"`+other+`"`).Replace(position)))
		return sid, w.next()
	}
	for name, position := range map[string]string{
		"older than what is kept (W15)": `"epoch":"E","after":41|expired`,
		"just older than what is kept":  `"epoch":"E","after":898|expired`,
		"the beginning, no longer kept": `"epoch":"E","after":0|expired`,
		"another epoch (W16)":           `"epoch":"x","after":1899|epoch`,
		"that of another topic":         `"epoch":"U","after":1|epoch`,
		"an empty epoch":                `"epoch":"","after":1899|epoch`,
		"the future":                    `"epoch":"E","after":1900|epoch`,
		"far in the future":             `"epoch":"E","after":9007199254740991|epoch`,
		"beyond 64 bits":                `"epoch":"E","after":99999999999999999999999|epoch`,
	} {
		t.Run(name+" gives a gap", func(t *testing.T) {
			position, reason, _ := strings.Cut(position, "|")
			sid, answer := ask(position)
			assert.JSONEq(t, fmt.Sprintf(`{"op":"gap","sid":%d,"epoch":%q,"last":1899,"reason":%q}`, sid, epoch, reason), answer)
			w.silent()
		})
	}
	for name, position := range map[string]string{
		"negative":      `"epoch":"E","after":-1`,
		"very negative": `"epoch":"E","after":-99999999999999999999999`,
		"a fraction":    `"epoch":"E","after":1.5`,
		"an exponent":   `"epoch":"E","after":1e3`,
		"a string":      `"epoch":"E","after":"1"`,
		"without epoch": `"after":1`,
		"without after": `"epoch":"E"`,
		"epoch null":    `"epoch":null,"after":1`,
		"epoch 1":       `"epoch":1,"after":1`,
	} {
		t.Run(name+" is refused", func(t *testing.T) {
			sid, answer := ask(position)
			var got struct {
				Op, Code, Message string
				Sid               int
				Retry             bool
			}
			require.NoError(t, json.Unmarshal([]byte(answer), &got))
			assert.Equal(t, "error", got.Op, answer)
			assert.Equal(t, "message.invalid", got.Code)
			assert.Equal(t, sid, got.Sid)
			assert.False(t, got.Retry)
			assert.NotEmpty(t, got.Message)
		})
	}
	t.Run("the oldest that is kept is served, in order", func(t *testing.T) {
		sid, answer := ask(`"epoch":"E","after":899`)
		assert.JSONEq(t, fmt.Sprintf(`{"op":"subscribed","sid":%d,"epoch":%q,"last":1899}`, sid, epoch), answer)
		for id := 900; id <= 1899; id++ {
			require.Equal(t, fmt.Sprintf(`{"op":"event","sid":%d,"id":%d,"data":%d}`, sid, id, id), w.next())
		}
		w.silent()
	})
	t.Run("the newest is served with nothing", func(t *testing.T) {
		sid, answer := ask(`"epoch":"E","after":1899`)
		assert.JSONEq(t, fmt.Sprintf(`{"op":"subscribed","sid":%d,"epoch":%q,"last":1899}`, sid, epoch), answer)
		w.silent()
	})
}
