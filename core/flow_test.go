package core

import (
	"encoding/json"
	"fmt"

	"github.com/stretchr/testify/require"
)

// flow is what the scripted shell keeps of a request that goes through steps: its answer, its error, and how far it is.
type flow struct {
	id       RequestID
	call     CallID // which carries it
	response string
	present  string // as getData was given it
	err      error
	running  Step // whose verdict is awaited
	ran      []Step
	over     int
	begun    int // times that its beginning was told as an action
	ended    int
}

// script says how the functions of a call behave. The zero value: they return, and change nothing.
type script struct {
	do      map[Step]func(*flow) Verdict
	updates []updater
}

// books are the strict accounts of a shell: what it was given and has to let go.
type books struct {
	flows    map[RequestID]*flow
	scripts  map[CallID]script
	values   map[Value]string // that are meant
	last     Value
	retained map[CallID]int
	toRun    []Effect
	endings  []RequestID
	slow     bool // steps and endings wait for the test
	busy     bool
	actions  []string
	ranSteps []Effect // in their order
	based    []string // what steps were given as present data, where that is not what the record shows
}

func newBooks() books {
	return books{flows: map[RequestID]*flow{}, scripts: map[CallID]script{}, values: map[Value]string{}, retained: map[CallID]int{}}
}

// ran answers for a step that is awaited.
func (s *shell) ran(id CallID, step Step, v Verdict) {
	f := s.flows[s.requestOf(id)]
	if f.running == step {
		f.running = 0
		if v == Threw {
			f.err = errThrown
		}
	}
	s.core.Ran(s.now, f.id, step, v)
	s.carryOut()
}

// requestOf gives the latest request that a call carries.
func (s *shell) requestOf(id CallID) (out RequestID) {
	for _, f := range s.flows {
		if f.call == id {
			out = max(out, f.id)
		}
	}
	require.NotZero(s.t, out, "call %d has no request with steps", id)
	return out
}

// lose ends the network of a call's request with an error of its driver.
func (s *shell) lose(id CallID, f Failure) {
	q := s.flows[s.requestOf(id)]
	s.requests[q.id].network = "answered"
	q.err = errThrown
	s.core.Failed(s.now, q.id, f)
	s.carryOut()
}

// usable reports whether functions of a call may still be called.
func (s *shell) usable(id CallID) bool {
	return s.calls[id] != nil && s.calls[id].settled == 0 || s.retained[id] > 0
}

// flowOf finds what is kept of a request, or begins to keep it.
func (s *shell) flowOf(e Effect) *flow {
	f := s.flows[e.Request]
	if f == nil && e.Request != 0 && s.calls[e.Call] != nil && s.calls[e.Call].call.Meta != nil && e.Kind != EffectHit && e.Kind != EffectOver {
		require.True(s.t, s.usable(e.Call), "request %d is carried by call %d, which is over", e.Request, e.Call)
		f = &flow{id: e.Request, call: e.Call}
		if s.calls[e.Call].call.Meta.Broken {
			f.err = errThrown
		}
		s.flows[e.Request] = f
	}
	if f != nil && e.Kind != EffectOver {
		require.Zero(s.t, f.over, "%s comes after the end of request %d", describe(e), e.Request)
	}
	return f
}

