package core

import (
	"errors"

	"github.com/stretchr/testify/require"
)

var (
	errThrown  = errors.New("thrown")
	errUpdater = errors.New("an update threw")
)

// value gives what a number means.
func (s *shell) value(v Value) string {
	if v == 0 {
		return "null"
	}
	require.Contains(s.t, s.values, v, "value %d is not meant any more", v)
	return s.values[v]
}

func (s *shell) keepValue(text string) Value {
	if text == "null" {
		return 0
	}
	s.last++
	s.values[s.last] = text
	return s.last
}

// Data is that of Values.
func (s *shell) Data(id RecordID) Value { return s.keepValue(s.record(id).data) }

// Answer is that of Values.
func (s *shell) Answer(id RequestID) Value {
	if f := s.flows[id]; f != nil {
		return s.keepValue(f.response)
	}
	return s.keepValue(s.requests[id].text)
}

// Update is that of Values.
func (s *shell) Update(u Updating) (Value, error) {
	before := s.value(u.Data)
	switch after, err := s.update(u, before); {
	case err != nil:
		return 0, err
	case after == before:
		return u.Data, nil
	default:
		return s.keepValue(after), nil
	}
}

// Text is that of Texts.
func (s *shell) Text(id RequestID) ([]byte, error) { return []byte(s.flows[id].response), nil }

// Rewrite is that of Texts.
func (s *shell) Rewrite(u Updating, data []byte) (text []byte, same bool, err error) {
	after, err := s.update(u, string(data))
	return []byte(after), after == string(data), err
}

// Parse is that of Texts.
func (s *shell) Parse(text []byte) Value { return s.keepValue(string(text)) }

// update runs a function of a call.
func (s *shell) update(u Updating, before string) (after string, err error) {
	require.True(s.t, s.usable(u.Call), "a function of call %d, which is over", u.Call)
	entry, answer := s.scripts[u.Call].updates[u.Entry], s.value(u.Answer)
	switch u.Kind {
	case UpdateData:
		after = entry.data(before, answer)
	case UpdateOptimistic:
		after = entry.optimistic(before)
	case UpdateRevert:
		after = entry.revert(before)
	}
	if after == "throw" {
		return "", errUpdater
	}
	return after, nil
}
