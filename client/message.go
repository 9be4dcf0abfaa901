package client

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"

	"sluice/core"
	"sluice/core/socket"
)

var errNoJSON = errors.New("a message is no JSON")

// hear takes a message. It is called in turn with all user code.
func (l *live) hear(s *connection, m *Message) {
	c, o := l.client, l.client.options.Subscriber
	c.mu.Lock()
	shut, active := s.shut, s.active
	c.mu.Unlock()
	if shut {
		return
	}
	members, isJSON := parsed(m.Data)
	isJSON = isJSON && !m.Binary
	asks := func(ask func(Message) bool) (is bool) {
		err := guard(func() error { is = ask(*m); return nil })
		if err != nil && isJSON {
			l.fail(&SocketError{Kind: SocketCallback, Message: m, Err: err})
		}
		return is && err == nil
	}
	confirms := !active && o.ActivateOn != nil && asks(o.ActivateOn)
	var beats bool
	if o.IsHeartbeatMessage != nil {
		beats = asks(o.IsHeartbeatMessage)
	} else {
		beats = s.framed && textIn(members["op"]) == "ping"
	}
	if confirms || beats {
		c.do(func(now core.Time) {
			c.toSocket(now, func(m *socket.Machine, now socket.Time) { m.Heard(now, s.id, confirms, beats) })
		})
	}
	if !isJSON {
		if !confirms && !beats {
			l.fail(&SocketError{Kind: SocketParse, Message: m, Err: errNoJSON})
		}
		return
	}
	if s.framed {
		l.frame(s, m, members)
		return
	}
	c.mu.Lock() // behind what the confirmation sends
	defer c.mu.Unlock()
	c.tell(func() { l.plain(s, m, members) })
}

// parsed gives the members of an object, nil of other JSON.
func parsed(text []byte) (members map[string]json.RawMessage, isJSON bool) {
	err := json.Unmarshal(text, &members)
	_, other := errors.AsType[*json.UnmarshalTypeError](err)
	return members, err == nil || other
}

// frame tells the core of a frame of sluice.v1.
func (l *live) frame(s *connection, m *Message, f map[string]json.RawMessage) {
	sid, hasSID := whole(f["sid"])
	id, hasID := whole(f["id"])
	last, hasLast := whole(f["last"])
	n, hasN := whole(f["n"])
	epoch, hasEpoch := textOfJSON(f["epoch"])
	if hasSID = hasSID && sid <= math.MaxUint32; !hasSID {
		sid = 0
	}
	number := uint32(sid)
	var do func(m *socket.Machine, now socket.Time)
	switch op := textIn(f["op"]); {
	case op == "event" && hasSID && hasID:
		do = func(m *socket.Machine, now socket.Time) { m.Event(now, s.id, number, id) }
	case op == "subscribed" && hasSID && hasLast && hasEpoch:
		do = func(m *socket.Machine, now socket.Time) { m.Subscribed(now, s.id, number, epoch, last) }
	case op == "gap" && hasSID && hasLast && hasEpoch:
		do = func(m *socket.Machine, now socket.Time) { m.Gap(now, s.id, number, epoch, last, textIn(f["reason"])) }
	case op == "ping" && hasN:
		do = func(m *socket.Machine, now socket.Time) { m.Pinged(now, s.id, n) }
	case op == "pong" && hasN:
		do = func(m *socket.Machine, now socket.Time) { m.Ponged(now, s.id, n) }
	case op == "session":
		do = func(m *socket.Machine, now socket.Time) { m.SessionChanged(now, s.id) }
	case op == "error" && hasSID && sid != 0:
		do = func(m *socket.Machine, now socket.Time) {
			m.Refused(now, s.id, number, textIn(f["code"]), textIn(f["message"]), string(f["retry"]) == "true")
		}
	case op == "error" && f["sid"] == nil:
		do = func(m *socket.Machine, now socket.Time) { m.Faulty(now, s.id, textIn(f["code"]), textIn(f["message"])) }
	default:
		l.fail(&SocketError{Kind: SocketProtocol, Code: "message.invalid", Message: m, Err: errors.New("a frame is not of sluice.v1")})
		return
	}
	l.client.do(func(now core.Time) {
		l.at = arrival{f["data"], m}
		l.client.toSocket(now, do)
		l.client.carryOut() // while it is at hand
		l.at = arrival{}
	})
}

