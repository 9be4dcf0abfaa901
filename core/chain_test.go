package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// all the steps there are.
var everyStep = []Step{
	StepRequest, StepOwnRequest, StepGetData, StepSuccess, StepOwnSuccess,
	StepGetError, StepError, StepOwnError, StepAbort, StepOwnAbort,
}

func TestStepsOfARequest(t *testing.T) {
	recover := func(f *flow) Verdict { f.response = "r"; return Recovered }
	waits := returns(Waiting)
	tests := []struct {
		name  string
		do    map[Step]func(*flow) Verdict
		then  func(s *shell, id CallID)
		steps []Step
		how   string
		data  string
		fetch string
	}{
		{
			"a success: those of the start, then those of the answer (W3)", nil,
			func(s *shell, id CallID) { s.answer(id, "d") },
			[]Step{StepRequest, StepOwnRequest, StepGetData, StepSuccess, StepOwnSuccess},
			"answered", "d", "answered",
		}, {
			"an error: those for errors, in their order (W4, W6)", nil,
			func(s *shell, id CallID) { s.refuse(id, 500, "E") },
			[]Step{StepRequest, StepOwnRequest, StepGetError, StepError, StepOwnError},
			"500 E", "null", "answered",
		}, {
			"each step for errors is run, also when the one before has thrown",
			map[Step]func(*flow) Verdict{StepGetError: returns(Threw), StepError: returns(Threw)},
			func(s *shell, id CallID) { s.refuse(id, 500, "E") },
			[]Step{StepRequest, StepOwnRequest, StepGetError, StepError, StepOwnError},
			"thrown", "null", "answered",
		}, {
			"an error that is mended: a success from there on (W5)",
			map[Step]func(*flow) Verdict{StepError: recover},
			func(s *shell, id CallID) { s.refuse(id, 500, "E") },
			[]Step{StepRequest, StepOwnRequest, StepGetError, StepError, StepGetData, StepSuccess, StepOwnSuccess},
			"answered", "r", "answered",
		}, {
			"an error that is mended, then getData that throws: an error, without a second round",
			map[Step]func(*flow) Verdict{StepOwnError: recover, StepGetData: returns(Threw)},
			func(s *shell, id CallID) { s.refuse(id, 500, "E") },
			[]Step{StepRequest, StepOwnRequest, StepGetError, StepError, StepOwnError, StepGetData},
			"thrown", "null", "answered",
		}, {
			"getData that throws: an error, without those for errors (W7)",
			map[Step]func(*flow) Verdict{StepGetData: returns(Threw)},
			func(s *shell, id CallID) { s.answer(id, "d") },
			[]Step{StepRequest, StepOwnRequest, StepGetData},
			"thrown", "null", "answered",
		}, {
			"onSuccess that throws: likewise",
			map[Step]func(*flow) Verdict{StepSuccess: returns(Threw)},
			func(s *shell, id CallID) { s.answer(id, "d") },
			[]Step{StepRequest, StepOwnRequest, StepGetData, StepSuccess},
			"thrown", "null", "answered",
		}, {
			"onRequest that throws: those for errors, and nothing is sent",
			map[Step]func(*flow) Verdict{StepRequest: returns(Threw)},
			nil,
			[]Step{StepRequest, StepGetError, StepError, StepOwnError},
			"thrown", "null", "none",
		}, {
			"onRequest that throws, mended",
			map[Step]func(*flow) Verdict{StepOwnRequest: returns(Threw), StepError: recover},
			nil,
			[]Step{StepRequest, StepOwnRequest, StepGetError, StepError, StepGetData, StepSuccess, StepOwnSuccess},
			"answered", "r", "none",
		}, {
			"onRequest that takes its time: it shows as pending, and is sent afterwards",
			map[Step]func(*flow) Verdict{StepRequest: waits},
			func(s *shell, id CallID) {
				assert.Equal(s.t, "none", s.network(id))
				assert.Equal(s.t, uint32(1), s.shows(1).state.Pending)
				s.ran(id, StepRequest, Done)
				s.answer(id, "d")
			},
			[]Step{StepRequest, StepOwnRequest, StepGetData, StepSuccess, StepOwnSuccess},
			"answered", "d", "answered",
		}, {
			"onRequest that throws after a time",
			map[Step]func(*flow) Verdict{StepRequest: waits},
			func(s *shell, id CallID) { s.ran(id, StepRequest, Threw) },
			[]Step{StepRequest, StepGetError, StepError, StepOwnError},
			"thrown", "null", "none",
		}, {
			"onSuccess that takes its time: it stays pending until then",
			map[Step]func(*flow) Verdict{StepSuccess: waits},
			func(s *shell, id CallID) {
				s.answer(id, "d")
				assert.Equal(s.t, uint32(1), s.shows(1).state.Pending)
				assert.Equal(s.t, "null", s.shows(1).data)
				s.ran(id, StepSuccess, Done)
			},
			[]Step{StepRequest, StepOwnRequest, StepGetData, StepSuccess, StepOwnSuccess},
			"answered", "d", "answered",
		}, {
			"a verdict about another step is of no interest",
			map[Step]func(*flow) Verdict{StepSuccess: waits},
			func(s *shell, id CallID) {
				s.answer(id, "d")
				s.ran(id, StepRequest, Threw)
				s.ran(id, StepOwnSuccess, Threw)
				s.ran(id, StepSuccess, Done)
				s.ran(id, StepSuccess, Threw)
			},
			[]Step{StepRequest, StepOwnRequest, StepGetData, StepSuccess, StepOwnSuccess},
			"answered", "d", "answered",
		}, {
			"time that is over while onRequest is awaited: those for errors; what it gives then is ignored",
			map[Step]func(*flow) Verdict{StepRequest: waits},
			func(s *shell, id CallID) { s.pass(60); s.ran(id, StepRequest, Done) },
			[]Step{StepRequest, StepGetError, StepError, StepOwnError},
			"timeout", "null", "none",
		}, {
			"time that is over on the network: those for errors", nil,
			func(s *shell, id CallID) { s.pass(60) },
			[]Step{StepRequest, StepOwnRequest, StepGetError, StepError, StepOwnError},
			"timeout", "null", "aborted: timeout",
		}, {
			"time does not run while onSuccess is awaited",
			map[Step]func(*flow) Verdict{StepSuccess: waits},
			func(s *shell, id CallID) { s.answer(id, "d"); s.pass(60); s.ran(id, StepSuccess, Done) },
			[]Step{StepRequest, StepOwnRequest, StepGetData, StepSuccess, StepOwnSuccess},
			"answered", "d", "answered",
		}, {
			"an error of the driver", nil,
			func(s *shell, id CallID) { s.lose(id, Failure{}) },
			[]Step{StepRequest, StepOwnRequest, StepGetError, StepError, StepOwnError},
			"thrown", "null", "answered",
		}, {
			"an answer that is none: an error, without those for errors", nil,
			func(s *shell, id CallID) { s.lose(id, Failure{Final: true}) },
			[]Step{StepRequest, StepOwnRequest},
			"thrown", "null", "answered",
		}, {
			"a driver that says it was aborted: those of an abort", nil,
			func(s *shell, id CallID) { s.lose(id, Failure{Aborted: true}) },
			[]Step{StepRequest, StepOwnRequest, StepAbort, StepOwnAbort},
			"aborted", "null", "answered",
		}, {
			"an abort: those of it alone", nil,
			func(s *shell, id CallID) { s.abort(id) },
			[]Step{StepRequest, StepOwnRequest, StepAbort, StepOwnAbort},
			"aborted", "null", "aborted: aborted",
		}, {
			"an abort while onRequest is awaited",
			map[Step]func(*flow) Verdict{StepOwnRequest: waits},
			func(s *shell, id CallID) { s.abort(id); s.ran(id, StepOwnRequest, Threw) },
			[]Step{StepRequest, StepOwnRequest, StepAbort, StepOwnAbort},
			"aborted", "null", "none",
		}, {
			"an abort while onSuccess is awaited",
			map[Step]func(*flow) Verdict{StepOwnSuccess: waits},
			func(s *shell, id CallID) { s.answer(id, "d"); s.abortRequests(); s.ran(id, StepOwnSuccess, Done) },
			[]Step{StepRequest, StepOwnRequest, StepGetData, StepSuccess, StepOwnSuccess, StepAbort, StepOwnAbort},
			"aborted", "null", "answered",
		}, {
			"an abort while onError is awaited",
			map[Step]func(*flow) Verdict{StepError: waits},
			func(s *shell, id CallID) { s.refuse(id, 500, "E"); s.abortRequests(); s.ran(id, StepError, Recovered) },
			[]Step{StepRequest, StepOwnRequest, StepGetError, StepError, StepAbort, StepOwnAbort},
			"aborted", "null", "answered",
		}, {
			"a crash: none any more",
			map[Step]func(*flow) Verdict{StepSuccess: waits},
			func(s *shell, id CallID) {
				s.answer(id, "d")
				s.core.Fail(s.now, s.requestOf(id), errCrash)
				s.carryOut()
				s.ran(id, StepSuccess, Done)
			},
			[]Step{StepRequest, StepOwnRequest, StepGetData, StepSuccess},
			errCrash.Error(), "null", "answered",
		},
	}
	for _, test := range tests {
		for _, as := range []string{"a plain call", "told as actions"} {
			t.Run(test.name+", "+as, func(t *testing.T) {
				s := newShell(t)
				s.watch("getUser", "", "")
				var ran []Step
				note := func(step Step) with {
					return s.does(step, func(f *flow) Verdict {
						if do := test.do[step]; do != nil {
							return do(f)
						}
						return Done
					})
				}
				parts := []with{timeout(50)}
				for _, step := range everyStep {
					parts = append(parts, note(step))
				}
				if as != "a plain call" {
					parts = append(parts, told)
				}
				id := s.call("getUser", parts...)
				if test.then != nil {
					test.then(s, id)
				}
				for _, e := range s.ranSteps {
					ran = append(ran, e.Step)
				}
				assert.Equal(t, test.steps, ran)
				assert.Equal(t, test.how, s.how(id))
				assert.Equal(t, test.data, s.shows(1).data)
				assert.Zero(t, s.shows(1).state.Pending)
				assert.Equal(t, test.fetch, s.network(id))
				next := s.call("getUser")
				s.answer(next, "next")
				assert.Equal(t, "next", s.shows(1).data, "the name stays usable")
				s.closes()
			})
		}
	}
}
