package core

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRecords(t *testing.T) {
	t.Run("a watched name is pristine, then loading, then known", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("getUser", "", "")
		assert.Equal(t, RecordState{Pristine: true, Download: -1, Upload: -1}, s.shows(record).state)
		s.now += 5
		id := s.call("getUser")
		assert.Equal(t, RecordState{Pending: 1, Download: -1, Upload: -1}, s.shows(record).state)
		s.now += 5
		s.answer(id, `1`)
		assert.Equal(t, RecordState{Known: true, FetchedAt: start + 5, Download: -1, Upload: -1}, s.shows(record).state)
		assert.Equal(t, "1", s.shows(record).data)
	})
	t.Run("watching twice gives the same record", func(t *testing.T) {
		s := newShell(t)
		assert.Equal(t, s.watch("getUser", "", ""), s.watch("getUser", "", ""))
		assert.NotEqual(t, s.watch("getUser", "", ""), s.watch("getUser", "", "{}"))
	})
	t.Run("an error stands beside the data until the next request of the name starts", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("getUser", "", "")
		s.answer(s.call("getUser"), `1`)
		s.settle(s.call("getUser"), Outcome{})
		assert.Equal(t, "1", s.shows(record).data)
		assert.Equal(t, "no answer", words(s.shows(record).err))
		s.call("getUser")
		require.NoError(t, s.shows(record).err)
		assert.Equal(t, "1", s.shows(record).data)
	})
	t.Run("a superseding call keeps the name loading: watchers are told once", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("getUser", "", "")
		s.call("getUser")
		told := s.shows(record).told
		s.call("getUser")
		assert.Equal(t, told+1, s.shows(record).told)
		assert.Equal(t, uint32(1), s.shows(record).state.Pending)
	})
	t.Run("answers out of order: what was asked for earlier changes neither data nor error", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("getUser", "", "")
		first, second, third := s.call("getUser", latest(No)), s.call("getUser", latest(No)), s.call("getUser", latest(No))
		assert.Equal(t, uint32(3), s.shows(record).state.Pending)
		s.now += 10
		s.answer(second, `2`)
		s.answer(first, `1`)
		assert.Equal(t, "1", s.calls[first].text, "the caller still gets it")
		assert.Equal(t, "2", s.shows(record).data)
		assert.Equal(t, uint32(1), s.shows(record).state.Pending)
		s.settle(third, Outcome{})
		assert.Error(t, s.shows(record).err)

		fourth, fifth := s.call("getUser", latest(No)), s.call("getUser", latest(No))
		s.answer(fifth, `5`)
		s.settle(fourth, Outcome{})
		assert.NoError(t, s.shows(record).err)
		assert.Equal(t, "5", s.shows(record).data)
	})
	t.Run("a mutation shows pending and error, and no data", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("save", "", "")
		s.answer(s.call("save"), `1`)
		assert.Equal(t, RecordState{Download: -1, Upload: -1}, s.shows(record).state)
		assert.Equal(t, "null", s.shows(record).data)
		s.settle(s.call("save"), Outcome{})
		assert.Error(t, s.shows(record).err)
		s.answer(s.call("save"), `1`)
		assert.NoError(t, s.shows(record).err)
	})
	t.Run("a mutation that nobody watches leaves no record, a query keeps its data for the next watcher", func(t *testing.T) {
		s := newShell(t)
		s.answer(s.call("save"), `1`)
		assert.Empty(t, s.core.records)
		s.answer(s.call("getUser"), `1`)
		assert.Len(t, s.core.records, 1)
		record := s.watch("getUser", "", "")
		assert.True(t, s.shows(record).state.Known)
	})
	t.Run("a name whose first request was aborted is forgotten when nobody watches it", func(t *testing.T) {
		s := newShell(t)
		s.abort(s.call("getUser"))
		assert.Empty(t, s.core.records)
	})
	t.Run("the last watcher to go takes a pristine record along", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("getUser", "", "")
		s.watch("getUser", "", "")
		s.release(record)
		assert.False(t, s.records[record].dropped)
		s.release(record)
		assert.True(t, s.records[record].dropped)
		s.release(record)
		s.core.Retain(s.now, record)
		s.carryOut()
		assert.Empty(t, s.core.records, "what is gone is gone")
	})
	t.Run("a watch that never was retained shows and is kept for the next call", func(t *testing.T) {
		s := newShell(t)
		record := s.look("getUser", "", "")
		s.answer(s.call("getUser"), `1`)
		assert.Equal(t, "1", s.shows(record).data)
	})
}

