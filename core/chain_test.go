package core

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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

func TestActionsOfRequests(t *testing.T) {
	tests := []struct {
		name string
		play func(s *shell)
		want []string
	}{
		{
			"a success (W1)",
			func(s *shell) { s.answer(s.call("getUser", told), "d") },
			[]string{"getUser 1", "getUser_SUCCESS 0"},
		}, {
			"an error (W2)",
			func(s *shell) { s.refuse(s.call("getUser", told), 500, "E") },
			[]string{"getUser 1", "getUser_ERROR 0"},
		}, {
			"one that supersedes another: the end of the earlier comes after its beginning, and loading never drops (W9)",
			func(s *shell) {
				first := s.call("getUser", told)
				second := s.call("getUser", told)
				assert.Equal(s.t, "superseded", s.how(first))
				s.answer(second, "d")
			},
			[]string{"getUser 1", "getUser 2", "getUser_ABORT 1", "getUser_SUCCESS 0"},
		}, {
			"three in a row: each is ended once",
			func(s *shell) {
				for range 2 {
					s.call("getUser", told)
				}
				s.answer(s.call("getUser", told), "d")
			},
			[]string{"getUser 1", "getUser 2", "getUser_ABORT 1", "getUser 2", "getUser_ABORT 1", "getUser_SUCCESS 0"},
		}, {
			"three before the first has been told of its end",
			func(s *shell) {
				s.slow = true
				for range 3 {
					s.call("getUser", told)
				}
				s.hasten()
				s.answer(s.lastCall, "d")
			},
			[]string{"getUser 1", "getUser 2", "getUser 3", "getUser_ABORT 2", "getUser_ABORT 1", "getUser_SUCCESS 0"},
		}, {
			"an abort of a first request: its record goes (W11)",
			func(s *shell) {
				s.call("getUser", told)
				s.abortRequests()
				assert.Empty(s.t, s.core.records)
			},
			[]string{"getUser 1", "getUser_ABORT 0"},
		}, {
			"an abort of a mutation, whose late answer is ignored (W12)",
			func(s *shell) {
				id := s.call("save", told)
				s.abortRequests(Target{Name: "save"})
				s.core.Settle(s.now, s.requestOf(id), Outcome{Status: 200, Body: BodyJSON, Text: []byte("1")})
				s.carryOut()
			},
			[]string{"save 1", "save_ABORT 0"},
		}, {
			"of a list only what it means (W13)",
			func(s *shell) {
				r1 := s.call("R1", told)
				s.call("R2", told)
				s.call("R3", key("1"), told)
				s.abortRequests(Target{Name: "R2"}, Target{Name: "R3", Key: "1", Exact: true})
				s.answer(r1, "d")
			},
			[]string{"R1 1", "R2 1", "R31 1", "R2_ABORT 0", "R31_ABORT 0", "R1_SUCCESS 0"},
		}, {
			"a silent one leaves no state (W8)",
			func(s *shell) {
				id := s.call("getUser", silent, s.through(everyStep...))
				s.answer(id, "d")
				assert.Equal(s.t, "d", s.calls[id].text)
				assert.Empty(s.t, s.core.records)
			},
			nil,
		}, {
			"one that cannot begin: it begins and fails",
			func(s *shell) {
				id := s.call("getUser", told, cannotBegin)
				assert.Equal(s.t, "thrown", s.how(id))
			},
			[]string{"getUser 1", "getUser_ERROR 0"},
		}, {
			"one that is aborted before onRequest is through: none, since it has not begun",
			func(s *shell) {
				s.slow = true
				id := s.call("getUser", told, s.through(StepRequest, StepAbort))
				s.abort(id)
				s.hasten()
				assert.Equal(s.t, "aborted", s.how(id))
			},
			nil,
		}, {
			"a crash before onRequest is through: none, since it has not begun",
			func(s *shell) {
				s.slow = true
				id := s.call("getUser", told, s.through(StepRequest, StepAbort))
				s.core.Fail(s.now, s.requestOf(id), errCrash)
				s.carryOut()
			},
			nil,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newShell(t)
			test.play(s)
			assert.Equal(t, test.want, s.actions)
			s.closes()
		})
	}
}

