package core

import (
	"bytes"
	"fmt"
	"math"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A response of 50 MB with 500,000 entities, which is far below the limit of 64 MiB, is stored, read
// and swept away.
func TestLargeResponse(t *testing.T) {
	const count = 500_000
	s := newShell(t)
	s.core.DefineSchemas(s.now, 1, []byte(`[{"id":1,"kind":"entity","name":"Article"},{"id":2,"kind":"array","items":1}]`))
	s.core.DefineEndpoint(s.now, 1, getArticle, Endpoint{Schema: 2, DataExpiry: math.NaN(), ErrorExpiry: math.NaN()})
	var body bytes.Buffer
	body.WriteByte('[')
	for i := range count {
		if i > 0 {
			body.WriteByte(',')
		}
		fmt.Fprintf(&body, `{"id":%d,"title":"Title of article %07d","author":"someone","votes":%d,"about":"some words"}`, i, i, i%100)
	}
	body.WriteByte(']')
	require.Greater(t, body.Len(), 48_000_000)
	before := heapInUse()
	call := s.fetch(getArticle, "list", `[]`)
	s.core.Settle(s.now, s.calls[call].request, Outcome{Status: 200, Body: BodyJSON, Text: body.Bytes()})
	s.core.Effects()
	after := heapInUse()
	t.Logf("%d entities of %d MB take %d MB", count, body.Len()>>20, (after-before)>>20)
	assert.Less(t, after-before, uint64(600<<20))
	cl := s.core.clients[1]
	text, _, ok := cl.store.Row(0, "Article", "499999")
	assert.True(t, ok)
	assert.Contains(t, string(text), "Title of article 0499999")
	s.now += life + 1
	s.core.Sweep(s.now, Sweep{Client: 1})
	s.core.Effects()
	assert.True(t, cl.store.Empty())
	t.Logf("%d MB when they are swept away", (heapInUse()-min(before, heapInUse()))>>20)
}

func heapInUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
