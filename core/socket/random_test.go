package socket

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// stream is one of a server: it has events 1 to last, of which it still gives those after dropped.
type stream struct {
	epoch         string
	last, dropped uint64
}

// frame is one on its way to the client.
type frame struct {
	kind   string
	sid    uint32
	id     uint64
	epoch  string
	reason string
}

// world is a server with streams, a network that loses connections, and a client that keeps books.
type world struct {
	*shell
	r       *rand.Rand
	epochs  int
	streams []*stream
	open    map[uint32]int // by sid: the stream of a subscription that the server has accepted
	waiting []Effect       // on their way to the server
	coming  []frame        // on their way to the client
	books   map[SubscriptionID]*book
}

// book is what a client has been given of a stream.
type book struct {
	epoch     string
	last      uint64
	began     bool
	delivered int
	missed    int
}

func (w *world) stream(id SubscriptionID) *stream { return w.streams[int(id)-1] }

// carryOut has what the machine asks for done, or lost.
func (w *world) carryOut() {
	told := false
	for _, e := range w.m.Effects() {
		switch e.Kind {
		case Connected:
			told = true
		case Dial:
			w.socket, w.waiting, w.coming = e.Socket, nil, nil
			clear(w.open)
		case Subscribe, Unsubscribe:
			w.waiting = append(w.waiting, e)
		case Deliver:
			b := w.books[e.Subscription]
			require.True(w.t, b.began)
			b.last++
			b.delivered++
		case Missed:
			b := w.books[e.Subscription]
			require.True(w.t, b.began)
			require.Equal(w.t, b.last, e.From)
			b.epoch, b.last = e.Position.Epoch, e.Position.Last
			b.missed++
		case Trouble:
			require.Fail(w.t, "the server made no fault", "%+v", e)
		}
	}
	if told {
		w.m.Told(w.now, w.socket)
		w.carryOut()
	}
}

func (w *world) does(run func(now Time)) {
	run(w.now)
	w.carryOut()
}

// serve takes one frame of the client's.
func (w *world) serve() {
	if len(w.waiting) == 0 {
		return
	}
	e := w.waiting[0]
	w.waiting = w.waiting[1:]
	if e.Kind == Unsubscribe {
		delete(w.open, e.SID)
		return
	}
	s, p := w.stream(e.Subscription), e.Position
	w.open[e.SID] = int(e.Subscription) - 1
	switch {
	case !p.Known:
		w.coming = append(w.coming, frame{kind: "subscribed", sid: e.SID, epoch: s.epoch, id: s.last})
	case p.Epoch != s.epoch || p.Last > s.last:
		w.coming = append(w.coming, frame{kind: "gap", sid: e.SID, epoch: s.epoch, id: s.last, reason: ReasonEpoch})
	case p.Last < s.dropped:
		w.coming = append(w.coming, frame{kind: "gap", sid: e.SID, epoch: s.epoch, id: s.last, reason: ReasonExpired})
	default:
		w.coming = append(w.coming, frame{kind: "subscribed", sid: e.SID, epoch: s.epoch, id: s.last})
		for id := p.Last + 1; id <= s.last; id++ {
			w.coming = append(w.coming, frame{kind: "event", sid: e.SID, id: id})
		}
	}
}

func (w *world) publish(i int) {
	w.streams[i].last++
	for _, sid := range sorted(w.open) {
		if w.open[sid] == i {
			w.coming = append(w.coming, frame{kind: "event", sid: sid, id: w.streams[i].last})
		}
	}
}

// hear takes one frame of the server's.
func (w *world) hear() {
	if len(w.coming) == 0 {
		return
	}
	f := w.coming[0]
	w.coming = w.coming[1:]
	for id, s := range w.m.subscriptions.byID {
		if b := w.books[id]; s.sid == f.sid && f.kind == "subscribed" && !b.began {
			*b = book{epoch: f.epoch, last: f.id, began: true}
		}
	}
	w.does(func(now Time) {
		switch f.kind {
		case "subscribed":
			w.m.Subscribed(now, w.socket, f.sid, f.epoch, f.id)
		case "event":
			w.m.Event(now, w.socket, f.sid, f.id)
		case "gap":
			w.m.Gap(now, w.socket, f.sid, f.epoch, f.id, f.reason)
		}
	})
}

func sorted(m map[uint32]int) (out []uint32) {
	for sid := range m {
		out = append(out, sid)
	}
	slices.Sort(out)
	return out
}

// What is handed out of a stream is each event once, in order, from the first place that was told; or it is said what is
// missing.
func TestRandomDelivery(t *testing.T) {
	delivered, missed := 0, 0
	for seed := range uint64(400) {
		w := &world{shell: &shell{t: t}, r: rand.New(rand.NewPCG(seed, 1)), open: map[uint32]int{}, books: map[SubscriptionID]*book{}}
		w.m = New(resuming, func() float64 { return 0 })
		for i := range 3 {
			w.streams = append(w.streams, &stream{epoch: fmt.Sprint("e", i)})
		}
		w.does(w.m.Start)
		subscribe := func(id SubscriptionID) {
			if w.books[id] == nil {
				w.books[id] = &book{}
			}
			w.does(func(now Time) { w.m.Subscribe(now, id, false, false) })
		}
		for range 600 {
			i := w.r.IntN(3)
			id := SubscriptionID(i + 1)
			switch k := w.r.IntN(40); {
			case k < 10:
				w.publish(i)
			case k < 22:
				w.hear()
			case k < 28:
				w.serve()
			case k < 31:
				subscribe(id)
			case k < 32:
				w.does(func(now Time) { w.m.Unsubscribe(now, id) })
				delete(w.books, id)
			case k < 33 && len(w.coming) > 0: // the queue of the connection overflows
				lost := map[uint32]int{}
				w.coming = slices.DeleteFunc(w.coming, func(f frame) bool {
					if at, open := w.open[f.sid]; open && f.kind == "event" {
						lost[f.sid] = at
					}
					return f.kind == "event"
				})
				for _, sid := range sorted(lost) {
					s := w.streams[lost[sid]]
					w.coming = append(w.coming, frame{kind: "gap", sid: sid, epoch: s.epoch, id: s.last, reason: ReasonSlow})
				}
			case k < 35:
				w.does(func(now Time) { w.m.Closed(now, w.socket, 1006) })
				w.now += 5000
				w.does(w.m.Tick)
			case k < 36:
				w.streams[i].dropped = w.streams[i].last - w.r.Uint64N(w.streams[i].last/2+1)
			case k < 37 && w.r.IntN(4) == 0: // the server loses its numbering, and with it its connections
				w.epochs++
				*w.streams[i] = stream{epoch: fmt.Sprint("n", w.epochs), last: w.r.Uint64N(3)}
				w.does(func(now Time) { w.m.Closed(now, w.socket, 1006) })
				w.now += 5000
				w.does(w.m.Tick)
			default:
				w.does(func(now Time) { w.m.Opened(now, w.socket, true) })
			}
		}
		w.does(func(now Time) { w.m.Opened(now, w.socket, true) })
		for len(w.coming)+len(w.waiting) > 0 {
			w.serve()
			w.hear()
		}
		for id, b := range w.books {
			s := w.stream(id)
			require.Equal(t, s.last, b.last, "seed %d: subscription %d", seed, id)
			require.Equal(t, s.epoch, b.epoch, "seed %d: subscription %d", seed, id)
			delivered += b.delivered
			missed += b.missed
		}
	}
	require.Greater(t, delivered, 2000)
	require.Greater(t, missed, 100)
}
