package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

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
