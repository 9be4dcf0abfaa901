package socket

import (
	"fmt"
	"strings"
	"testing"
)

// shell is a scripted one: it writes down what it is to do, in words.
type shell struct {
	t      *testing.T
	m      *Machine
	now    Time
	socket ID
	chance float64
	log    []string
}

func newShell(t *testing.T, o Options) *shell {
	s := &shell{t: t, now: 0}
	s.m = New(o, func() float64 { return s.chance })
	s.m.Start(s.now)
	s.carryOut()
	return s
}

func (s *shell) carryOut() {
	told := false
	for _, e := range s.m.Effects() {
		if e.Kind == Dial {
			s.socket = e.Socket
		}
		s.log = append(s.log, words(e))
		told = told || e.Kind == Connected
	}
	if told {
		s.does(func(now Time) { s.m.Told(now, s.socket) })
	}
}

// does runs a command.
func (s *shell) does(run func(now Time)) *shell {
	run(s.now)
	s.carryOut()
	return s
}

func (s *shell) opens() *shell { return s.does(func(now Time) { s.m.Opened(now, s.socket, false) }) }

func (s *shell) resumes() *shell { return s.does(func(now Time) { s.m.Opened(now, s.socket, true) }) }

func (s *shell) closes(code uint16) *shell {
	return s.does(func(now Time) { s.m.Closed(now, s.socket, code) })
}

// passes lets seconds pass, with what becomes due.
func (s *shell) passes(seconds float64) *shell {
	end := s.now + seconds*1000
	for s.m.Due() <= end {
		s.now = max(s.now, s.m.Due())
		s.does(s.m.Tick)
	}
	s.now = end
	return s
}

// said gives what was to be done since it was asked for last.
func (s *shell) said() []string {
	out := s.log
	s.log = nil
	return out
}

func words(e Effect) string {
	position := func() string {
		if !e.Position.Known {
			return ""
		}
		return fmt.Sprintf(" %s/%d", e.Position.Epoch, e.Position.Last)
	}
	switch e.Kind {
	case Dial:
		return fmt.Sprintf("dial %d", e.Socket)
	case HangUp:
		return fmt.Sprintf("hang up %d %d", e.Socket, e.Code)
	case Connected:
		return "connected"
	case Disconnected:
		return fmt.Sprintf("disconnected %d", e.Code)
	case WhenOpen:
		return "onOpen"
	case WhenClosed:
		return fmt.Sprintf("onClose %d", e.Code)
	case Send:
		return fmt.Sprintf("send %d", e.Subscription)
	case Subscribe:
		return fmt.Sprintf("subscribe %d as %d%s", e.Subscription, e.SID, position())
	case Unsubscribe:
		return fmt.Sprintf("unsubscribe %d", e.SID)
	case Ping:
		return fmt.Sprintf("ping %d", e.N)
	case Pong:
		return fmt.Sprintf("pong %d", e.N)
	case Deliver:
		return fmt.Sprintf("deliver %d", e.Subscription)
	case Begun:
		return fmt.Sprintf("begun %d", e.Subscription)
	case Missed:
		return fmt.Sprintf("missed %d from %d:%s, %s", e.Subscription, e.From, position(), e.Reason)
	case Renew:
		return "renew"
	case Trouble:
		return strings.TrimSpace(fmt.Sprintf("trouble %d %s", e.Subscription, e.Fault))
	}
	return fmt.Sprintf("effect %d", e.Kind)
}
