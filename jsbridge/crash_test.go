package jsbridge

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/core"
	"sluice/jsbridge/wire"
)

func TestAPanicBeforeAnythingHasChangedEndsThatCallOnly(t *testing.T) {
	b := opened(t)
	b.call = 10
	func() {
		defer b.recover(start)
		b.core.Prepare()
		panic("a bad scan")
	}()
	assert.Equal(t, []any{wire.RejectCrashOperation{Call: 10, Message: "a bad scan"}}, operations(t, b))
	assert.Empty(t, b.Dead())
	assert.Len(t, only[wire.FetchOperation](dispatch(t, b, start, call(11, 1))), 1)
}

func TestAPanicBeforeAnythingHasChangedEndsThatRequest(t *testing.T) {
	b := opened(t)
	request := one[wire.FetchOperation](t, dispatch(t, b, start, call(10, 1))).Request
	b.begin()
	b.request = core.RequestID(request)
	func() {
		defer b.recover(start)
		b.core.Prepare()
		panic("a bad body")
	}()
	assert.Equal(t, wire.RejectCrashOperation{Call: 10, Request: request, Record: 1, Message: "a bad body"},
		one[wire.RejectCrashOperation](t, operations(t, b)))
	assert.Empty(t, b.Dead())
}

func TestAPanicInTheMiddleOfAChangeMakesTheBridgeDead(t *testing.T) {
	for _, test := range []struct {
		name    string
		prepare bool
		call    core.CallID
	}{
		{"after the change has begun", false, 10},
		{"though nothing has changed, when no call is to blame", true, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := opened(t)
			require.NotEmpty(t, dispatch(t, b, start, call(9, 1)))
			b.call = test.call
			func() {
				defer b.recover(start)
				if test.prepare {
					b.core.Prepare()
				}
				panic("half a write")
			}()
			assert.Equal(t, "half a write", b.Dead())
			assert.Empty(t, b.Out())

			assert.Empty(t, dispatch(t, b, start, call(11, 1)), "the dead do nothing")
			assert.Empty(t, settle(t, b, 1, 200, int(core.BodyJSON), ""))
			b.Unsendable(1, 0, start)
			b.Tick(start + 1e9)
			b.Visible(start)
			assert.Empty(t, b.Out())
			assert.Equal(t, "half a write", b.Dead())
		})
	}
}

func TestALengthBeyondTheBufferMakesTheBridgeDead(t *testing.T) {
	for name, run := range map[string]func(*Bridge){
		"of a body":    func(b *Bridge) { b.Settle(1, 200, 1, 0, 0, 1<<20, start) },
		"of a message": func(b *Bridge) { b.Unsendable(1, 1<<20, start) },
		"of commands":  func(b *Bridge) { b.Dispatch(1<<20, start) },
	} {
		t.Run(name, func(t *testing.T) {
			b := opened(t)
			dispatch(t, b, start, call(10, 1))
			assert.NotPanics(t, func() { run(b) })
			assert.NotEmpty(t, b.Dead())
		})
	}
}

func TestAStreamThatMakesNoSenseMakesTheBridgeDead(t *testing.T) {
	whole := call(10, 1).Append(nil)
	for name, stream := range map[string][]byte{
		"an unknown command":               {200},
		"no command at all":                {0},
		"a command that breaks off":        whole[:len(whole)-1],
		"a command of which only the code": whole[:1],
		"a text longer than the stream":    {wire.CommandName, 5, 0, 0, 0, 0xff, 0xff, 0xff, 0xff},
		"a name's number out of its turn":  (&wire.NameCommand{Name: 1 << 31, Text: "x"}).Append(nil),
	} {
		t.Run(name, func(t *testing.T) {
			b := opened(t)
			copy(b.In(len(stream)), stream)
			b.Dispatch(len(stream), start)
			assert.NotEmpty(t, b.Dead())
			assert.Empty(t, b.Out())
		})
	}
}

// Whatever the bytes: no panic gets out, the operations are well formed, and a bridge that
// lives still answers.
func FuzzDispatch(f *testing.F) {
	f.Add([]byte{}, 1000.0)
	f.Add(call(10, 1).Append(nil), 1000.0)
	f.Add((&wire.AccountCommand{Client: client, Call: 3, Timeout: 5}).Append((&wire.CloseCommand{Client: client}).Append(nil)), -1.0)
	f.Add((&wire.FromTabCommand{Client: client, Note: 1, User: "1"}).Append(call(5, 4).Append(nil)), 0.0)
	f.Fuzz(func(t *testing.T, stream []byte, now float64) {
		b := opened(t)
		copy(b.In(len(stream)), stream)
		b.Dispatch(len(stream), now)
		for _, fetch := range only[wire.FetchOperation](operations(t, b)) {
			settle(t, b, fetch.Request, 200, int(core.BodyJSON), `{"id":1}`)
		}
		b.Tick(now)
		operations(t, b)
		if b.Dead() != "" {
			assert.Empty(t, b.Out())
			return
		}
		fresh := &wire.CallCommand{Client: 1<<32 - 2, Call: 1<<32 - 2, Name: 2}
		out := dispatch(t, b, now, &wire.OpenCommand{Client: 1<<32 - 2}, fresh)
		assert.Len(t, only[wire.FetchOperation](out), 1)
	})
}
