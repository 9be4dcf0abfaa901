package jsbridge

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/core"
	"sluice/jsbridge/wire"
)

func TestTextsOfManyChangesAreHandedOverInTheirOrderWhileTheyAreMade(t *testing.T) {
	const rows = 3000
	b := opened(t)
	var taken []string
	most := 0
	b.Spill(func(texts []byte) {
		var list []json.RawMessage
		require.NoError(t, json.Unmarshal(texts, &list))
		for _, text := range list {
			taken = append(taken, string(text))
		}
		most = max(most, len(texts))
	})
	dispatch(t, b, start,
		&wire.SchemasCommand{Client: client, Text: `[{"id":1,"kind":"entity","name":"Row"},{"id":2,"kind":"array","items":1}]`},
		&wire.EndpointCommand{Client: client, Endpoint: 1, Schema: 2, DataExpiry: 1000, ErrorExpiry: 1000},
	)
	words := strings.Repeat("word ", 10)
	items := make([]string, rows)
	for i := range items {
		items[i] = fmt.Sprintf(`{"id":%d,"words":"%s"}`, i, words)
	}
	fetch := &wire.FetchCommand{Client: client, Call: 10, Endpoint: 1, Key: "rows", Args: "[]", Started: start}
	request := one[wire.FetchOperation](t, dispatch(t, b, start, fetch)).Request
	answer := func(text string) {
		copy(b.Body(len(text)), text)
		b.Settle(request, 200, int(core.BodyJSON), 0, 0, len(text), start)
	}
	answer("[" + strings.Join(items, ",") + "]")
	require.Empty(t, b.Dead())

	assert.Less(t, most, spilled+100, "no more than one text above the limit")
	assert.Greater(t, len(taken), rows/2)
	changes, rest := b.Changes()
	var list []json.RawMessage
	require.NoError(t, json.Unmarshal(rest, &list))
	for _, text := range list {
		taken = append(taken, string(text))
	}
	at := 0
	for ; len(changes) > 0; changes = changes[3:] {
		switch changes[0] {
		case wire.ChangeMake:
			assert.JSONEq(t, items[changes[2]], taken[at])
			at++
		case wire.ChangeMakeRoot:
			at++
		}
	}
	assert.Equal(t, rows+1, at)
	assert.Len(t, taken, at)

	changed := strings.Replace(items[7], ":\"word", ":\"other", 1)
	fetch.Call = 11
	request = one[wire.FetchOperation](t, dispatch(t, b, start+2000, fetch)).Request
	taken = nil
	answer("[" + changed + "]")
	assert.Empty(t, taken, "few texts are not spilled")
	_, rest = b.Changes()
	assert.Contains(t, string(rest), changed)
}