// account carries an effect out that is about steps, actions and values. It reports whether it is one.
func (s *shell) account(e Effect) bool {
	f := s.flowOf(e)
	switch e.Kind {
	case EffectRun:
		s.run(f, e)
	case EffectLost:
		require.Error(s.t, e.Err)
		f.err, f.running = e.Err, 0
	case EffectAction:
		s.action(f, e)
	case EffectEnding:
		s.endings = append(s.endings, e.Request)
	case EffectOver:
		if f == nil { // of one that was answered without the network, and without a step
			f = &flow{id: e.Request}
			s.flows[e.Request] = f
		}
		f.over++
		require.Equal(s.t, 1, f.over, "request %d is over twice", e.Request)
	case EffectHit:
		if e.Failed {
			s.settleCall(e, s.record(e.Record).err)
			return true
		}
		s.settleCall(e, nil)
		s.calls[e.Call].text = "null"
		if e.Record != 0 {
			s.calls[e.Call].text = s.record(e.Record).data
		}
	case EffectRetain:
		require.True(s.t, s.usable(e.Call), "call %d is retained after its end", e.Call)
		s.retained[e.Call]++
	case EffectLet:
		s.retained[e.Call]--
		require.GreaterOrEqual(s.t, s.retained[e.Call], 0, "call %d was not retained", e.Call)
	case EffectNamed:
		s.record(e.Record).about = e.About
	case EffectShow:
		r := s.record(e.Record)
		r.data, r.shown = s.value(e.Value), true
	case EffectShowText:
		require.True(s.t, json.Valid(e.Shell), "%s", e.Shell)
		r := s.record(e.Record)
		r.data, r.shown = string(e.Shell), true
	case EffectObject:
		require.True(s.t, e.Shell == nil || json.Valid(e.Shell), "%s", e.Shell)
	case EffectLetValue:
		require.Contains(s.t, s.values, e.Value, "a value is let go that is not meant")
		delete(s.values, e.Value)
	default:
		return false
	}
	return true
}

func (s *shell) run(f *flow, e Effect) {
	require.NotNil(s.t, f, "a step of request %d, which has none", e.Request)
	s.ranSteps = append(s.ranSteps, e)
	if e.Aside {
		return
	}
	require.Zero(s.t, f.running, "two steps of request %d at once", e.Request)
	if e.Step == StepGetData {
		f.present = s.record(e.Record).data
	}
	if e.Based {
		require.Equal(s.t, StepGetData, e.Step)
		f.present = s.value(e.Value)
		s.based = append(s.based, f.present)
	}
	f.running = e.Step
	s.toRun = append(s.toRun, e)
}

func (s *shell) action(f *flow, e Effect) {
	require.NotNil(s.t, f)
	c := s.calls[f.call].call
	require.True(s.t, c.Meta.Action, "an action of a request that is not told")
	if e.Event == EventRequest {
		f.begun++
	} else {
		f.ended++
	}
	require.LessOrEqual(s.t, f.ended, f.begun, "the end of request %d is told before its beginning", f.id)
	pending := uint32(0)
	if cl := s.core.clients[e.Client]; cl != nil && cl.records[pair{c.Name, c.Key, c.Variant}] != nil {
		pending = s.record(cl.records[pair{c.Name, c.Key, c.Variant}].id).state.Pending
	}
	text := fmt.Sprintf("%s%s%s %d", c.Name, c.Key, [...]string{"", "_SUCCESS", "_ERROR", "_ABORT"}[e.Event], pending)
	if e.Hit {
		text += " hit"
	}
	s.actions = append(s.actions, text)
}

// proceed runs the steps that are due and then tells the ends of aborted requests, unless the test is to.
func (s *shell) proceed() {
	if s.busy {
		return
	}
	s.busy = true
	for !s.slow && len(s.toRun)+len(s.endings) > 0 {
		if len(s.toRun) == 0 {
			s.tellEnd()
			continue
		}
		s.runStep(0)
	}
	s.busy = false
}

// runStep runs one of the steps that are due.
func (s *shell) runStep(i int) {
	e := s.toRun[i]
	s.toRun = append(s.toRun[:i:i], s.toRun[i+1:]...)
	f, verdict := s.flows[e.Request], Done
	f.ran = append(f.ran, e.Step)
	if do := s.scripts[f.call].do[e.Step]; do != nil {
		verdict = do(f)
	}
	if verdict != Waiting {
		f.running = 0
	}
	s.core.Ran(s.now, e.Request, e.Step, verdict)
	s.carryOut()
}

func (s *shell) tellEnd() {
	id := s.endings[0]
	s.endings = s.endings[1:]
	s.core.Ended(s.now, id)
	s.carryOut()
}

// hasten runs what was waiting for the test.
func (s *shell) hasten() {
	s.slow = false
	s.proceed()
}
