package jsbridge

import (
	"fmt"

	"sluice/core"
	"sluice/core/socket"
	"sluice/jsbridge/wire"
	"sluice/store"
)

// maxKept is how large a buffer may be, in bytes, to be kept for the next use.
const maxKept = 1 << 20

// maxBody is the same for that of bodies: a list that is asked for again is about as large again, and
// making room for it costs more than reading it.
const maxBody = 8 << 20

// Bridge runs one core for the JavaScript of one page. Use [New]. It is not safe for
// concurrent use, like the core.
//
// Every method that runs the core recovers panics. If the core had changed nothing yet, the
// call or request at hand ends with a CrashError and the bridge lives on; else the bridge is
// dead: Dead reports it, and no method does anything any more.
type Bridge struct {
	core      *core.Core
	clients   []core.ClientID // open ones, in the order of their numbers
	names     []string        // by the numbers that JavaScript gave, from 1
	passing   string          // the name that has number 0
	targets   []core.Target
	keys      []string        // of the next Expire
	meta      *core.Meta      // of the next Call
	updates   []core.Update   // likewise
	retry     *core.Retry     // of the next Open, Call or Endpoint
	normal    core.Normal     // likewise
	socket    *socket.Options // of the next Open
	in        []byte
	inner     []byte
	out       []byte
	seen      bool // what is in out and changes was handed over while a function of the user ran
	changes   changes
	functions functions
	body      []byte
	again     func(body []byte)
	dead      string         // what the panic said
	call      core.CallID    // at hand, for the panic
	request   core.RequestID // likewise
}

// New returns a bridge with an empty core.
func New() *Bridge {
	b := &Bridge{
		core: core.New(),
		in:   make([]byte, 4096),
		out:  make([]byte, 0, 4096),
	}
	b.core.Attach(&b.changes)
	b.functions.bridge = b
	return b
}

// In returns the buffer for commands, of at least n bytes. It is the bridge's and stays valid
// until a larger one is asked for.
func (b *Bridge) In(n int) []byte {
	if n > len(b.in) {
		b.in = make([]byte, max(n, 2*len(b.in)))
	}
	return b.in
}

// Body returns a buffer for the body of n bytes that the next Settle reads.
func (b *Bridge) Body(n int) []byte {
	if n > len(b.body) {
		b.body = make([]byte, n)
	}
	return b.body[:n]
}

// Out returns the operations of the last method that ran the core. They stay valid until the
// next one.
func (b *Bridge) Out() []byte { return b.out }

// Changes returns what the last method that ran the core changed in the objects that JavaScript
// keeps: three numbers each, and the texts as a JSON array, empty when there are none. They are
// to be applied before the operations. They stay valid until the next such method.
func (b *Bridge) Changes() (list []uint32, texts []byte) { return b.changes.list, b.changes.texts }

// Spill says where texts of changes go that are too many to be kept until the end of a method. take is
// given one JSON array of them after the other; all of these texts come before those that Changes gives. It is
// not to call the bridge.
func (b *Bridge) Spill(take func(texts []byte)) { b.changes.spill = take }

// Again says who writes a body that Settle is reading into its place again, where that was written over: with
// it bodies need not be left as they are. It is not to call the bridge.
func (b *Bridge) Again(write func(body []byte)) { b.again = write }

// Dead says why the bridge is dead; "" while it lives.
func (b *Bridge) Dead() string { return b.dead }

// Dispatch runs the first n bytes of In as commands.
func (b *Bridge) Dispatch(n int, now float64) {
	if !b.begin() {
		return
	}
	defer b.recover(now)
	r := wire.NewReader(b.in[:n])
	for r.More() && b.dead == "" {
		b.one(&r, now)
	}
}

// one runs one command. A panic out of it does not keep the next ones from running.
func (b *Bridge) one(r *wire.Reader, now float64) {
	b.call = 0
	defer b.recover(now)
	b.command(r, core.Time(now))
	if r.Err != nil {
		panic(r.Err)
	}
	b.end()
}

