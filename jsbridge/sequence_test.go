package jsbridge

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/core"
	"sluice/jsbridge/wire"
)

// settled gives the calls that operations settle.
func settled(operations []any) (calls []uint32) {
	for _, o := range operations {
		switch o := o.(type) {
		case wire.ResolveOperation:
			calls = append(calls, o.Call)
		case wire.RejectAbortOperation:
			calls = append(calls, o.Call)
		case wire.RejectApiOperation:
			calls = append(calls, o.Call)
		case wire.RejectNetworkOperation:
			calls = append(calls, o.Call)
		case wire.RejectTimeoutOperation:
			calls = append(calls, o.Call)
		case wire.RejectUsageOperation:
			calls = append(calls, o.Call)
		case wire.RejectCrashOperation:
			calls = append(calls, o.Call)
		}
	}
	return calls
}

// Any sequence of commands that make sense, mixed with outcomes, times and page events, keeps
// the bridge alive, and settles each call once at most and, when the client is closed, at least.
func FuzzSequencesOfCommands(f *testing.F) {
	f.Add([]byte("\x00\x01\x00\x02\x0a\x01\x0b\x00"))
	f.Add([]byte("\x00\x03\x01\x00\x02\x01\x03\x01\x0a\x02\x06\x01\x08\x03\x0c\x00\x09\x01"))
	f.Add([]byte("\x0f\x03\x00\x04\x00\x05\x10\x01\x0b\xff\x0a\x06\x0b\x20"))
	f.Add([]byte("\x00\x04\x00\x01\x0a\x04\x00\x03\x07\x02\x0d\x00\x0e\x09"))
	f.Fuzz(func(t *testing.T, script []byte) {
		b := opened(t)
		now, lastCall := start, uint32(0)
		open := map[uint32]bool{}
		if len(script)%2 == 0 { // the client sends again, and has few requests at once
			dispatch(t, b, now, &wire.CloseCommand{Client: client}, &wire.RetryCommand{Attempts: 3, Delay: 5, Factor: 2, Max: 8, Jitter: 2}, &wire.OpenCommand{Client: client, DataExpiry: math.NaN(), ErrorExpiry: math.NaN(), Concurrency: 2})
		}
		note := func(operations []any) {
			require.Empty(t, b.Dead())
			for _, id := range settled(operations) {
				if id != 0 {
					require.True(t, open[id], "call %d is not open", id)
					delete(open, id)
				}
			}
		}
		for len(script) >= 2 {
			what, n := script[0]%17, script[1]
			script = script[2:]
			id := uint32(n % 16)
			var c command
			switch what {
			case 0, 1:
				lastCall++
				open[lastCall] = true
				one := call(lastCall, uint32(n%4)+1)
				one.Key, one.Variant = []string{"", "k"}[n>>2&1], []string{"", "{}"}[n>>3&1]
				one.TakeLatest, one.Progress, one.Started = n>>4%3, n>>6, now
				one.Timeout = []float64{-1, 0, 10}[n%3]
				c = one
			case 2:
				lastCall++
				open[lastCall] = true
				c = &wire.AccountCommand{Client: client, Call: lastCall, Register: n & 1, Started: now, Timeout: -1}
			case 3:
				c = &wire.WatchCommand{Client: client, Token: 1000 + id, Name: uint32(n%4) + 1}
			case 4:
				c = &wire.RetainCommand{Record: id}
			case 5:
				c = &wire.ReleaseCommand{Record: id}
			case 6:
				c = &wire.AbortCommand{Call: id}
			case 7:
				c = &wire.AbortRequestsCommand{Client: client, All: n & 1}
			case 8:
				c = &wire.FromTabCommand{Client: client, Note: n % 5, User: string('0' + rune(n%3))}
			case 9:
				c = &wire.LeaveCommand{Record: id}
			case 15:
				c = &wire.RetryCommand{Attempts: uint32(n % 4), Delay: float64(n), Factor: 1, Max: 100}
			case 16:
				c = &wire.AgainCommand{Request: id, RetryAfter: float64(n % 2)}
			case 12:
				c = &wire.ProgressCommand{Request: id, Upload: n & 1, Percent: float64(n)}
			case 10:
				status := []int{0, 200, 204, 401, 500, 503}[n%6]
				body := []string{`{"id":1}`, `{"id":2}`, "null", `{"error":{"code":"auth.required","message":""}}`}[n>>4&3]
				copy(b.Body(len(body)), body)
				b.Settle(id, status, int(core.BodyJSON), int(n>>6), float64(n&1), len(body), now)
				note(operations(t, b))
			case 11:
				now += float64(n)
				b.Tick(now)
				note(operations(t, b))
			case 13:
				b.Visible(now)
				note(operations(t, b))
			case 14:
				b.Unsendable(id, 0, now)
				note(operations(t, b))
			}
			if c != nil {
				note(dispatch(t, b, now, c))
			}
		}
		note(dispatch(t, b, now, &wire.CloseCommand{Client: client}))
		assert.Empty(t, open, "every call is settled")
	})
}