func TestOrderOfDispatch(t *testing.T) {
	t.Run("an outcome older than the last one taken changes neither data nor error (W10)", func(t *testing.T) {
		s := newShell(t)
		first := s.call("getUser", told, latest(No))
		second := s.call("getUser", told, latest(No))
		s.answer(second, "2")
		s.answer(first, "1")
		assert.Equal(t, "1", s.calls[first].text)
		assert.Equal(t, "2", s.shows(1).data)
		third := s.call("getUser", told, latest(No))
		fourth := s.call("getUser", told, latest(No))
		s.answer(fourth, "4")
		s.refuse(third, 500, "E")
		assert.Equal(t, "4", s.shows(1).data)
		require.NoError(t, s.shows(1).err)
		s.closes()
	})

	t.Run("a request whose onRequest is still to run is superseded by a later one", func(t *testing.T) {
		for _, of := range []string{"a call without steps", "a told one", "one with steps"} {
			s := newShell(t)
			s.slow = true
			first := s.call("getUser", told, s.through(StepRequest))
			parts := map[string][]with{"a told one": {told}, "one with steps": {s.through(StepGetData)}}[of]
			second := s.call("getUser", parts...)
			assert.Equal(t, "superseded", s.how(first), of)
			s.hasten()
			s.answer(second, "2")
			assert.Equal(t, "2", s.shows(1).data, of)
			s.closes()
		}
	})

	t.Run("a silent one does not end what asks with it again, to mend an error", func(t *testing.T) {
		for _, of := range []struct {
			of        string
			with      []with
			how, data string
		}{{"a silent one", []with{told, silent}, "answered", "mended"}, {"one that is told", []with{told}, "superseded", "2"}} {
			s := newShell(t)
			first := s.call("getUser", told, s.does(StepError, func(f *flow) Verdict { f.response = "mended"; return Recovered }))
			s.slow = true
			s.refuse(first, 401, "E")
			again := s.call("getUser", of.with...)
			s.answer(again, "2")
			s.hasten()
			assert.Equal(t, of.how, s.how(first), of.of)
			assert.Equal(t, of.data, s.shows(1).data, of.of)
			s.closes()
		}
	})

	t.Run("a silent one ends what is still on the network", func(t *testing.T) {
		s := newShell(t)
		first := s.call("getUser", told)
		s.call("getUser", told, silent)
		assert.Equal(t, "superseded", s.how(first))
		s.closes()
	})

	t.Run("one that begins late does not end what was made after it", func(t *testing.T) {
		s := newShell(t)
		s.slow = true
		first := s.call("getUser", told, s.through(StepRequest))
		second := s.call("getUser", told, latest(No))
		s.hasten()
		assert.Equal(t, "pending", s.how(second))
		s.answer(second, "2")
		s.answer(first, "1")
		assert.Equal(t, "2", s.shows(1).data)
		s.closes()
	})

	t.Run("the progress of the later one is shown, also when the earlier begins after it", func(t *testing.T) {
		s := newShell(t)
		s.slow = true
		first := s.call("getUser", measured, latest(No), s.through(StepRequest))
		second := s.call("getUser", measured, latest(No), s0)
		s.hasten()
		s.calls[first].request, s.calls[second].request = 1, 2
		s.progress(first, true, 50)
		assert.Zero(t, s.shows(1).state.Upload)
		s.progress(second, true, 60)
		assert.InEpsilon(t, 60, s.shows(1).state.Upload, 0)
		s.closes()
	})

	t.Run("those that are about to begin are aborted and reset like the others", func(t *testing.T) {
		for how, end := range map[string]func(s *shell){
			"aborted": func(s *shell) { s.abortRequests(Target{Name: "getUser"}) },
			"reset":   func(s *shell) { s.forget(Forgetting{Pending: true, Cached: true}) },
		} {
			s := newShell(t)
			s.slow = true
			id := s.call("getUser", told, s.through(StepRequest))
			end(s)
			s.hasten()
			assert.Equal(t, how, s.how(id))
			assert.Equal(t, "none", s.network(id))
			s.closes()
		}
	})

	t.Run("the record of one that is about to begin stays", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("getUser", "", "")
		s.slow = true
		id := s.call("getUser", s.through(StepRequest))
		s.release(record)
		s.hasten()
		s.answer(id, "d")
		assert.Equal(t, "d", s.shows(record).data)
		s.closes()
	})

	t.Run("so does that of a hook which was mounted nowhere for long, with what is foretold of it", func(t *testing.T) {
		s := newShell(t)
		s.answered("getUser", "0", variant("v"))
		s.answered("getTask", "0", variant("w"))
		save := s.call("save", s.updates(updater{query: "getTask", optimistic: plus("a")}))
		s.slow = true
		id := s.call("getUser", variant("v"), s.through(StepRequest))
		for i := range maxVariants + 1 {
			s.answered("list", "1", variant(strconv.Itoa(i)), query(Yes))
		}
		assert.Empty(t, s.core.later)
		s.hasten()
		s.answer(id, "d")
		assert.Equal(t, "d", s.shows(s.look("getUser", "", "v")).data)
		s.answer(save, "1")
		assert.Empty(t, s.values)
		s.closes()
	})

	t.Run("a call that ends does not take the functions from who has joined it", func(t *testing.T) {
		s := newShell(t)
		s.answer(s.call("list"), "0")
		s.slow = true
		id := s.call("save", s.through(StepRequest, StepOwnSuccess), s.updates(updater{query: "list", data: func(_, answer string) string { return answer }}))
		joined := s.join("save", "")
		s.abort(id)
		assert.Equal(t, "aborted", s.how(id))
		s.hasten()
		s.answer(joined, "1")
		assert.Equal(t, "1", s.calls[joined].text)
		assert.Equal(t, "1", s.shows(s.look("list", "", "")).data)
		s.closes()
	})
}

