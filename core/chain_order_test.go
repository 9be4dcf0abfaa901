package core

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
