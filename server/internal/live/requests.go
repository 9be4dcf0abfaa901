package live

import (
	"errors"
	"time"
	"unicode/utf8"
)

// Handle does what a text frame of the client asks for. While the client leaves too many
// answers untaken it waits, and so nothing more is read.
func (c *Conn) Handle(text []byte) {
	if !c.await() {
		return
	}
	if !utf8.Valid(text) {
		c.End(CloseInvalidText)
		return
	}
	read := parse
	if c.plain {
		read = parsePlain
	}
	f, err := read(text)
	if err != nil {
		var bad *errFrame
		errors.As(err, &bad)
		c.invalid(bad)
		return
	}
	switch f.op {
	case opSubscribe:
		c.subscribe(f)
	case opUnsubscribe:
		if s := c.find(f); s != nil {
			c.remove(s)
		}
	case opPing:
		c.reply(pongFrame(f.n))
	case opPong: // it was heard
	}
}

// Invalid answers what is no text frame.
func (c *Conn) Invalid(message string) {
	if c.await() {
		c.invalid(&errFrame{message: message})
	}
}

// await notes a sign of life and waits for room for an answer. It returns false when the
// connection is ending.
func (c *Conn) await() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.heart.heard = time.Now()
	for c.out.answers >= maxAnswers && c.ending == 0 && !c.done {
		c.drained.Wait()
	}
	return c.ending == 0 && !c.done
}

// deaf says whether the gate keeps the client from being heard, for as long as it likes.
func (c *Conn) deaf(is bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting, c.heart.heard = is, time.Now()
}

func (c *Conn) invalid(e *errFrame) {
	c.mu.Lock()
	_, taken := c.subs[e.sid]
	c.mu.Unlock()
	if e.hasSid && !taken {
		c.reply(c.format.refused(e.sid, Stream{}, Refusal{Code: CodeInvalid, Message: e.message}))
		return
	}
	c.reply(invalid(e.message)) // it must not end the subscription of that sid
}

func (c *Conn) reply(text []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.answer(text, nil)
}

// answer queues an answer, and what is to be replayed after it. c is locked.
func (c *Conn) answer(text []byte, replay *subscription) {
	if text != nil {
		c.queue(message{kind: answer, text: text, sub: replay})
	}
}

// find returns the subscription that a frame names, nil without one.
func (c *Conn) find(f frame) *subscription {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.plain {
		return c.subs[f.sid]
	}
	for _, s := range c.subs {
		if s.stream == f.stream {
			return s
		}
	}
	return nil
}

func (c *Conn) subscribe(f frame) {
	if c.find(f) != nil {
		if !c.plain { // plain clients repeat themselves after a reconnect: what they have stays
			c.invalid(&errFrame{message: "this sid is in use"})
		}
		return
	}
	s := &subscription{conn: c, sid: f.sid, stream: f.stream, resume: f.resume, from: f.at}
	payload, every := c.gate.Again(f.stream.Topic)
	if payload {
		s.payload = f.payload
	}
	s.every, s.due = every, time.Now().Add(every)
	if refusal := c.tooMuch(s); refusal != nil {
		c.reply(c.format.refused(s.sid, s.stream, *refusal))
		return
	}
	time.Sleep(c.pace.step(time.Now()))
	c.deaf(true)
	defer c.deaf(false)
	c.admitting.Lock()
	defer c.admitting.Unlock()
	if refusal := c.gate.Admit(c.ctx, f.stream, f.payload, false); refusal != nil {
		c.reply(c.format.refused(s.sid, s.stream, *refusal))
		return
	}
	c.mu.Lock()
	if c.ending != 0 || c.done {
		c.mu.Unlock()
		return
	}
	if c.subs == nil {
		c.subs = map[int64]*subscription{}
	}
	c.subs[s.sid] = s
	c.payloads += len(s.payload)
	c.mu.Unlock()
	if err := c.broker.Subscribe(c.ctx, s.stream, s); err != nil {
		c.brokerFailed(s, err)
	}
}

// tooMuch returns why one more subscription is beyond what a connection may have, nil if it
// is not. Plain clients don't name theirs: it gets a number.
func (c *Conn) tooMuch(s *subscription) *Refusal {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.plain {
		c.plainSid++
		s.sid = c.plainSid
	}
	switch {
	case len(c.subs) >= MaxSubscriptions:
		return &Refusal{Code: CodeTooMany, Message: "too many subscriptions", Retry: true}
	case c.payloads+len(s.payload) > maxPayloads:
		return &Refusal{Code: CodeTooMany, Message: "too long payloads", Retry: true}
	}
	return nil
}