// textIn gives a JSON string, "" of what is none.
func textIn(text json.RawMessage) string {
	s, _ := textOfJSON(text)
	return s
}

func textOfJSON(text json.RawMessage) (s string, ok bool) {
	if len(text) == 0 || text[0] != '"' {
		return "", false
	}
	return s, json.Unmarshal(text, &s) == nil
}

// whole gives a number that the protocol counts with.
func whole(text json.RawMessage) (uint64, bool) {
	if n, err := strconv.ParseUint(string(text), 10, 53); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || !(f >= 0 && f < 1<<53) || f != math.Trunc(f) {
		return 0, false
	}
	return uint64(f), true
}

// plain takes a message without an envelope: its type says whose it is.
func (l *live) plain(s *connection, m *Message, members map[string]json.RawMessage) {
	c := l.client
	c.mu.Lock()
	shut := s.shut
	c.mu.Unlock()
	if shut {
		return
	}
	data, ok := l.first(arrival{m.Data, m})
	if !ok {
		return
	}
	if c.options.Subscriber.GetData != nil {
		members, _ = parsed(data)
	}
	name, ok := textOfJSON(members["type"])
	if !ok {
		return
	}
	c.mu.Lock()
	meant := l.topics.byName[name]
	c.mu.Unlock()
	l.handle(meant, data, m)
}

// hand gives a subscription an event.
func (l *live) hand(t *topic, at arrival) {
	l.client.mu.Lock()
	closed := l.client.closed
	l.client.mu.Unlock()
	if closed {
		return
	}
	if data, ok := l.first(at); ok {
		l.handle([]*topic{t}, data, at.message)
	}
}

// first is what is done with each message. Nothing follows if that fails.
func (l *live) first(at arrival) (data json.RawMessage, ok bool) {
	o := l.client.options.Subscriber
	data = at.data
	err := guard(func() (err error) {
		if o.GetData != nil {
			if data, err = o.GetData(data); err != nil {
				return err
			}
		}
		if o.OnMessage != nil {
			o.OnMessage(data, *at.message)
		}
		return nil
	})
	l.blame(err, Topic{}, at.message)
	return data, err == nil
}

// blame tells that a function failed for a message, if it has.
func (l *live) blame(err error, of Topic, m *Message) {
	if err == nil {
		return
	}
	known, ok := errors.AsType[*SocketError](err)
	if ok && known.Kind == SocketProtocol {
		known.Message = m
		l.fail(known)
		return
	}
	l.fail(&SocketError{Kind: SocketCallback, Topic: of, Message: m, Err: err})
}

// handle has all who subscribed handle a message. What they change is one commit.
func (l *live) handle(topics []*topic, data json.RawMessage, m *Message) {
	shared, writes, of := valueOfText(data), Batch{}, Topic{}
	for _, t := range topics {
		of = t.Topic
		for _, u := range l.usesOf(t) {
			own := Batch{}
			err := guard(func() error { return u.take(l.client, shared, &own) })
			if err == nil {
				writes.writes = append(writes.writes, own.writes...)
			}
			l.blame(err, t.Topic, m)
		}
	}
	l.blame(l.client.commit(writes.writes), of, m)
}

// usesOf gives who listens to a topic, and of those who follow it for the same key of an endpoint one.
func (l *live) usesOf(t *topic) []*listener {
	l.client.mu.Lock()
	defer l.client.mu.Unlock()
	out, follows := []*listener(nil), map[string]bool{"": false}
	for _, u := range t.uses {
		if !u.stopped.Load() && !follows[u.follows] {
			follows[u.follows] = u.follows != ""
			out = append(out, u)
		}
	}
	return out
}
