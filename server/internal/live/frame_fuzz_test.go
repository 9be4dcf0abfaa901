package live

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// FuzzParse has both parsers read anything. What they accept keeps to the limits, and
// what they send back is JSON.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		`{"op":"subscribe","sid":1,"topic":"A","key":"7","payload":{},"epoch":"e","after":41}`,
		`{"op":"unsubscribe","sid":-1}`, `{"op":"ping","n":1}`, `{"op":"pong","n":9007199254740993}`,
		`{"type":"A","requestKey":"7"}`, `{"op":"unsubscribe","type":"A"}`, `{"op":"ping","n":1e3}`,
		`{"op":"subscribe","sid":1,"topic":"A","epoch":"e","after":-99999999999999999999}`, `[]`, `null`, `{"op":null}`, ``,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if !utf8.Valid(text) {
			return // is not parsed at all
		}
		for _, read := range []func([]byte) (frame, error){parse, parsePlain} {
			got, err := read(text)
			if err != nil {
				var bad *errFrame
				require.ErrorAs(t, err, &bad)
				require.NotEmpty(t, bad.message)
				continue
			}
			switch got.op {
			case opPing, opPong:
				require.True(t, json.Valid(pongFrame(got.n)))
			case opSubscribe, opUnsubscribe:
				require.LessOrEqual(t, utf8.RuneCountInString(got.stream.Topic), MaxName)
				require.LessOrEqual(t, utf8.RuneCountInString(got.stream.Key), MaxName)
				require.GreaterOrEqual(t, got.at.Last, int64(0))
			default:
				require.Fail(t, "an unknown op was accepted")
			}
			s := &subscription{sid: got.sid, stream: got.stream}
			for _, format := range []format{v1{}, plain{}} {
				for _, data := range []string{`{}`, `{"a":1}`, `[1]`, `null`, `"x"`} {
					require.True(t, json.Valid(format.event(nil, s, Event{1, []byte(data)})))
				}
				require.True(t, json.Valid(format.gap(s, got.at, gapSlow)))
			}
		}
	})
}
