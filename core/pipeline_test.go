package core

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// pipeline plays a script of requests of any kind against the core, and against the model.
type pipeline struct {
	*shell
	model model
	seen  map[CallID]bool
}

// FuzzPipeline runs a script of requests with steps, updates, caching, capacity and polls, and compares what they come
// to with the naive model after each step.
func FuzzPipeline(f *testing.F) {
	for seed := range uint64(4) {
		f.Add(randomScript(seed, 200))
	}
	f.Fuzz(func(t *testing.T, script []byte) { playRequests(t, script[:min(len(script), 1024)]) })
}

func TestRandomRequests(t *testing.T) {
	for seed := range uint64(40) {
		playRequests(t, randomScript(seed, 3000))
		require.False(t, t.Failed(), "seed %d", seed)
	}
}

func randomScript(seed uint64, length int) []byte {
	script, source := make([]byte, length), rand.New(rand.NewPCG(seed, 2))
	for i := range script {
		script[i] = byte(source.Uint32())
	}
	return script
}

func playRequests(t *testing.T, script []byte) {
	p := &pipeline{shell: newShell(t), model: newModel(), seen: map[CallID]bool{}}
	p.slow = true
	r := reader{script}
	if p.model.limit = oneOf(&r, 0, 1, 3); p.model.limit > 0 {
		p.shell.open(1, Options{Concurrency: p.model.limit})
	}
	p.model.watched = r.below(2) == 0
	for _, name := range pairNames {
		for _, k := range pairKeys {
			if p.record(pair{name: name, key: k}); p.model.watched {
				p.watch(name, k, "")
			}
		}
	}
	for len(r.rest) > 0 {
		p.step(&r)
		p.compare()
	}
	p.settles()
	p.closes()
	for id, f := range p.flows {
		require.Equal(t, f.begun, f.ended, "request %d is told of, from its beginning to its end", id)
	}
}

var (
	pairNames = []string{"getA", "getB", "save", "add"}
	pairKeys  = []string{"", "1", "2", "3"}
)

func (p *pipeline) anyPair(r *reader) pair {
	return pair{name: oneOf(r, pairNames...), key: oneOf(r, "", "", "", "1", "2", "3")}
}

func (p *pipeline) step(r *reader) {
	switch r.below(16) {
	case 0, 1, 2, 3:
		p.makeCall(r)
	case 4, 5, 6:
		p.settleOne(r)
	case 7, 8:
		p.runOne(r)
	case 9:
		p.lateVerdict(r)
	case 10:
		if len(p.endings) > 0 {
			q := p.model.find(p.endings[0])
			p.model.aborted(q, q.ending)
			p.tellEnd()
		}
	case 11:
		ms := Time(r.below(40))
		p.model.advance(p.now + ms)
		p.pass(ms)
	case 12:
		p.abortSome(r)
	case 13:
		p.forgetSome(r)
	case 14:
		p.updateLocally(r)
	case 15:
		p.turn(r)
	}
}

// open lists what is on the network, by dispatch.
func (p *pipeline) open() (out []*fetch) {
	for _, f := range p.shell.requests {
		if f.network == "open" {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b *fetch) int { return int(a.id) - int(b.id) })
	return out
}

// lose is the model's.
func (p *pipeline) lose(q *modelRequest, err string) { p.model.lose(q, err) }

// record is the model's.
func (p *pipeline) record(at pair) *modelRecord { return p.model.record(at) }

// compare compares what has come of a step.
func (p *pipeline) compare() {
	p.model.fill()
	for _, q := range p.model.requests {
		network := "none"
		if f := p.shell.requests[q.id]; f != nil && f.live() {
			network = f.network
		}
		want := map[place]string{onNetwork: "open", queued: "held", waiting: "held", nowhere: "none"}[q.place]
		require.Equal(p.t, want, network, "the network of request %d", q.id)
	}
	require.Equal(p.t, p.model.last, p.core.lastRequest, "requests were made")
	for id := CallID(1); id <= p.lastCall; id++ {
		made := p.calls[id]
		if made == nil {
			continue // the token of a watch
		}
		how, settled := p.model.expected[id]
		if made.call.Client == 0 {
			continue
		}
		require.Equal(p.t, settled, made.settled == 1, "call %d %s is over: %s; should be %s", id, made.call.Name, p.how(id), how)
		if settled && !p.seen[id] {
			p.seen[id] = true
			got := p.how(id)
			if got == "answered" {
				got += " " + made.text
			}
			require.Equal(p.t, how, got, "call %d %+v", id, made.call)
		}
	}
	require.Len(p.t, p.core.requests, len(slices.DeleteFunc(slices.Clone(p.model.requests), func(q *modelRequest) bool { return q.ending != "" })))
	for _, q := range p.model.requests {
		if q.phase == succeeding && q.step == StepGetData && q.ending == "" && q.query && !q.silent() {
			require.Equal(p.t, q.present, p.flows[q.id].present, "the present data, of request %d", q.id)
		}
	}
	for _, want := range p.model.records {
		at := want.pair
		rec := p.core.clients[1].records[at]
		if rec == nil {
			p.model.unshelve(at)
			require.True(p.t, !want.answered && want.err == "" && want.poll == nil && len(p.model.of(at)) == 0, "%v is gone: %+v", at, want)
			continue
		}
		got := p.shell.records[rec.id]
		if got == nil { // nothing of it was told yet
			got = &shown{data: "null"}
		}
		text, _ := want.visible(0)
		pending := uint32(0)
		for _, q := range p.model.of(at) {
			if q.announced && !q.silent() {
				pending++
			}
		}
		require.Equal(p.t, text, got.data, "%v", at)
		require.Equal(p.t, want.answered, got.state.Known, "%v", at)
		require.Equal(p.t, pending, got.state.Pending, "%v", at)
		require.Equal(p.t, want.err == "", got.err == nil, "%v: %s", at, want.err)
		if got.state.Pristine {
			require.False(p.t, want.answered || want.err != "")
		}
		if len(p.model.of(at)) == 0 && rec.layered != nil {
			require.True(p.t, slices.ContainsFunc(rec.layered.layers, func(l *layer) bool { return l.state == layerPending }), "%v keeps layers without need", at)
		}
	}
}