func TestCloseInEveryPhase(t *testing.T) {
	for _, phase := range everyStep[:8] {
		for _, end := range []string{"closed", "logged out", "another user", "reset"} {
			t.Run("a request that waits in a step settles when it is "+end, func(t *testing.T) {
				s := newShell(t)
				s.watch("session", "", "")
				s.answer(s.call("session"), `{"id":"a"}`)
				list := s.watch("getList", "", "")
				s.answer(s.call("getList"), "0")
				id := s.call("getUser", told, s.does(phase, returns(Waiting)), s.updates(updater{query: "getList", optimistic: func(string) string { return "1" }}))
				switch phase {
				case StepRequest, StepOwnRequest:
				case StepGetData, StepSuccess, StepOwnSuccess:
					s.answer(id, "d")
				default:
					s.refuse(id, 500, "E")
				}
				assert.Equal(t, "pending", s.how(id))
				assert.Equal(t, "1", s.shows(list).data)
				switch end {
				case "logged out":
					out := s.call("logout")
					s.answer(out, "null")
				case "another user":
					s.answer(s.enter(false), `{"id":"b"}`)
				case "reset":
					s.core.Reset(s.now, 1, s.done())
					s.carryOut()
				default:
					s.closes()
					assert.Equal(t, "closed", s.how(id))
					return
				}
				assert.Equal(t, "reset", s.how(id))
				assert.Equal(t, "null", s.shows(list).data)
				s.ran(id, phase, Done)
				assert.Equal(t, "null", s.shows(list).data)
				s.closes()
			})
		}
	}
}
