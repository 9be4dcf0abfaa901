package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

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
