package jsbridge

import (
	"syscall/js"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/jsbridge/wire"
)

// show dispatches the event by which a page says that its visibility has changed.
func show() {
	js.Global().Get("document").Call("dispatchEvent", js.Global().Get("Event").New("visibilitychange"))
}

func TestThePageTellsWhenItIsShownOrConnectedUntilTheListenerIsRemoved(t *testing.T) {
	p := thePage()
	require.False(t, p.hidden())
	require.False(t, p.offline())
	var told []bool
	remove := p.listen(func(shown bool) { told = append(told, shown) })
	show()
	connection("offline")
	connection("online")
	assert.Equal(t, []bool{true, false, false}, told)
	remove()
	show()
	connection("online")
	assert.Len(t, told, 3)
}

// connection dispatches an event by which a page says that its connection has changed.
func connection(event string) {
	js.Global().Call("dispatchEvent", js.Global().Get("Event").New(event))
}

// pretend has the navigator say that it is online, or not.
func pretend(t *testing.T, online bool) {
	js.Global().Get("Object").Call("defineProperty", js.Global().Get("navigator"), "onLine", map[string]any{"value": online, "configurable": true})
	t.Cleanup(func() { js.Global().Get("Reflect").Call("deleteProperty", js.Global().Get("navigator"), "onLine") })
}

func TestServePollsWhenThePageIsConnectedAgain(t *testing.T) {
	pretend(t, false)
	require.True(t, thePage().offline())
	b := New()
	_, flushed := serve(t, b, func() any { return 5 })
	commands := (&wire.OpenCommand{Client: 1}).Append(nil)
	commands = (&wire.EndpointCommand{Client: 1, Endpoint: 1}).Append(commands)
	commands = (&wire.SubscribeCommand{Client: 1, Call: 1, Subscription: 2, Endpoint: 1, Key: "k", Args: "[]", Frequency: 10}).Append(commands)
	copy(b.In(len(commands)), commands)
	b.Dispatch(len(commands), 1)
	pretend(t, true)
	connection("online")
	assert.Equal(t, []int{7}, *flushed)
	r := wire.NewReader(b.Out())
	require.True(t, r.More())
	require.Equal(t, wire.OperationFetch, r.U8())
	var fetch wire.FetchOperation
	fetch.Decode(&r)
	assert.Equal(t, wire.FetchOperation{Client: 1, Request: 1, Call: 2, Route: 5}, fetch)
}

// serve starts Serve with a host whose clock is now, and gives the host.
func serve(t *testing.T, b *Bridge, now func() any) (host js.Value, flushed *[]int) {
	t.Helper()
	flushed = &[]int{}
	clock := js.FuncOf(func(js.Value, []js.Value) any { return now() })
	told := js.FuncOf(func(_ js.Value, args []js.Value) any {
		*flushed = append(*flushed, args[0].Int())
		return nil
	})
	host = js.ValueOf(map[string]any{"now": clock, "flushed": told})
	js.Global().Set(hostName, host)
	remove := Serve(b, func() uint32 { return 7 })
	js.Global().Delete(hostName)
	t.Cleanup(func() {
		remove()
		clock.Release()
		told.Release()
	})
	return host, flushed
}

func TestServeLetsAShownPageAskForItsSessionAndTellsTheScript(t *testing.T) {
	b := New()
	commands := (&wire.OpenCommand{Client: 1}).Append(nil)
	commands = (&wire.NameCommand{Name: 1, Text: "session"}).Append(commands)
	commands = (&wire.WatchCommand{Client: 1, Token: 2, Name: 1}).Append(commands)
	commands = (&wire.RetainCommand{Record: 1}).Append(commands)
	copy(b.In(len(commands)), commands)
	b.Dispatch(len(commands), 1)

	_, flushed := serve(t, b, func() any { return 5 })
	show()
	assert.Equal(t, []int{7, 7}, *flushed)
	r := wire.NewReader(b.Out())
	require.True(t, r.More())
	require.Equal(t, wire.OperationFetch, r.U8())
	var fetch wire.FetchOperation
	fetch.Decode(&r)
	assert.Equal(t, wire.FetchOperation{Client: 1, Request: 1, Route: 1, Flags: 1}, fetch)
}

func TestServeSaysThatItHasStarted(t *testing.T) {
	host, _ := serve(t, New(), func() any { return 5 })
	assert.True(t, host.Get("started").Truthy())
}

func TestServeBearsAClockThatIsBroken(t *testing.T) {
	_, flushed := serve(t, New(), func() any { return "noon" })
	assert.NotPanics(t, show)
	assert.Empty(t, *flushed)
}

func TestServeDoesNothingWithoutAScript(t *testing.T) {
	assert.NotPanics(t, func() { Serve(New(), func() uint32 { return 0 })() })
}
