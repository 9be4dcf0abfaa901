package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/core/socket"
)

// sockets plays the socket of client 2, whose effects it notes.
type sockets struct {
	*shell
	socket socket.ID
}

func newSockets(t *testing.T, o socket.Options) *sockets {
	s := &sockets{shell: newShell(t)}
	s.open(2, Options{Socket: &o})
	return s
}

// kinds gives what was asked of the socket since it was asked for last.
func (s *sockets) kinds() (out []socket.Kind) {
	for _, e := range s.socketEffects {
		if e.Kind == socket.Dial {
			s.socket = e.Socket
		}
		out = append(out, e.Kind)
	}
	s.socketEffects = nil
	return out
}

func (s *sockets) does(do func(m *socket.Machine, now socket.Time)) []socket.Kind {
	s.core.Socket(s.now, 2, do)
	s.carryOut()
	return s.kinds()
}

func TestSocketOfAClient(t *testing.T) {
	five := socket.Options{Reconnect: 5000, Heartbeat: 20_000}
	open := func(m *socket.Machine, now socket.Time) {
		m.Opened(now, 1, false)
		m.Told(now, 1)
	}
	t.Run("it is made with the client, and closed with it", func(t *testing.T) {
		s := newSockets(t, five)
		assert.Equal(t, []socket.Kind{socket.Dial}, s.kinds())
		assert.Equal(t, []socket.Kind{socket.Connected, socket.WhenOpen}, s.does(open))
		s.close(2)
		assert.Equal(t, []socket.Kind{socket.HangUp, socket.Disconnected, socket.WhenClosed}, s.kinds())
		s.pass(100_000)
		assert.Empty(t, s.kinds())
		s.close(1)
		assertEmpty(t, s.core)
	})
	t.Run("its times are the core's", func(t *testing.T) {
		s := newSockets(t, five)
		s.does(open)
		s.pass(19_999)
		assert.Empty(t, s.kinds())
		s.pass(1)
		assert.Equal(t, []socket.Kind{socket.HangUp, socket.Disconnected, socket.WhenClosed}, s.kinds())
		s.pass(5000)
		assert.Equal(t, []socket.Kind{socket.Dial}, s.kinds())
	})
	t.Run("offline no attempt is made", func(t *testing.T) {
		s := newSockets(t, five)
		s.core.SetPage(s.now, Page{Offline: Yes})
		s.does(func(m *socket.Machine, now socket.Time) { m.Closed(now, 1, 1006) })
		s.pass(60_000)
		assert.Empty(t, s.kinds())
		s.core.SetPage(s.now, Page{})
		s.carryOut()
		assert.Equal(t, []socket.Kind{socket.Dial}, s.kinds())
	})
	t.Run("no server has one, and nobody without the option", func(t *testing.T) {
		s := newShell(t).open(3, Options{Socket: &five, Server: true})
		s.core.Socket(s.now, 3, open)
		s.core.Socket(s.now, 1, open)
		s.core.Socket(s.now, 9, open)
		s.carryOut()
		assert.Empty(t, s.socketEffects)
	})
	t.Run("a change of the session is asked for", func(t *testing.T) {
		s := newSockets(t, five)
		s.does(open)
		token := s.newCall()
		s.core.Watch(s.now, 2, token, Watched{Name: "session"})
		s.carryOut()
		s.core.Retain(s.now, s.watches[token])
		s.carryOut()
		before := len(s.requests)
		s.does(func(m *socket.Machine, now socket.Time) { m.SessionChanged(now, 1) })
		assert.Len(t, s.requests, before+1)
	})
}

