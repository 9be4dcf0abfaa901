package abort

import (
	"container/list"
	"context"
	"sync"
)

// Signal tells work that it is to end. It comes from a [Controller] and is safe for
// concurrent use.
type Signal struct {
	backing backing

	mu        sync.Mutex // never held while a listener runs
	listeners list.List  // of func()
}

// Aborted reports whether the signal is aborted.
func (s *Signal) Aborted() bool { return s.Reason() != 0 }

// Reason returns why the signal is aborted, zero if it is not.
func (s *Signal) Reason() Reason { return s.backing.reason() }

// Err returns nil while the signal is not aborted, then an [*Error].
func (s *Signal) Err() error {
	if reason := s.Reason(); reason != 0 {
		return &Error{Reason: reason}
	}
	return nil
}

// OnAbort calls f once when the signal aborts, at once if it is aborted already. After
// remove has returned, f is not started any more; removing twice, or after f has run, does
// nothing. The same function added twice runs twice.
func (s *Signal) OnAbort(f func()) (remove func()) {
	element := s.add(f)
	if element == nil {
		f()
		return func() {}
	}
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.listeners.Remove(element)
		s.settle()
	}
}

// Context returns a child of parent that is done when the signal aborts; context.Cause then
// gives the [*Error]. Calling stop cancels the child and lets go of the signal: call it when
// the work is over, as with context.WithCancel.
func (s *Signal) Context(parent context.Context) (ctx context.Context, stop context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(parent)
	remove := s.OnAbort(func() { cancel(s.Err()) })
	return ctx, func() {
		remove()
		cancel(nil)
	}
}

// add appends a listener; nil means that the signal is aborted.
func (s *Signal) add(f func()) *list.Element {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Aborted() {
		return nil
	}
	s.backing.listen(s.fire)
	return s.listeners.PushBack(f)
}

// fire runs the listeners, each exactly once.
func (s *Signal) fire() {
	finished := false
	defer func() {
		if !finished { // one panicked: the others are told before that goes on
			s.fire()
		}
	}()
	for f := s.next(); f != nil; f = s.next() {
		f()
	}
	finished = true
}

// next takes the first listener off the list; nil means that there is none.
func (s *Signal) next() func() {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.settle()
	if first := s.listeners.Front(); first != nil {
		return s.listeners.Remove(first).(func())
	}
	return nil
}

// settle lets go of the host when nobody listens any more.
func (s *Signal) settle() {
	if s.listeners.Len() == 0 {
		s.backing.unlisten()
	}
}
