package core

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzCore runs a script of commands, outcomes and times, and checks after every step what must
// always hold. It runs the script twice: the same input gives the same effects.
func FuzzCore(f *testing.F) {
	for _, script := range []string{
		"",
		"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00",
		"a call, an answer, a call, a login, a logout, some time, and the end of it",
		"0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~",
	} {
		f.Add([]byte(script))
	}
	f.Fuzz(func(t *testing.T, script []byte) {
		script = script[:min(len(script), 1024)] // longer ones find nothing more
		require.Equal(t, play(t, script), play(t, script))
	})
}

// play runs the script to its end, closes the clients, and returns the effects in words.
func play(t *testing.T, script []byte) []string {
	w := newWorld(t)
	for r := (reader{script}); len(r.rest) > 0; {
		w.step(&r)
	}
	for id := range len(clients) {
		w.step(&reader{[]byte{opClose, byte(id)}})
	}
	for id, p := range w.calls {
		require.Equal(t, 1, p.settled, "call %d", id)
	}
	for id, f := range w.requests {
		require.False(t, f.live(), "request %d", id)
	}
	w.core.Tick(w.clock)
	assertEmpty(t, w.core)
	return w.log
}

// reader reads a script. Beyond its end everything is 0.
type reader struct{ rest []byte }

func (r *reader) next() byte {
	if len(r.rest) == 0 {
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

// below reads a number below n.
func (r *reader) below(n int) int { return int(r.next()) % n }

// oneOf reads a choice.
func oneOf[T any](r *reader, of ...T) T { return of[r.below(len(of))] }

// The operations of a script, by their first byte, modulo their number.
const (
	opClose = iota
	opCall
	opCallAgain // more calls than anything else
	opSettle
	opSettleAgain
	opAccount
	opAbort
	opAbortRequests
	opPass
	opJump
	opTick
	opWatch
	opRelease
	opLeave
	opProgress
	opFromTab
	opVisible
	opWhenIdle
	opOpen
	opFail
	operations
)

func (w *world) step(r *reader) {
	w.expected = map[CallID]string{}
	before := len(w.log)
	switch r.below(operations) {
	case opCall, opCallAgain:
		w.makeCall(r)
	case opAccount:
		w.makeAccount(r)
	case opSettle, opSettleAgain:
		w.settleOne(r)
	case opFail:
		if f := w.anyRequest(r); f != nil {
			if f.live() {
				w.expectAll(f.id, errCrash.Error())
				f.network = "answered"
			}
			w.advance()
			w.core.Fail(w.now, f.id, errCrash)
		}
	case opAbort:
		if id := CallID(r.below(int(w.lastCall) + 1)); w.pending(id) {
			w.expected[id] = "aborted"
			w.advance()
			w.core.Abort(w.now, id)
		}
	case opAbortRequests:
		w.abortSome(r)
	case opPass:
		w.passTime(Time(r.below(64)))
	case opJump:
		w.now += Time(int8(r.next()))
	case opTick:
		w.tick()
	case opWatch:
		if id := w.client(r); w.isOpen(id) {
			w.advance()
			w.core.Watch(w.now, id, w.newCall(), Watched{Name: oneOf(r, names...), Key: oneOf(r, keys...), Variant: oneOf(r, variantKeys...)})
			w.calls[w.lastCall] = &promise{settled: 1} // its number is taken
			w.carryOut()
			if r.below(2) == 0 {
				w.core.Retain(w.now, w.watches[w.lastCall])
			}
		}
	case opRelease:
		w.advance()
		w.core.Release(w.now, RecordID(r.next()))
	case opLeave:
		w.leave(RecordID(r.next()))
	case opProgress:
		w.advance()
		w.core.Progress(w.now, RequestID(r.next()), r.below(2) == 0, float64(r.next()))
	case opFromTab:
		w.fromOther(w.client(r), oneOf(r, NoteNone, NoteNew, NoteSaved, NoteEnded), oneOf(r, "", `"a"`, `"b"`))
	case opVisible:
		w.advance()
		w.core.Visible(w.now, w.client(r))
	case opWhenIdle:
		w.advance()
		w.core.WhenIdle(w.now, w.client(r))
	case opClose:
		id := w.client(r)
		for _, f := range w.live(id) {
			w.expectAll(f.id, "closed")
		}
		delete(w.users, id)
		w.advance()
		w.core.Close(w.now, id)
	case opOpen:
		if id := w.client(r); !w.isOpen(id) {
			w.users[id] = &user{}
			w.advance()
			w.core.Open(w.now, id, clients[id])
		}
	}
	w.carryOut()
	w.check(before)
}

func TestRandomScripts(t *testing.T) {
	t.Run("long scripts keep every promise, and run the same way twice", func(t *testing.T) {
		for seed := range uint64(60) {
			script := make([]byte, 1000)
			source := rand.New(rand.NewPCG(seed, 1))
			for i := range script {
				script[i] = byte(source.Uint32())
			}
			require.Equal(t, play(t, script), play(t, script), "seed %d", seed)
		}
	})
}