func TestRefetch(t *testing.T) {
	five := socket.Options{Reconnect: 5000}
	begin := func(t *testing.T) *sockets { return newSockets(t, five) }
	of2 := byClient(2)
	t.Run("what a query was asked for is asked for again, past its cache", func(t *testing.T) {
		s := begin(t)
		id := s.call("getBooks", of2, cachedFor(100, ""))
		s.answer(id, `[1]`)
		r := s.look2("getBooks", "")
		s.refetch(Target{Name: "getBooks"})
		require.Equal(t, uint32(1), s.records[r].state.Pending)
		s.settleRequest(s.requestOf(id), Outcome{Status: 200, Body: BodyJSON, Text: []byte(`[2]`)})
		assert.Equal(t, "[2]", s.records[r].data)
	})
	t.Run("what is not in state is left alone", func(t *testing.T) {
		s := begin(t)
		s.answer(s.call("getBooks", of2), `[1]`)
		s.answer(s.call("setBooks", of2), `[1]`)
		s.core.ResetRequests(s.now, 2, nil, Forgetting{Cached: true, Pending: true})
		s.carryOut()
		before := len(s.requests)
		s.refetch(Target{Name: "getBooks"}, Target{Name: "setBooks"}, Target{Name: "getFilms"})
		assert.Len(t, s.requests, before)
	})
	t.Run("exactly the targets are asked for, each once", func(t *testing.T) {
		s := begin(t)
		s.answer(s.call("getBooks", of2), `[1]`)
		s.answer(s.call("getBooks", of2, key("7")), `[1]`)
		s.answer(s.call("getFilms", of2), `[1]`)
		s.answer(s.call("getPens", of2), `[1]`)
		s.answer(s.call("getFilms"), `[1]`)
		before := len(s.requests)
		s.refetch(Target{Name: "getBooks", Key: "7"}, Target{Name: "getFilms"}, Target{Name: "getBooks", Key: "7"}, Target{Name: "getFilms"})
		assert.Len(t, s.requests, before+2)
		r7, films := s.look2("getBooks", "7"), s.look2("getFilms", "")
		assert.Equal(t, []uint32{1, 1}, []uint32{s.records[r7].state.Pending, s.records[films].state.Pending})
		for _, left := range []RecordID{s.look2("getBooks", ""), s.look2("getPens", "")} {
			assert.Zero(t, s.records[left].state.Pending)
		}
	})
	t.Run("nothing is remembered without a socket, nor after the client", func(t *testing.T) {
		s := begin(t)
		s.answer(s.call("getBooks"), `[1]`)
		s.answer(s.call("getBooks", of2), `[1]`)
		s.answer(s.call("getBooks", of2, key("7")), `[1]`)
		s.answer(s.call("getBooks", of2), `[1]`)
		assert.Equal(t, 2, s.heldCalls())
		s.close(2)
		assert.Zero(t, s.heldCalls())
	})
}

func TestWhatSocketsLeave(t *testing.T) {
	s := newSockets(t, socket.Options{Reconnect: 5000, Resume: true, Heartbeat: 20_000, Pings: true, Pong: 5000})
	s.kinds()
	for i := range 100 {
		id := s.socket
		s.does(func(m *socket.Machine, now socket.Time) { m.Opened(now, id, true) })
		s.does(func(m *socket.Machine, now socket.Time) { m.Told(now, id) })
		for n := range 100 {
			sub, sid := socket.SubscriptionID(100*i+n+1), uint32(n+1)
			s.does(func(m *socket.Machine, now socket.Time) {
				m.Subscribe(now, sub, true, false)
				m.Subscribed(now, id, sid, "e", 0)
				m.Event(now, id, sid, 1)
				m.Unsubscribe(now, sub)
			})
		}
		s.does(func(m *socket.Machine, now socket.Time) { m.Close(now, 1000) })
		s.does((*socket.Machine).Open)
	}
	s.close(1)
	s.close(2)
	assertEmpty(t, s.core)
}

func (s *sockets) refetch(targets ...Target) {
	s.core.Refetch(s.now, 2, targets)
	s.carryOut()
}

// heldCalls counts what is retained.
func (s *sockets) heldCalls() (n int) {
	for _, held := range s.retained {
		n += held
	}
	return n
}

func (s *sockets) look2(name, key string) RecordID {
	token := s.newCall()
	s.core.Watch(s.now, 2, token, Watched{Name: name, Key: key})
	s.carryOut()
	return s.watches[token]
}
