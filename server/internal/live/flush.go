package live

import (
	"errors"
	"sync"
)

// queue has a message sent, unless the connection ends. c is locked.
func (c *Conn) queue(m message) {
	if c.ending == 0 && !c.done {
		c.out.put(m)
		c.wake()
	}
}

// wake has somebody send what is queued. c is locked.
func (c *Conn) wake() {
	if !c.sending && !c.done {
		c.sending = true
		go c.flush()
	}
}

// flush sends until there is nothing left. It is the only goroutine that writes.
func (c *Conn) flush() {
	buf := buffers.Get().(*[]byte)
	defer func() {
		if cap(*buf) <= keepBuffer {
			buffers.Put(buf)
		}
	}()
	for {
		c.mu.Lock()
		what, m, s := c.out.next()
		code := c.ending
		if c.done || what == nothing && code == 0 {
			c.sending = false
			c.mu.Unlock()
			return
		}
		if m.kind == answer && what == send {
			if m.sub != nil && m.sub.state == replaying {
				c.out.replay(m.sub)
			}
			c.drained.Broadcast()
		}
		c.mu.Unlock()
		var err error
		switch what {
		case nothing:
			c.socket.Close(code)
			c.stop()
			return
		case send:
			err = c.write(buf, m)
		case resync:
			c.resync(s)
		case read:
			err = c.replay(buf, s)
		}
		if err != nil {
			c.stop()
			return
		}
	}
}

// stop ends a connection that cannot be written to: its reader notices.
func (c *Conn) stop() {
	c.mu.Lock()
	c.done, c.sending = true, false
	c.drained.Broadcast()
	c.mu.Unlock()
	c.cancel()
	c.socket.Drop()
}

func (c *Conn) write(buf *[]byte, m message) error {
	if m.kind != news {
		return c.socket.Write(m.text)
	}
	*buf = c.format.event((*buf)[:0], m.sub, m.event)
	return c.socket.Write(*buf)
}

// resync tells a gap: the position is as of this moment, and what comes after it is
// queued again.
func (c *Conn) resync(s *subscription) {
	s.feed.Sync(func(at Position) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if s.state != lost {
			return
		}
		s.state, s.sent = live, at.Last
		c.out.put(message{kind: notice, text: c.format.gap(s, at, s.reason)})
	})
}

// replay gives some kept events. They go to the socket, not to the queue, so that the
// client's pace is theirs. The last one makes the subscription live.
func (c *Conn) replay(buf *[]byte, s *subscription) error {
	events, err := s.feed.Read(c.ctx, s.sent, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if s.state == replaying {
			s.state = live
		}
	})
	switch {
	case c.ctx.Err() != nil:
		return c.ctx.Err()
	case errors.Is(err, ErrGone): // the client was slower than the events
		c.mu.Lock()
		defer c.mu.Unlock()
		if s.state == replaying {
			c.out.lose(s, gapSlow)
		}
		return nil
	case err != nil:
		c.brokerFailed(s, err)
		return nil
	}
	size := 0
	for _, e := range events {
		c.mu.Lock()
		going := s.state == replaying && c.ending == 0
		if going {
			s.sent = e.ID
		}
		c.mu.Unlock()
		if !going {
			return nil
		}
		*buf = c.format.event((*buf)[:0], s, e)
		if err := c.socket.Write(*buf); err != nil {
			return err
		}
		if size += len(*buf); size > replayBytes {
			break
		}
	}
	if len(events) > 0 {
		c.mu.Lock()
		defer c.mu.Unlock()
		if s.state == replaying {
			c.out.replay(s)
		}
	}
	return nil
}

// replayBytes is about how much of a replay goes before others have their turn.
const replayBytes = 64 << 10

// keepBuffer limits the buffers that are used again.
const keepBuffer = 64 << 10

var buffers = sync.Pool{New: func() any { return new([]byte) }}
