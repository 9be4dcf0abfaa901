package socket

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

var resuming = Options{Reconnect: 5000, Resume: true, Pong: 5000}

// subscribed is a shell whose subscription 1 has the position e1/41.
func subscribed(t *testing.T) *shell {
	s := newShell(t, resuming)
	s.does(func(now Time) { s.m.Subscribe(now, 1, false, false) }).resumes()
	s.does(func(now Time) { s.m.Subscribed(now, s.socket, 1, "e1", 41) })
	assert.Equal(t, []string{"dial 1", "connected", "subscribe 1 as 1", "onOpen", "begun 1"}, s.said())
	return s
}

func (s *shell) events(sid uint32, ids ...uint64) *shell {
	for _, id := range ids {
		s.does(func(now Time) { s.m.Event(now, s.socket, sid, id) })
	}
	return s
}

func (s *shell) again() *shell { return s.closes(1006).passes(5).resumes() }

func TestResume(t *testing.T) {
	t.Run("examples 13 and 14: what was published meanwhile is handed out once", func(t *testing.T) {
		s := subscribed(t).again()
		assert.Contains(t, s.said(), "subscribe 1 as 1 e1/41")
		s.does(func(now Time) { s.m.Subscribed(now, s.socket, 1, "e1", 43) })
		assert.Equal(t, []string{"deliver 1", "deliver 1"}, s.events(1, 42, 43, 43, 42).said())
		assert.Contains(t, s.again().said(), "subscribe 1 as 1 e1/43")
	})
	t.Run("in a stream without events before it nothing can have been missed", func(t *testing.T) {
		s := newShell(t, resuming)
		s.does(func(now Time) { s.m.Subscribe(now, 1, false, false) }).resumes().said()
		s.does(func(now Time) { s.m.Subscribed(now, s.socket, 1, "e1", 0) })
		assert.Empty(t, s.said())
		assert.Equal(t, []string{"deliver 1"}, s.events(1, 1).said())
	})
	t.Run("example 15: what the server does not have is missed, and said so", func(t *testing.T) {
		s := subscribed(t).again()
		s.said()
		s.does(func(now Time) { s.m.Gap(now, s.socket, 1, "e1", 1899, ReasonExpired) })
		assert.Equal(t, []string{"missed 1 from 41: e1/1899, expired", "deliver 1"}, s.events(1, 1899, 1900).said())
	})
	t.Run("example 16: another numbering", func(t *testing.T) {
		s := subscribed(t).again()
		s.said()
		s.does(func(now Time) { s.m.Gap(now, s.socket, 1, "e2", 3, ReasonEpoch) })
		assert.Equal(t, []string{"missed 1 from 41: e2/3, epoch", "deliver 1"}, s.events(1, 4).said())
	})
	t.Run("another numbering that the server did not see is seen", func(t *testing.T) {
		for _, answer := range []Position{{Epoch: "e2", Last: 50}, {Epoch: "e1", Last: 40}} {
			s := subscribed(t).again()
			s.said()
			s.does(func(now Time) { s.m.Subscribed(now, s.socket, 1, answer.Epoch, answer.Last) })
			assert.Len(t, s.said(), 1)
			assert.Equal(t, []string{"deliver 1"}, s.events(1, answer.Last+1).said())
		}
	})
	t.Run("example 17: a hole is asked for", func(t *testing.T) {
		s := subscribed(t)
		assert.Equal(t, []string{"unsubscribe 1", "subscribe 1 as 2 e1/41"}, s.events(1, 43, 44).said())
		s.does(func(now Time) { s.m.Subscribed(now, s.socket, 2, "e1", 44) })
		assert.Equal(t, []string{"deliver 1", "deliver 1", "deliver 1"}, s.events(2, 42, 43, 44).events(1, 45).said())
	})
	t.Run("begun again it goes on from where it is", func(t *testing.T) {
		s := subscribed(t)
		assert.Equal(t, []string{"unsubscribe 1", "subscribe 1 as 2 e1/41"}, s.does(func(now Time) { s.m.Subscribe(now, 1, true, false) }).said())
	})
	t.Run("ended it is forgotten", func(t *testing.T) {
		s := subscribed(t)
		assert.Equal(t, []string{"unsubscribe 1"}, s.does(func(now Time) { s.m.Unsubscribe(now, 1) }).events(1, 42).said())
		assert.Equal(t, []string{"disconnected 1006", "onClose 1006", "dial 2", "renew", "connected", "onOpen"}, s.again().said())
		assert.Contains(t, s.does(func(now Time) { s.m.Subscribe(now, 1, false, false) }).said(), "subscribe 1 as 1")
	})
	t.Run("refused: asked for on the next connection, or not before it is begun again", func(t *testing.T) {
		s := subscribed(t)
		s.does(func(now Time) { s.m.Refused(now, s.socket, 1, "internal", "", true) })
		assert.Equal(t, []string{"trouble 1 internal"}, s.events(1, 42).said())
		assert.Contains(t, s.again().said(), "subscribe 1 as 1 e1/41")
		s.does(func(now Time) { s.m.Refused(now, s.socket, 1, "topic.forbidden", "", false) }).said()
		assert.Equal(t, []string{"disconnected 1006", "onClose 1006", "dial 3", "renew", "connected", "onOpen"}, s.again().said())
		assert.Equal(t, []string{"subscribe 1 as 1 e1/41"}, s.does(func(now Time) { s.m.Subscribe(now, 1, false, false) }).said())
	})
	t.Run("joined it is asked for if it was refused for good, and else is as it was", func(t *testing.T) {
		s := subscribed(t)
		join := func(now Time) { s.m.Join(now, 1); s.m.Join(now, 2) }
		assert.Empty(t, s.does(join).said())
		s.does(func(now Time) { s.m.Refused(now, s.socket, 1, "internal", "", true) }).said()
		assert.Empty(t, s.does(join).said())
		s.again().does(func(now Time) { s.m.Refused(now, s.socket, 1, "auth.required", "", false) }).said()
		assert.Equal(t, []string{"subscribe 1 as 2 e1/41"}, s.does(join).said())
		assert.Empty(t, s.does(join).said())
	})
	t.Run("lost with what knew its position, it has missed something", func(t *testing.T) {
		s := newShell(t, resuming)
		s.does(func(now Time) { s.m.Subscribe(now, 1, false, true) }).resumes().said()
		s.does(func(now Time) { s.m.Subscribed(now, s.socket, 1, "e1", 9) })
		assert.Equal(t, []string{"missed 1 from 0: e1/9, epoch", "deliver 1"}, s.events(1, 10).said())
	})
	t.Run("what becomes of the user session while nothing is heard is asked for, once there is who tells of it", func(t *testing.T) {
		s := newShell(t, resuming).resumes()
		assert.NotContains(t, s.said(), "renew", "the first")
		s.closes(1006).passes(5).closes(1006).passes(5).opens()
		assert.NotContains(t, s.said(), "renew", "it does not tell")
		assert.Contains(t, s.closes(1006).passes(5).resumes().said(), "renew")
	})
	t.Run("a server that does not agree: plain delivery, and that is said", func(t *testing.T) {
		s := newShell(t, resuming)
		s.does(func(now Time) { s.m.Subscribe(now, 1, true, false); s.m.Subscribe(now, 2, false, false) }).said()
		assert.Equal(t, []string{"trouble 0 message.invalid", "connected", "send 1", "onOpen"}, s.opens().said())
		assert.Empty(t, s.events(1, 1).said())
	})
	t.Run("an event before its place is known, and frames of a socket that is gone", func(t *testing.T) {
		s := newShell(t, resuming)
		s.does(func(now Time) { s.m.Subscribe(now, 1, true, false) }).resumes().said()
		assert.Equal(t, []string{"trouble 1 message.invalid"}, s.events(1, 1).said())
		old := s.socket
		s.again().said()
		s.does(func(now Time) {
			s.m.Event(now, old, 1, 1)
			s.m.Pinged(now, old, 1)
			s.m.Gap(now, old, 1, "e1", 1, ReasonSlow)
			s.m.SessionChanged(now, old)
			s.m.Faulty(now, old, "internal", "")
		})
		assert.Empty(t, s.said())
		s.does(func(now Time) { s.m.Pinged(now, s.socket, 7); s.m.SessionChanged(now, s.socket) })
		assert.Equal(t, []string{"pong 7", "renew"}, s.said())
	})
}
