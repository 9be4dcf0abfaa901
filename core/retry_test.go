package core

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// retrying is sent three times at most, after 100 ms and after 200 ms.
var retrying = Retry{Attempts: 3, Delay: 100, Factor: 2, Max: 1000}

func retry(r Retry) with { return func(c *Call) { c.Retry = &r } }

// newRetrying has client 1 retry.
func newRetrying(t *testing.T) *shell { return newShell(t).open(1, Options{Retry: retrying}) }

// unanswered has no answer come to the request of a call.
func (s *shell) unanswered(id CallID) { s.settle(id, Outcome{}) }

// sent is how often the request of a call was sent.
func (s *shell) sent(id CallID) int { return s.requests[s.calls[id].request].sent }

func TestRetry(t *testing.T) {
	for _, c := range []struct {
		name    string
		outcome Outcome
		again   bool
	}{
		{"no answer", Outcome{}, true},
		{"429", Outcome{Status: 429}, true},
		{"502", Outcome{Status: 502}, true},
		{"503", Outcome{Status: 503}, true},
		{"504", Outcome{Status: 504}, true},
		{"500", Outcome{Status: 500}, false},
		{"501", Outcome{Status: 501}, false},
		{"505", Outcome{Status: 505}, false},
		{"404", Outcome{Status: 404}, false},
		{"a body that is no JSON", Outcome{Status: 200, Body: BodyBroken}, false},
		{"what could not be sent", Outcome{Err: &UsageError{}}, false},
	} {
		t.Run("after "+c.name, func(t *testing.T) {
			s := newRetrying(t)
			id := s.call("getUser")
			s.settle(id, c.outcome)
			if !c.again {
				assert.NotEqual(t, "pending", s.how(id))
				assert.Empty(t, s.core.deadlines)
				return
			}
			assert.Equal(t, "pending", s.how(id))
			assert.Equal(t, "held", s.network(id))
			s.pass(100)
			assert.Equal(t, "open", s.network(id))
			s.answer(id, "1")
			assert.Equal(t, "answered", s.how(id))
		})
	}
	t.Run("waits longer each time, and fails with the last error; the record is pending all the while", func(t *testing.T) {
		s := newShell(t).open(1, Options{Retry: Retry{Attempts: 5, Delay: 100, Factor: 3, Max: 500}})
		record := s.watch("getUser", "", "")
		id := s.call("getUser")
		for _, wait := range []Time{100, 300, 500, 500} {
			s.refuse(id, 503, "busy")
			s.pass(wait - 1)
			assert.Equal(t, "held", s.network(id))
			s.pass(1)
			assert.Equal(t, "open", s.network(id))
			assert.EqualValues(t, 1, s.shows(record).state.Pending)
			assert.NoError(t, s.shows(record).err)
		}
		s.refuse(id, 429, "many")
		assert.Equal(t, "429 many", s.how(id))
		assert.Equal(t, 5, s.sent(id))
		assert.Equal(t, "429 many", words(s.shows(record).err))
		assert.Zero(t, s.shows(record).state.Pending)
	})
	t.Run("what the server asks for wins", func(t *testing.T) {
		s := newShell(t).open(1, Options{Retry: Retry{Attempts: 2, Delay: 100, Max: 100, Jitter: 50}})
		id := s.call("getUser")
		s.settle(id, Outcome{Status: 429, RetryAfter: 2})
		s.pass(1999)
		assert.Equal(t, "held", s.network(id))
		s.pass(1)
		assert.Equal(t, "open", s.network(id))
	})
	t.Run("jitter only adds, differs from wait to wait, and is the same when all is done again", func(t *testing.T) {
		waits := func() (out []float64) {
			s := newShell(t).open(1, Options{Retry: Retry{Attempts: 50, Delay: 10, Factor: 1, Max: 10, Jitter: 5}})
			id := s.call("getUser")
			for range 40 {
				s.unanswered(id)
				out = append(out, float64(s.timer-s.now))
				s.pass(20)
			}
			return out
		}
		seen := map[float64]bool{}
		for _, wait := range waits() {
			assert.True(t, wait >= 10 && wait < 15, "%v", wait)
			seen[math.Floor(wait)] = true
		}
		assert.Len(t, seen, 5)
		assert.Equal(t, waits(), waits())
	})
	t.Run("without a delay the next attempt comes at once", func(t *testing.T) {
		s := newShell(t).open(1, Options{Retry: Retry{Attempts: 3, Factor: 2, Max: 1000}, Timeout: 10})
		id := s.call("getUser")
		s.pass(10)
		assert.Equal(t, 2, s.sent(id))
		s.unanswered(id)
		s.pass(0)
		assert.Equal(t, 3, s.sent(id))
		s.pass(10)
		assert.Equal(t, "timeout", s.how(id))
	})
	t.Run("a call says so by itself, for or against it", func(t *testing.T) {
		s := newRetrying(t)
		never, once := s.call("getUser", retry(Retry{})), s.call("getTask", retry(Retry{Attempts: 1}))
		s.unanswered(never)
		s.unanswered(once)
		assert.Equal(t, []string{"no answer", "no answer"}, []string{s.how(never), s.how(once)})
		s = newShell(t)
		id, other := s.call("getUser", retry(retrying)), s.call("getTask")
		s.unanswered(id)
		s.unanswered(other)
		assert.Equal(t, []string{"pending", "no answer"}, []string{s.how(id), s.how(other)})
	})
	t.Run("is for queries: not for mutations, logins and logouts", func(t *testing.T) {
		s := newRetrying(t)
		session := s.call("session")
		for _, id := range []CallID{s.call("save"), s.call("getSaved", query(No)), s.call("logout"), s.enter(false), s.enter(true)} {
			s.unanswered(id)
			assert.Equal(t, "no answer", s.how(id))
		}
		s.unanswered(session)
		assert.Equal(t, "pending", s.how(session))
		other := s.call("save", query(Yes), key("other")) // its record is a query's
		s.unanswered(other)
		assert.Equal(t, "pending", s.how(other))
	})
	t.Run("the session that the core asks for by itself is asked for again", func(t *testing.T) {
		s := newRetrying(t)
		record := s.watch("session", "", "")
		s.fromTab(NoteSaved, "")
		id := s.core.lastRequest
		s.settleRequest(id, Outcome{Status: 503})
		s.pass(100)
		s.answerRequest(id, `{"id":1}`)
		assert.Equal(t, `{"id":1}`, s.shows(record).data)
	})
}

