package core

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// endpointsAgain plays random requests of endpoints, in a client that sends again and has two requests at once for an origin.
type endpointsAgain struct {
	*shell
	*rand.Rand
	subscriptions map[CallID]string // their keys
}

// what an endpoint's requests are sent to: calls by name go there, too.
var origins = map[EndpointID]uint32{getArticle: 2, update: 2, note: OriginBase, rename: 0}

func TestRandomRequestsOfEndpoints(t *testing.T) {
	for seed := range uint64(60) {
		s := newData(t)
		s.open(1, Options{Retry: Retry{Attempts: 3, Delay: 10, Factor: 2, Max: 30, Jitter: 5}, Concurrency: 2, Timeout: 40})
		s.core.DefineSchemas(s.now, 1, []byte(`[{"id":1,"kind":"entity","name":"Article"}]`))
		for id, origin := range origins {
			e := Endpoint{Origin: origin, Mutation: id == update || id == rename}
			if id == getArticle || id == update {
				e.Schema = 1
			}
			s.core.DefineEndpoint(s.now, 1, id, e)
		}
		p := &endpointsAgain{s, rand.New(rand.NewPCG(seed, 3)), map[CallID]string{}}
		for range 400 {
			p.step()
			p.carryOut()
			if p.unpublished {
				p.unpublished = false
				p.core.Publish(p.now, 1)
				p.carryOut()
			}
			p.check()
		}
		p.close(1)
		for id, promise := range p.calls {
			require.Equal(t, 1, promise.settled, "seed %d: call %d", seed, id)
		}
		for id, f := range p.requests {
			require.False(t, f.live(), "seed %d: request %d is %s", seed, id, f.network)
		}
		assertEmpty(t, p.core)
		require.False(t, t.Failed(), "seed %d", seed)
	}
}

func (p *endpointsAgain) key() string { return fmt.Sprint("get ", p.IntN(4)) }

func (p *endpointsAgain) done() CallID {
	id := p.newCall()
	p.calls[id] = &promise{call: Call{Client: 1}}
	return id
}

func (p *endpointsAgain) written(e EndpointID) Written {
	key := p.key()
	return Written{Call: p.done(), Client: 1, Endpoint: e, Key: key, Args: []byte(`[]`), Value: []byte(`{"id":"` + key + `"}`)}
}

func (p *endpointsAgain) step() {
	reads := []EndpointID{getArticle, getArticle, note}
	switch p.IntN(16) {
	case 0, 1, 2, 3:
		e := [...]EndpointID{getArticle, getArticle, getArticle, note, note, update, rename}[p.IntN(7)]
		p.core.Fetch(p.now, Fetch{ID: p.done(), Client: 1, Endpoint: e, Key: fmt.Sprint(e, p.key()), Args: []byte(`[]`), Started: p.now, Timeout: [...]float64{-1, 0, 15}[p.IntN(3)]})
	case 4, 5, 6, 7, 8:
		p.settleOne()
	case 9:
		p.call([...]string{"getUser", "save"}[p.IntN(2)], key(p.key()))
	case 10:
		switch id := CallID(p.IntN(int(p.lastCall) + 1)); {
		case p.IntN(2) == 0:
			p.core.AbortKey(p.now, 1, p.done(), fmt.Sprint(getArticle, p.key()))
		case p.calls[id] != nil && p.calls[id].settled == 0:
			p.core.Abort(p.now, id)
		}
	case 11:
		e, subscription := reads[p.IntN(3)], p.done()
		p.calls[subscription].settled = 1 // it is no promise
		p.subscriptions[subscription] = fmt.Sprint(e, p.key())
		p.core.Subscribe(p.now, p.done(), Subscription{ID: subscription, Client: 1, Endpoint: e, Key: p.subscriptions[subscription], Args: []byte(`[]`), Frequency: float64(20 + p.IntN(50)), Timeout: -1})
		p.retained[subscription] = 1
	case 12:
		if ids := slices.Sorted(maps.Keys(p.subscriptions)); len(ids) > 0 {
			p.core.Unsubscribe(p.now, p.done(), 1, p.subscriptions[ids[0]], ids[0])
			delete(p.subscriptions, ids[0])
		}
	case 13:
		w := p.written(reads[p.IntN(3)])
		w.Key = fmt.Sprint(w.Endpoint, w.Key)
		switch p.IntN(3) {
		case 0:
			p.core.SetResponse(p.now, w)
		case 1:
			p.core.SetError(p.now, w)
		default:
			p.core.Resolve(p.now, Resolved{Written: w, FetchedAt: p.now - 5, Failed: p.IntN(4) == 0})
		}
	case 14:
		if p.IntN(6) == 0 {
			p.core.Reset(p.now, 1, p.done())
		} else {
			p.core.SetPage(p.now, Page{Hidden: [...]Choice{Yes, No}[p.IntN(2)]})
		}
	case 15:
		p.pass(Time(p.IntN(40)))
	}
}

// settleOne gives what has come of a request on the network.
func (p *endpointsAgain) settleOne() {
	var open []RequestID
	for id, f := range p.requests {
		if f.network == "open" {
			open = append(open, id)
		}
	}
	if len(open) == 0 {
		return
	}
	slices.Sort(open)
	id := open[p.IntN(len(open))]
	f := p.requests[id]
	switch {
	case f.route == RouteName:
		p.settleRequest(id, Outcome{Status: [...]int{0, 200, 429, 500}[p.IntN(4)], Body: BodyJSON, Text: []byte("1")})
	case p.IntN(2) == 0:
		p.answerRequest(id, fmt.Sprintf(`{"id":%d}`, p.IntN(4)))
	default:
		f.network = "answered"
		again := p.IntN(3) > 0 && p.core.Again(p.now, id, [...]float64{0, 0, 0.02}[p.IntN(3)])
		p.carryOut()
		if assert.Equal(p.t, again, f.network == "held"); !again {
			p.settling = id
			p.core.Failed(p.now, id, Failure{Aborted: p.IntN(8) == 0})
			p.carryOut()
			p.settling = 0
		}
	}
}

// check checks that as many requests are on the network for each origin as may be, and that nothing is in flight that is
// neither there nor waits for something.
func (p *endpointsAgain) check() {
	open, queue := map[uint32]int{}, map[uint32]int{}
	for id, q := range p.core.requests {
		f, origin := p.requests[id], uint32(OriginBase)
		require.NotNil(p.t, f, "request %d was never sent, and does not wait", id)
		if q.endpoint != nil {
			origin = q.endpoint.Origin
		}
		switch {
		case f.network == "open":
			open[origin]++
		case q.place == queued:
			queue[origin]++
		default:
			require.Equal(p.t, "held", f.network, "request %d", id)
			require.GreaterOrEqual(p.t, q.deadline.place, 0, "request %d waits for nothing", id)
		}
	}
	for id, f := range p.requests {
		require.True(p.t, !f.live() || p.core.requests[id] != nil, "request %d is over, and still %s", id, f.network)
	}
	for _, origin := range []uint32{OriginBase, 2} {
		require.LessOrEqual(p.t, open[origin], 2)
		require.True(p.t, queue[origin] == 0 || open[origin] == 2, "%d wait for their turn, %d are on the network", queue[origin], open[origin])
	}
	require.Zero(p.t, queue[0])
}
