package jsbridge

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/core"
	"sluice/jsbridge/wire"
)

func TestACallBecomesAFetchAndItsAnswerAResolve(t *testing.T) {
	b := opened(t)
	out := dispatch(t, b, start, &wire.WatchCommand{Client: client, Token: 9, Name: 1}, call(10, 1))
	record := one[wire.WatchedOperation](t, out).Record
	fetch := one[wire.FetchOperation](t, out)
	assert.Equal(t, wire.FetchOperation{Client: client, Request: fetch.Request, Call: 10, Route: uint8(core.RouteName)}, fetch)

	out = settle(t, b, fetch.Request, 200, int(core.BodyJSON), "")
	assert.Equal(t, wire.ResolveOperation{Call: 10, Request: fetch.Request, Record: record}, one[wire.ResolveOperation](t, out))
	state := one[wire.RecordOperation](t, out)
	assert.Equal(t, wire.RecordOperation{Record: record, Flags: 2, FetchedAt: start, Download: -1, Upload: -1}, state)
}

func TestEachKindOfFailureHasItsOwnOperation(t *testing.T) {
	envelope := `{"error":{"code":"auth.forbidden","message":"no","params":{"key":"admin"}}}`
	for _, test := range []struct {
		name   string
		settle func(*testing.T, *Bridge, uint32) []any
		want   any
	}{
		{"an answer that is an error", func(t *testing.T, b *Bridge, request uint32) []any {
			return settle(t, b, request, 403, int(core.BodyJSON), envelope)
		}, wire.RejectApiOperation{Call: 10, Request: 1, Record: 1, Status: 403, Code: "auth.forbidden", Message: "no", Params: `{"key":"admin"}`}},
		{"a time to wait", func(t *testing.T, b *Bridge, request uint32) []any {
			b.Settle(request, 503, int(core.BodyEmpty), 0, 2.5, 0, start)
			return operations(t, b)
		}, wire.RejectApiOperation{
			Call: 10, Request: 1, Record: 1, Status: 503, Code: "http.503", Message: "the server answered with status 503", Params: `{"retryAfter":2.5}`,
		}},
		{"no answer", func(t *testing.T, b *Bridge, request uint32) []any {
			return settle(t, b, request, 0, int(core.BodyEmpty), "")
		}, wire.RejectNetworkOperation{Call: 10, Request: 1, Record: 1}},
		{"a request that cannot be sent", func(t *testing.T, b *Bridge, request uint32) []any {
			copy(b.Body(7), "headers")
			b.Unsendable(request, 7, start)
			return operations(t, b)
		}, wire.RejectUsageOperation{Call: 10, Request: 1, Record: 1, Message: "headers"}},
		{"an abort", func(t *testing.T, b *Bridge, _ uint32) []any {
			return dispatch(t, b, start, &wire.AbortCommand{Call: 10})
		}, wire.RejectAbortOperation{Call: 10, Request: 1, Reason: 1}},
		{"the end of its time", func(t *testing.T, b *Bridge, _ uint32) []any {
			b.Tick(start + 50)
			return operations(t, b)
		}, wire.RejectTimeoutOperation{Call: 10, Request: 1, Record: 1, Timeout: 50}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := opened(t)
			c := call(10, 1)
			c.Timeout = 50
			request := one[wire.FetchOperation](t, dispatch(t, b, start, c)).Request
			assert.Contains(t, test.settle(t, b, request), test.want)
			assert.Empty(t, b.Dead())
			assert.Empty(t, settle(t, b, request, 200, int(core.BodyJSON), ""), "a late answer is ignored")
		})
	}
}

func TestATimeoutAsksForOneTimerAtItsTime(t *testing.T) {
	b := opened(t)
	c := call(10, 1)
	c.Timeout = 50
	assert.Equal(t, wire.TimerOperation{At: start + 50}, one[wire.TimerOperation](t, dispatch(t, b, start, c)))
	b.Tick(start + 49)
	out := operations(t, b)
	assert.Equal(t, []any{wire.TimerOperation{At: start + 50}}, out, "a timer that comes early is set again")
}

func TestCommandsOfOneDispatchRunInOrderAndAnswerTogether(t *testing.T) {
	b := opened(t)
	out := dispatch(t, b, start, call(10, 1), call(11, 1), &wire.AbortCommand{Call: 11}, &wire.WhenIdleCommand{Client: client})
	assert.Len(t, only[wire.FetchOperation](out), 2)
	assert.Len(t, only[wire.AbortOperation](out), 2)
	rejections := only[wire.RejectAbortOperation](out)
	require.Len(t, rejections, 2)
	assert.Equal(t, []uint32{10, 11}, []uint32{rejections[0].Call, rejections[1].Call})
	assert.Equal(t, wire.IdleOperation{Client: client}, out[len(out)-1])
}

func TestWhatTheCoreKeepsDoesNotAliasTheBuffers(t *testing.T) {
	b := opened(t)
	dispatch(t, b, start, &wire.OpenCommand{Client: 2, AutoAbort: 2, Words: "find\nsearch"})
	c := call(10, 1)
	c.Key, c.Variant = "key", `{"id":1}`
	request := one[wire.FetchOperation](t, dispatch(t, b, start, c)).Request
	in := b.In(0)
	for i := range in {
		in[i] = 'X'
	}
	out := dispatch(t, b, start,
		&wire.TargetCommand{Name: "getUser", Key: "key", Flags: 1}, &wire.AbortRequestsCommand{Client: client})
	assert.Equal(t, request, one[wire.AbortOperation](t, out).Request)

	dispatch(t, b, start, &wire.NameCommand{Name: 5, Text: "findUser"})
	other := call(11, 5)
	other.Client = 2
	again := *other
	again.Call = 12
	out = dispatch(t, b, start, other, &again)
	assert.Len(t, only[wire.AbortOperation](out), 1, "the client's own words still count")
}