func TestRetryAndTime(t *testing.T) {
	t.Run("each attempt has its own time; the first one's begins with the call", func(t *testing.T) {
		s := newShell(t).open(1, Options{Retry: retrying, Timeout: 50})
		id := s.call("getUser", startedAt(start-20))
		s.pass(29)
		assert.Equal(t, "open", s.network(id))
		s.pass(1)
		assert.Equal(t, "held", s.network(id))
		s.pass(100)
		s.pass(49)
		assert.Equal(t, "open", s.network(id))
		s.pass(1)
		assert.Equal(t, "held", s.network(id))
		s.pass(200 + 50)
		assert.Equal(t, "timeout", s.how(id))
		assert.Equal(t, "aborted: timeout", s.network(id))
		assert.Equal(t, 3, s.sent(id))
	})
	t.Run("a call whose time was over before the core was there is not sent", func(t *testing.T) {
		s := newShell(t).open(1, Options{Retry: retrying, Timeout: 50})
		id := s.call("getUser", startedAt(start-50))
		assert.Equal(t, "timeout", s.how(id))
		assert.Zero(t, s.fetched())
	})
	t.Run("data is of the time when the attempt was sent that brought it", func(t *testing.T) {
		s := newRetrying(t)
		record := s.watch("getUser", "", "")
		id := s.call("getUser")
		s.pass(10)
		s.unanswered(id)
		s.pass(100)
		s.answer(id, "1")
		assert.Equal(t, start+110, s.shows(record).state.FetchedAt)
	})
	t.Run("progress begins again", func(t *testing.T) {
		s := newRetrying(t)
		record := s.watch("getUser", "", "")
		id := s.call("getUser", measured)
		s.progress(id, false, 60)
		s.unanswered(id)
		assert.Zero(t, s.shows(record).state.Download)
		s.progress(id, false, 70)
		assert.Zero(t, s.shows(record).state.Download, "while it waits there is none")
		s.pass(100)
		s.progress(id, false, 10)
		assert.EqualValues(t, 10, s.shows(record).state.Download)
	})
	t.Run("a page that is away does not keep it waiting", func(t *testing.T) {
		s := newRetrying(t)
		id := s.call("getUser")
		s.unanswered(id)
		s.page(Yes, Yes)
		s.pass(100)
		assert.Equal(t, "open", s.network(id))
	})
}

func TestRetryEnds(t *testing.T) {
	for name, end := range map[string]func(s *shell, id CallID) (how string){
		"by an abort":              func(s *shell, id CallID) string { s.abort(id); return "aborted" },
		"by an abort of its name":  func(s *shell, _ CallID) string { s.abortRequests(Target{Name: "getUser"}); return "aborted" },
		"by a newer call":          func(s *shell, _ CallID) string { s.call("getUser"); return "superseded" },
		"by a reset":               func(s *shell, _ CallID) string { s.fromTab(NoteEnded, ""); return "reset" },
		"by the end of the client": func(s *shell, _ CallID) string { s.close(1); return "closed" },
		"by a reset of what is known of it": func(s *shell, _ CallID) string {
			s.core.ResetRequests(s.now, 1, nil, Forgetting{Pending: true})
			s.carryOut()
			return "reset"
		},
	} {
		t.Run(name+", while it waits, and is not sent again", func(t *testing.T) {
			s := newRetrying(t)
			id := s.call("getUser")
			s.unanswered(id)
			how := end(s, id)
			assert.Equal(t, how, s.how(id))
			assert.Equal(t, "aborted: "+how, s.network(id))
			s.pass(10_000)
			assert.Equal(t, 1, s.sent(id))
		})
	}
	t.Run("an outcome that comes while it waits is of no interest", func(t *testing.T) {
		s := newRetrying(t)
		id := s.call("getUser")
		s.unanswered(id)
		request := s.calls[id].request
		s.answerRequest(request, "1")
		s.core.Fail(s.now, request, &UsageError{})
		s.core.Failed(s.now, request, Failure{})
		s.carryOut()
		assert.False(t, s.core.Again(s.now, request, 0))
		assert.Equal(t, "pending", s.how(id))
		s.pass(100)
		s.answer(id, "2")
		assert.Equal(t, "answered", s.how(id))
	})
	t.Run("nothing is idle before it has ended", func(t *testing.T) {
		s := newRetrying(t)
		id := s.call("getUser")
		s.unanswered(id)
		s.core.WhenIdle(s.now, 1)
		s.carryOut()
		assert.Empty(t, s.idle)
		s.abort(id)
		assert.Equal(t, []ClientID{1}, s.idle)
	})
}
