package live

import (
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf8"
)

// MaxName limits a topic and a key, in characters.
const MaxName = 200

// What a client can ask for.
const (
	opSubscribe   = "subscribe"
	opUnsubscribe = "unsubscribe"
	opPing        = "ping"
	opPong        = "pong"
)

// frame is a frame from a client, checked.
type frame struct {
	op      string
	sid     int64
	stream  Stream
	payload json.RawMessage // nil = none
	resume  bool            // from the position that follows
	at      Position
	n       string // of ping and pong: the text of an integer
}

// errFrame is what is wrong with a frame.
type errFrame struct {
	message string
	sid     int64
	hasSid  bool // the frame asked for a subscription, which ends with this
}

func (e *errFrame) Error() string { return "live: " + e.message }

// members are those of any frame, as they came. A member that is null counts as left out.
type members struct {
	Op         json.RawMessage `json:"op"`
	Sid        json.RawMessage `json:"sid"`
	Topic      json.RawMessage `json:"topic"`
	Key        json.RawMessage `json:"key"`
	Payload    json.RawMessage `json:"payload"`
	Epoch      json.RawMessage `json:"epoch"`
	After      json.RawMessage `json:"after"`
	N          json.RawMessage `json:"n"`
	Type       json.RawMessage `json:"type"`
	RequestKey json.RawMessage `json:"requestKey"`
}

func readMembers(text []byte) (m members, err error) {
	var object map[string]json.RawMessage // names are compared exactly, which structs don't do
	if json.Unmarshal(text, &object) != nil || object == nil {
		return m, &errFrame{message: "a frame is a JSON object"}
	}
	for name, place := range map[string]*json.RawMessage{
		"op": &m.Op, "sid": &m.Sid, "topic": &m.Topic, "key": &m.Key, "payload": &m.Payload, "epoch": &m.Epoch,
		"after": &m.After, "n": &m.N, "type": &m.Type, "requestKey": &m.RequestKey,
	} {
		if value := object[name]; string(value) != "null" {
			*place = value
		}
	}
	return m, nil
}

// parse reads a frame of sluice.v1.
func parse(text []byte) (frame, error) {
	m, err := readMembers(text)
	if err != nil {
		return frame{}, err
	}
	op, ok := stringOf(m.Op)
	if !ok {
		return frame{}, &errFrame{message: "op is a string"}
	}
	f := frame{op: op}
	switch op {
	case opPing, opPong:
		return f, f.readNumber(m)
	case opSubscribe, opUnsubscribe:
		if f.sid, ok = integerOf(m.Sid); !ok {
			return f, &errFrame{message: "sid is an integer"}
		}
		if op == opUnsubscribe {
			return f, nil
		}
		if err := f.readSubscribe(m); err != nil {
			return f, &errFrame{message: err.Error(), sid: f.sid, hasSid: true}
		}
		return f, nil
	}
	return f, &errFrame{message: "unknown op"}
}

func (f *frame) readNumber(m members) error {
	if _, err := strconv.ParseInt(string(m.N), 10, 64); err != nil {
		return &errFrame{message: "n is an integer"}
	}
	f.n = string(m.N)
	return nil
}

func (f *frame) readSubscribe(m members) error {
	var ok bool
	if f.stream.Topic, ok = stringOf(m.Topic); !ok {
		return errors.New("topic is a string")
	}
	if f.stream.Key, ok = stringOf(m.Key); !ok && m.Key != nil {
		return errors.New("key is a string")
	}
	if err := checkStream(f.stream); err != nil {
		return err
	}
	f.payload = m.Payload
	if f.resume = m.Epoch != nil; f.resume != (m.After != nil) {
		return errors.New("epoch and after come together")
	}
	if !f.resume {
		return nil
	}
	if f.at.Epoch, ok = stringOf(m.Epoch); !ok {
		return errors.New("epoch is a string")
	}
	if f.at.Last, ok = integerOf(m.After); !ok || f.at.Last < 0 {
		return errors.New("after is an integer from 0 on")
	}
	return nil
}

// parsePlain reads a message of a client without sluice.v1: {type, requestKey?} asks for
// a topic, and the whole message is the payload. With op "unsubscribe" it ends that;
// ping and pong are as in sluice.v1.
func parsePlain(text []byte) (frame, error) {
	m, err := readMembers(text)
	if err != nil {
		return frame{}, err
	}
	f := frame{op: opSubscribe}
	if op, ok := stringOf(m.Op); ok {
		switch op {
		case opPing, opPong:
			f.op = op
			return f, f.readNumber(m)
		case opUnsubscribe:
			f.op = op
		}
	}
	var ok bool
	if f.stream.Topic, ok = stringOf(m.Type); !ok {
		return f, &errFrame{message: "type is a string: the topic"}
	}
	if f.stream.Key, ok = stringOf(m.RequestKey); !ok && m.RequestKey != nil {
		return f, &errFrame{message: "requestKey is a string"}
	}
	if err := checkStream(f.stream); err != nil {
		return f, &errFrame{message: err.Error()}
	}
	f.payload = text
	return f, nil
}

func checkStream(s Stream) error {
	if utf8.RuneCountInString(s.Topic) > MaxName || utf8.RuneCountInString(s.Key) > MaxName {
		return errors.New("topic and key have at most 200 characters")
	}
	return nil
}

func stringOf(value json.RawMessage) (text string, ok bool) {
	return text, len(value) > 0 && value[0] == '"' && json.Unmarshal(value, &text) == nil
}

// integerOf reads an integer as JavaScript writes it. One that is too large for 64 bits
// is the largest: no position is that far.
func integerOf(value json.RawMessage) (int64, bool) {
	n, err := strconv.ParseInt(string(value), 10, 64)
	if errors.Is(err, strconv.ErrRange) {
		return n, true
	}
	return n, err == nil
}
