package server

import (
	"errors"
	"fmt"
)

// scanner reads JSON text by the grammar of RFC 8259, without making anything of it.
type scanner struct {
	text            []byte
	at              int
	depth, maxDepth int
}

var errTooDeep = errors.New("nested too deeply")

func (s *scanner) fail(what string) error {
	if s.at >= len(s.text) {
		return errors.New("it ends early")
	}
	return fmt.Errorf("%s at byte %d", what, s.at)
}

// peek returns the byte at the current place, 0 at the end (which begins no value).
func (s *scanner) peek() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

func (s *scanner) space() {
	for s.at < len(s.text) {
		switch s.text[s.at] {
		case ' ', '\t', '\r', '\n':
			s.at++
		default:
			return
		}
	}
}

// end checks that nothing but space is left.
func (s *scanner) end() error {
	s.space()
	if s.at < len(s.text) {
		return s.fail("text after the value")
	}
	return nil
}

// enter goes into the array or object that begins here, leave is called at its end.
func (s *scanner) enter() error {
	s.at++
	if s.depth++; s.depth > s.maxDepth {
		return errTooDeep
	}
	return nil
}

func (s *scanner) leave() { s.depth-- }

// next goes to the next element of an array or object, over a comma unless it is the
// first, or over the closing bracket.
func (s *scanner) next(closing byte, first bool) (done bool, err error) {
	s.space()
	switch {
	case s.peek() == closing:
		s.at++
		return true, nil
	case first:
		return false, nil
	case s.peek() != ',':
		return false, s.fail("expected a comma")
	}
	s.at++
	s.space()
	return false, nil
}

// key reads the name of a member and the colon, and returns the name with its quotes.
func (s *scanner) key() ([]byte, error) {
	start := s.at
	if s.peek() != '"' {
		return nil, s.fail("expected a name")
	}
	if err := s.str(); err != nil {
		return nil, err
	}
	name := s.text[start:s.at]
	s.space()
	if s.peek() != ':' {
		return nil, s.fail("expected a colon")
	}
	s.at++
	return name, nil
}

// skip reads any value.
func (s *scanner) skip() error {
	s.space()
	switch c := s.peek(); {
	case c == '{':
		return s.all('}', func() error {
			if _, err := s.key(); err != nil {
				return err
			}
			return s.skip()
		})
	case c == '[':
		return s.all(']', s.skip)
	case c == '"':
		return s.str()
	case c == 't':
		return s.literal("true")
	case c == 'f':
		return s.literal("false")
	case c == 'n':
		return s.literal("null")
	case c == '-' || isDigit(c):
		return s.number()
	}
	return s.fail("expected a value")
}

func (s *scanner) all(closing byte, element func() error) error {
	if err := s.enter(); err != nil {
		return err
	}
	for first := true; ; first = false {
		done, err := s.next(closing, first)
		if err != nil {
			return err
		}
		if done {
			s.leave()
			return nil
		}
		if err := element(); err != nil {
			return err
		}
	}
}

func (s *scanner) literal(text string) error {
	for i := range len(text) {
		if s.peek() != text[i] {
			return s.fail("expected " + text)
		}
		s.at++
	}
	return nil
}

// str reads a string. That it is UTF-8 has been checked before.
func (s *scanner) str() error {
	s.at++
	for s.at < len(s.text) {
		switch c := s.text[s.at]; {
		case c == '"':
			s.at++
			return nil
		case c < 0x20:
			return s.fail("control character in a string")
		case c == '\\':
			if err := s.escape(); err != nil {
				return err
			}
		default:
			s.at++
		}
	}
	return s.fail("")
}

func (s *scanner) escape() error {
	s.at++
	switch s.peek() {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		s.at++
		return nil
	case 'u':
		s.at++
		for range 4 {
			if c := s.peek(); !isDigit(c) && !('a' <= c && c <= 'f') && !('A' <= c && c <= 'F') {
				return s.fail("expected a hexadecimal digit")
			}
			s.at++
		}
		return nil
	}
	return s.fail("unknown escape in a string")
}

func (s *scanner) number() error {
	if s.peek() == '-' {
		s.at++
	}
	if s.peek() == '0' {
		s.at++
	} else if err := s.digits(); err != nil {
		return err
	}
	if s.peek() == '.' {
		s.at++
		if err := s.digits(); err != nil {
			return err
		}
	}
	if c := s.peek(); c == 'e' || c == 'E' {
		s.at++
		if c := s.peek(); c == '+' || c == '-' {
			s.at++
		}
		return s.digits()
	}
	return nil
}

func (s *scanner) digits() error {
	if !isDigit(s.peek()) {
		return s.fail("expected a digit")
	}
	for isDigit(s.peek()) {
		s.at++
	}
	return nil
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