// Settle gives the core the outcome of a request. A status of 0 is no answer. The body is the
// first length bytes of Body. retryAfter is in seconds, 0 for none.
func (b *Bridge) Settle(request uint32, status, kind, note int, retryAfter float64, length int, now float64) {
	if !b.begin() {
		return
	}
	defer b.recover(now)
	b.request = core.RequestID(request)
	lent := b.lend(length)
	defer b.takeBack(lent)
	b.core.Settle(core.Time(now), b.request, core.Outcome{
		Lent:       lent,
		Status:     status,
		Body:       core.BodyKind(kind),
		Text:       b.body[:length],
		RetryAfter: retryAfter,
		Note:       core.SessionNote(note),
	})
	b.end()
}

// lend lets the store use the body, if somebody can write it again.
func (b *Bridge) lend(length int) *store.Loan {
	if b.again == nil {
		return nil
	}
	body := b.body[:length]
	return &store.Loan{Body: body, Again: func() { b.again(body) }}
}

// takeBack keeps what is left of the body for the next one.
func (b *Bridge) takeBack(l *store.Loan) {
	if l != nil {
		b.body = b.body[l.Kept:]
	}
	if len(b.body) > maxBody {
		b.body = nil
	}
}

// Unsendable says that the host could not make the request that the user described.
func (b *Bridge) Unsendable(request uint32, length int, now float64) {
	if !b.begin() {
		return
	}
	defer b.recover(now)
	b.core.Fail(core.Time(now), core.RequestID(request), &core.UsageError{Message: string(b.body[:length])})
	b.end()
}

// Tick lets the core do what is due.
func (b *Bridge) Tick(now float64) {
	if !b.begin() {
		return
	}
	defer b.recover(now)
	b.core.Tick(core.Time(now))
	b.end()
}

// Visible says that the page is shown again.
func (b *Bridge) Visible(now float64) {
	if !b.begin() {
		return
	}
	defer b.recover(now)
	for _, id := range b.clients {
		b.core.Visible(core.Time(now), id)
	}
	b.end()
}

// Page says whether the page is hidden, and whether it is offline.
func (b *Bridge) Page(now float64, hidden, offline bool) {
	if !b.begin() {
		return
	}
	defer b.recover(now)
	b.core.SetPage(core.Time(now), core.Page{Hidden: choice(hidden), Offline: choice(offline)})
	b.end()
}

func choice(yes bool) core.Choice {
	if yes {
		return core.Yes
	}
	return core.No
}

func (b *Bridge) begin() bool {
	b.out = b.out[:0]
	b.changes.reset()
	b.seen = false
	b.call, b.request = 0, 0
	return b.dead == ""
}

func (b *Bridge) end() {
	b.changes.end()
	for _, e := range b.core.Effects() {
		b.out = appendEffect(b.out, &e)
	}
	if cap(b.out) > maxKept && len(b.out) < maxKept/2 {
		b.out = append(make([]byte, 0, len(b.out)), b.out...)
	}
}

// die leaves nothing but the reason.
func (b *Bridge) die(message string) {
	if message == "" {
		message = "a panic without a message"
	}
	b.dead, b.out = message, b.out[:0]
}

// recover is deferred by what runs the core.
func (b *Bridge) recover(now float64) {
	cause := recover()
	if cause == nil {
		return
	}
	message := fmt.Sprint(cause)
	if !b.core.Preparing() || b.call == 0 && b.request == 0 {
		b.die(message)
		return
	}
	defer func() {
		if again := recover(); again != nil {
			b.die(fmt.Sprint(again))
		}
	}()
	crash := &core.CrashError{Message: message}
	if b.request != 0 {
		b.core.Fail(core.Time(now), b.request, crash)
	} else {
		b.core.Refuse(b.call, crash)
	}
	b.end()
}