func TestAClientWithAnEmptyListOfWordsHasNoQueries(t *testing.T) {
	b := New()
	out := dispatch(t, b, start,
		&wire.OpenCommand{Client: client, AutoAbort: 2}, &wire.NameCommand{Name: 1, Text: "getUser"}, call(10, 1), call(11, 1))
	assert.Empty(t, only[wire.AbortOperation](out))
}

func TestTargetsConcernTheNextAbortOnly(t *testing.T) {
	b := opened(t)
	dispatch(t, b, start, call(10, 1), call(11, 2))
	out := dispatch(t, b, start, &wire.TargetCommand{Name: "save"}, &wire.AbortRequestsCommand{Client: client})
	assert.EqualValues(t, 11, one[wire.RejectAbortOperation](t, out).Call)
	assert.Empty(t, dispatch(t, b, start, &wire.AbortRequestsCommand{Client: client}), "none, not all")
	out = dispatch(t, b, start, &wire.AbortRequestsCommand{Client: client, All: 1})
	assert.EqualValues(t, 10, one[wire.RejectAbortOperation](t, out).Call)
}

func TestClosingEndsWhatIsPendingAndLaterCalls(t *testing.T) {
	b := opened(t)
	dispatch(t, b, start, call(10, 1))
	out := dispatch(t, b, start, &wire.CloseCommand{Client: client}, call(11, 1))
	rejections := only[wire.RejectAbortOperation](out)
	require.Len(t, rejections, 2)
	for _, r := range rejections {
		assert.EqualValues(t, 4, r.Reason)
	}
	b.Visible(start)
	assert.Empty(t, b.Out())
}

func TestAVisiblePageAsksForTheSessionThatIsShown(t *testing.T) {
	b := opened(t)
	b.Visible(start)
	assert.Empty(t, b.Out())
	record := one[wire.WatchedOperation](t, dispatch(t, b, start, &wire.WatchCommand{Client: client, Token: 1, Name: 3})).Record
	dispatch(t, b, start, &wire.RetainCommand{Record: record})
	b.Visible(start)
	fetch := one[wire.FetchOperation](t, operations(t, b))
	assert.Equal(t, wire.FetchOperation{Client: client, Request: fetch.Request, Route: uint8(core.RouteSession), Flags: 1}, fetch)
}

func TestANoteOfAnotherTabGoesToTheClientItIsFor(t *testing.T) {
	b := opened(t)
	dispatch(t, b, start, &wire.OpenCommand{Client: 2}, call(10, 1), &wire.CallCommand{Client: 2, Call: 11, Name: 1, Timeout: -1})
	out := dispatch(t, b, start, &wire.FromTabCommand{Client: 2, Note: uint8(core.NoteEnded)})
	assert.EqualValues(t, 11, one[wire.RejectAbortOperation](t, out).Call)
}

func TestBuffersGrowAndLargeOnesAreLetGo(t *testing.T) {
	b := opened(t)
	assert.GreaterOrEqual(t, len(b.In(10_000)), 10_000)
	assert.GreaterOrEqual(t, len(b.In(10)), 10_000, "the buffer for commands stays")

	body := `{"error":{"code":"c","message":"` + strings.Repeat("x", maxBody) + `"}}`
	request := one[wire.FetchOperation](t, dispatch(t, b, start, call(10, 1))).Request
	out := settle(t, b, request, 500, int(core.BodyJSON), body)
	assert.Len(t, one[wire.RejectApiOperation](t, out).Message, maxBody)
	assert.Nil(t, b.body)
	assert.Greater(t, cap(b.out), maxKept)

	dispatch(t, b, start, call(11, 1))
	assert.LessOrEqual(t, cap(b.out), maxKept, "the next small answer lets it go")
	assert.Empty(t, b.Dead())

	assert.Len(t, b.Body(10), 10)
	small := b.Body(100)
	assert.Same(t, &small[0], &b.Body(50)[0], "a small buffer is used again")
}

func TestAnAnswerForNobodyIsNone(t *testing.T) {
	b := opened(t)
	for _, request := range []uint32{0, 1, 1 << 31} {
		assert.Empty(t, settle(t, b, request, 200, int(core.BodyJSON), "{}"))
		b.Unsendable(request, 0, start)
		assert.Empty(t, b.Out())
	}
	assert.Empty(t, dispatch(t, b, start,
		&wire.AbortCommand{Call: 77}, &wire.RetainCommand{Record: 77}, &wire.ReleaseCommand{Record: 77},
		&wire.LeaveCommand{Record: 77}, &wire.ProgressCommand{Request: 77, Percent: 5}, &wire.CloseCommand{Client: 77},
		&wire.AbortRequestsCommand{Client: 77, All: 1}, &wire.FromTabCommand{Client: 77, Note: 1},
		&wire.WatchCommand{Client: 77, Token: 1, Name: 1},
	))
	assert.Empty(t, b.Dead())
}