func TestHooks(t *testing.T) {
	t.Run("hooks with other data, and plain calls, keep apart", func(t *testing.T) {
		s := newShell(t)
		one, two, plain := s.watch("getUser", "", `{"id":1}`), s.watch("getUser", "", `{"id":2}`), s.watch("getUser", "", "")
		first, second, third := s.call("getUser", variant(`{"id":1}`)), s.call("getUser", variant(`{"id":2}`)), s.call("getUser")
		s.answer(first, `1`)
		s.answer(second, `2`)
		s.answer(third, `3`)
		assert.Equal(t, []string{"1", "2", "3"}, []string{s.shows(one).data, s.shows(two).data, s.shows(plain).data})
	})
	t.Run("a refetch of a hook supersedes its own pending call", func(t *testing.T) {
		s := newShell(t)
		first := s.call("getUser", variant(`{}`))
		s.call("getUser", variant(`{}`))
		assert.Equal(t, "superseded", s.how(first))
	})
	t.Run("a hook keeps the data of a name that is no query", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("users/all", "", `{}`)
		s.answer(s.call("users/all", variant(`{}`)), `1`)
		assert.Equal(t, "1", s.shows(record).data)
	})
	leave := func(s *shell, id RecordID) {
		s.core.Release(s.now, id)
		s.core.Leave(s.now, id)
		s.carryOut()
	}
	t.Run("a hook that moves on supersedes its pending call, unless another one shows it", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("getUser", "", `{}`)
		s.watch("getUser", "", `{}`)
		id := s.call("getUser", variant(`{}`))
		leave(s, record)
		assert.Equal(t, "pending", s.how(id))
		leave(s, record)
		assert.Equal(t, "superseded", s.how(id))
		assert.True(t, s.records[record].dropped)
	})
	t.Run("a hook that is only unmounted leaves its call running", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("getUser", "", `{}`)
		id := s.call("getUser", variant(`{}`))
		s.release(record)
		assert.Equal(t, "pending", s.how(id))
	})
	t.Run("moving on from a mutation, or from the session, supersedes nothing", func(t *testing.T) {
		s := newShell(t)
		save, session := s.watch("save", "", `{}`), s.watch("session", "", "")
		first, second := s.call("save", variant(`{}`)), s.call("session")
		leave(s, save)
		leave(s, session)
		assert.Equal(t, "pending", s.how(first))
		assert.Equal(t, "pending", s.how(second))
	})
	t.Run("of hooks that are mounted nowhere the hundred that rested last keep their data", func(t *testing.T) {
		s := newShell(t)
		var records []RecordID
		for i := range maxVariants + 20 {
			data := fmt.Sprint(i)
			records = append(records, s.watch("getUser", "", data))
			s.answer(s.call("getUser", variant(data)), data)
		}
		assert.Len(t, s.core.records, maxVariants+20, "mounted ones stay")
		s.core.Retain(s.now, records[0]) // shown twice
		for _, id := range records {
			s.release(id)
		}
		assert.Len(t, s.core.records, maxVariants+1)
		assert.Len(t, s.core.clients[1].variants, maxVariants)
		assert.False(t, s.records[records[0]].dropped, "it is still shown")
		assert.True(t, s.records[records[1]].dropped, "it rested first")
		assert.True(t, s.records[records[19]].dropped)
		assert.False(t, s.records[records[20]].dropped)
	})
	t.Run("a resting hook that is shown again does not count, and its call keeps it", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("getUser", "", "x")
		s.answer(s.call("getUser", variant("x")), `1`)
		s.release(record)
		assert.Len(t, s.core.clients[1].variants, 1)
		id := s.call("getUser", variant("x"))
		assert.Empty(t, s.core.clients[1].variants)
		s.answer(id, `2`)
		assert.Len(t, s.core.clients[1].variants, 1)
		assert.Equal(t, record, s.watch("getUser", "", "x"))
		assert.Empty(t, s.core.clients[1].variants)
	})
}

func TestProgress(t *testing.T) {
	t.Run("starts at 0, shows whole numbers, never falls, and is 100 only on success", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("save", "", "")
		id := s.call("save", measured)
		assert.Equal(t, 0.0, s.shows(record).state.Upload)
		assert.Equal(t, 0.0, s.shows(record).state.Download)
		told := s.shows(record).told
		for _, percent := range []float64{10.7, 10.2, 10, 3, -5, math.NaN(), math.Inf(-1)} {
			s.progress(id, true, percent)
			assert.Equal(t, 10.0, s.shows(record).state.Upload)
		}
		assert.Equal(t, told+1, s.shows(record).told, "once per changed number")
		s.progress(id, true, 100)
		s.progress(id, false, 1000)
		assert.Equal(t, 99.0, s.shows(record).state.Upload)
		assert.Equal(t, 99.0, s.shows(record).state.Download)
		s.answer(id, `1`)
		assert.Equal(t, 100.0, s.shows(record).state.Upload)
		assert.Equal(t, 100.0, s.shows(record).state.Download)
	})
	t.Run("is not shown when the call did not ask for it", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("save", "", "")
		id := s.call("save")
		s.progress(id, true, 50)
		s.answer(id, `1`)
		assert.Equal(t, -1.0, s.shows(record).state.Upload)
	})
	t.Run("stays where it was when the request fails, and starts anew with the next one", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("save", "", "")
		id := s.call("save", measured)
		s.progress(id, true, 40)
		s.settle(id, Outcome{})
		assert.Equal(t, 40.0, s.shows(record).state.Upload)
		s.call("save", measured)
		assert.Equal(t, 0.0, s.shows(record).state.Upload)
	})
	t.Run("of several requests of a name is that of the newest", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("save", "", "")
		first, second := s.call("save", measured), s.call("save", measured)
		s.progress(first, true, 90)
		assert.Equal(t, 0.0, s.shows(record).state.Upload)
		s.answer(first, `1`)
		assert.Equal(t, 0.0, s.shows(record).state.Upload, "the newest is not done")
		s.progress(second, true, 20)
		assert.Equal(t, 20.0, s.shows(record).state.Upload)
		s.answer(second, `1`)
		assert.Equal(t, 100.0, s.shows(record).state.Upload)
	})
	t.Run("of a settled request, or of a login, is ignored", func(t *testing.T) {
		s := newShell(t)
		id := s.call("save", measured)
		s.answer(id, `1`)
		login := s.enter(false)
		s.log = nil
		s.progress(id, true, 50)
		s.progress(login, true, 50)
		assert.Empty(t, s.log)
	})
}
