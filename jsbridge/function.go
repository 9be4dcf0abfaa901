package jsbridge

import (
	"encoding/binary"
	"errors"
	"fmt"

	"sluice/core"
	"sluice/jsbridge/wire"
	"sluice/store"
)

// Thrown is what a user's function threw, by the number under which JavaScript keeps it.
type Thrown uint32

func (t Thrown) Error() string { return "sluice: a function threw" }

var errNoFunctions = errors.New("sluice: there is nobody to run functions")

// Caller runs a function of the user; number 0 is getOptimisticResponse of a call: its arguments are
// the client, the call, the space below and when the request started. args are the arguments, each a
// four-byte length and that many bytes of JSON; a length of zero is undefined. It gives a status: 1
// the function returned undefined, or nothing to show for now; 2 its result is what Result holds;
// above that what it threw has that number less 2.
type Caller func(fn uint32, args []byte) (status uint32)

// The statuses.
const (
	returnedUndefined = 1
	returned          = 2
)

// functions carries calls of user functions over to JavaScript.
type functions struct {
	bridge *Bridge
	call   Caller
	depth  int // of functions that are running
	args   []byte
	result []byte
}

// Functions says how functions of the user are run.
func (b *Bridge) Functions(call Caller) { b.functions.call = call }

// Result returns a buffer of n bytes for the result of the function that is running.
func (b *Bridge) Result(n int) []byte {
	if n > cap(b.functions.result) {
		b.functions.result = make([]byte, n)
	}
	b.functions.result = b.functions.result[:n]
	return b.functions.result
}

// Call is that of store.Functions.
func (f *functions) Call(fn store.Func, args ...[]byte) ([]byte, error) {
	f.args = f.args[:0]
	for _, arg := range args {
		f.args = binary.LittleEndian.AppendUint32(f.args, uint32(len(arg)))
		f.args = append(f.args, arg...)
	}
	if f.call == nil {
		return nil, errNoFunctions
	}
	f.depth++
	status := f.call(uint32(fn), f.args)
	f.depth--
	f.bridge.resume()
	switch {
	case status > returned:
		return nil, Thrown(status - returned)
	case status == returnedUndefined:
		return nil, nil
	}
	return append([]byte(nil), f.result...), nil
}

// Optimistic is that of core.Optimist.
func (f *functions) Optimistic(a core.Asked) ([]byte, error) {
	text, err := f.Call(0, fmt.Append(nil, a.Client), fmt.Append(nil, a.Call), fmt.Append(nil, a.Space), fmt.Append(nil, float64(a.FetchedAt)))
	if err == nil && text == nil {
		err = core.ErrNotNow
	}
	return text, err
}

// Inner returns the buffer for what Ask reads, of at least n bytes. It stays valid until a larger
// one is asked for.
func (b *Bridge) Inner(n int) []byte {
	if n > len(b.inner) {
		b.inner = make([]byte, max(n, 4096))
	}
	return b.inner
}

// Ask runs the first n bytes of Inner, which change nothing, while a function of the user runs. What Out
// and Changes then give is handed over, and is not given again.
func (b *Bridge) Ask(n int) {
	if b.dead != "" {
		return
	}
	if b.functions.depth == 0 {
		b.die("nothing can be asked between commands")
		return
	}
	defer func() {
		if cause := recover(); cause != nil {
			b.die(fmt.Sprint(cause))
		}
	}()
	b.resume()
	for r := wire.NewReader(b.inner[:n]); r.More(); {
		switch code := r.U8(); code {
		case wire.CommandSchemas:
			var m wire.SchemasCommand
			m.Decode(&r)
			b.refuse(&m, b.core.MoreSchemas(core.ClientID(m.Client), []byte(m.Text)))
		case wire.CommandSee:
			b.see(&r)
		case wire.CommandPK:
			b.pk(&r)
		default:
			panic(wire.ErrMalformed)
		}
		if r.Err != nil {
			panic(r.Err)
		}
	}
	b.changes.end()
	b.seen = true
}

// resume goes on after Ask.
func (b *Bridge) resume() {
	if b.seen {
		b.seen, b.out = false, b.out[:0]
		b.changes.again()
	}
}

// refuse says what is wrong with schemas, if something is.
func (b *Bridge) refuse(m *wire.SchemasCommand, err error) {
	if err == nil {
		return
	}
	var usage *core.UsageError
	if errors.As(err, &usage) {
		b.out = (&wire.RefusedOperation{Client: m.Client, Schemas: m.Text, Message: usage.Message}).Append(b.out)
	}
}

func (b *Bridge) see(r *wire.Reader) {
	var m wire.SeeCommand
	m.Decode(r)
	l := core.Look{Client: core.ClientID(m.Client), Schema: m.Schema, Key: m.Key, Args: []byte(m.Args)}
	if seen, ok := b.core.See(l, store.Space(m.Space)); ok {
		v := &seen.View
		b.out = (&wire.SeenOperation{
			Client: m.Client, Root: seen.Root, Record: uint32(seen.Record), Status: uint8(v.Status), Presence: uint8(v.Presence),
			Flags: bit(v.Stale, 1) | bit(v.Failed, 2), ExpiresAt: float64(v.ExpiresAt),
		}).Append(b.out)
	}
}

func (b *Bridge) pk(r *wire.Reader) {
	var m wire.PKCommand
	m.Decode(r)
	b.out = (&wire.ToldOperation{Client: m.Client, Text: b.core.PK(core.ClientID(m.Client), m.Schema, m.Row)}).Append(b.out)
}
