package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// decodeJSON reads the JSON text of a request into in, a non-nil pointer to the type
// that s is the shape of. An empty text is read as {}. It is stricter than
// encoding/json in what a client could use to make two readers differ: names are
// compared exactly, of duplicate members only the last exists, invalid UTF-8 is an
// error. Unknown members are ignored and null leaves a zero value.
func decodeJSON(text []byte, s *shape, maxDepth int, in any) *Error {
	if len(bytes.Trim(text, " \t\r\n")) == 0 {
		text = []byte("{}")
	}
	if !utf8.Valid(text) {
		return invalidRequest("the body is not valid UTF-8", "", "UTF-8")
	}
	clean, m, err := checkJSON(text, s, maxDepth, false)
	switch {
	case errors.Is(err, errTooDeep):
		return invalidRequest(fmt.Sprintf("the body nests deeper than %d levels", maxDepth), "", fmt.Sprintf("at most %d levels", maxDepth))
	case err != nil:
		return invalidRequest("the body is not JSON: "+err.Error(), "", "JSON")
	case m != nil:
		return m.answer()
	}
	if json.Unmarshal(clean, in) == nil {
		return nil
	}
	// A type that decodes itself refused its value. Look for it.
	if _, m, _ = checkJSON(clean, s, maxDepth, true); m == nil {
		m = &mismatch{expected: s.expected()}
	}
	return m.answer()
}

// mismatch says where a value is not of the type that is expected there.
type mismatch struct {
	path     []string // innermost first
	expected string
}

func (m *mismatch) at(segment string) *mismatch {
	m.path = append(m.path, segment)
	return m
}

func (m *mismatch) answer() *Error {
	slices.Reverse(m.path)
	path := strings.Join(m.path, ".")
	where := path
	if where == "" {
		where = "the body"
	}
	return invalidRequest(where+": expected "+m.expected, path, m.expected)
}

// checkJSON checks a JSON text against a shape in one pass. It returns the text without
// unknown and repeated members, the first mismatch among those that are left, and an
// error if it is not JSON or too deep. With probe it also tries to decode the values of
// types that decode themselves.
func checkJSON(text []byte, s *shape, maxDepth int, probe bool) ([]byte, *mismatch, error) {
	c := checker{scanner: scanner{text: text, maxDepth: maxDepth}, out: make([]byte, 0, len(text)), probe: probe}
	m, err := c.value(s)
	if err == nil {
		err = c.end()
	}
	return c.out, m, err
}

type checker struct {
	scanner
	out   []byte
	probe bool
}

// value reads one value of shape s and appends it to out.
func (c *checker) value(s *shape) (*mismatch, error) {
	c.space()
	switch first := c.peek(); {
	case first == '{' && (s.kind == structShape || s.kind == mapShape):
		return c.object(s)
	case first == '[' && s.kind == arrayShape:
		return c.array(s)
	}
	start := c.at
	if err := c.skip(); err != nil {
		return nil, err
	}
	raw := c.text[start:c.at]
	c.out = append(c.out, raw...)
	return c.scalar(s, raw), nil
}

// scalar checks a value that is taken as a whole.
func (c *checker) scalar(s *shape, raw []byte) *mismatch {
	if raw[0] == 'n' {
		return nil
	}
	number := raw[0] == '-' || isDigit(raw[0])
	fits := false
	switch s.kind {
	case opaqueShape:
		fits = !c.probe || json.Unmarshal(raw, reflect.New(s.typ).Interface()) == nil
	case boolShape:
		fits = raw[0] == 't' || raw[0] == 'f'
	case stringShape:
		fits = raw[0] == '"'
	case floatShape:
		_, err := strconv.ParseFloat(string(raw), s.typ.Bits())
		fits = number && err == nil
	case intShape:
		_, err := strconv.ParseInt(string(raw), 10, s.typ.Bits())
		fits = number && err == nil
	case uintShape:
		_, err := strconv.ParseUint(string(raw), 10, s.typ.Bits())
		fits = number && err == nil
	}
	if fits {
		return nil
	}
	if number && (s.kind == intShape || s.kind == uintShape) {
		return &mismatch{expected: "integer"} // a fraction, or out of range
	}
	return &mismatch{expected: s.expected()}
}

// object reads an object. A member that comes again replaces the earlier one, which
// then never was: neither its value nor its mismatch counts.
func (c *checker) object(s *shape) (*mismatch, error) {
	if err := c.enter(); err != nil {
		return nil, err
	}
	start := len(c.out)
	c.out = append(c.out, '{')
	var members []member
	latest := map[string]int{}
	repeated := false
	for first := true; ; first = false {
		done, err := c.next('}', first)
		if err != nil {
			return nil, err
		}
		if done {
			break
		}
		key, err := c.key()
		if err != nil {
			return nil, err
		}
		name := unquote(key)
		elem := s.elem
		if s.kind == structShape {
			if elem = s.fields[name]; elem == nil { // unknown: leave it out
				if err := c.skip(); err != nil {
					return nil, err
				}
				continue
			}
		}
		if len(members) > 0 {
			c.out = append(c.out, ',')
		}
		m := member{name: name, start: len(c.out)}
		c.out = append(append(c.out, key...), ':')
		if m.mismatch, err = c.value(elem); err != nil {
			return nil, err
		}
		m.end = len(c.out)
		if i, ok := latest[name]; ok {
			members[i].replaced, repeated = true, true
		}
		latest[name] = len(members)
		members = append(members, m)
	}
	c.leave()
	if repeated {
		members = c.withoutReplaced(start, members)
	}
	c.out = append(c.out, '}')
	for _, m := range members {
		if m.mismatch != nil {
			return m.mismatch.at(m.name), nil
		}
	}
	return nil, nil
}

// member is one member of an object in out, "name":value from start to end.
type member struct {
	name       string
	start, end int
	replaced   bool // by a later one of the name
	mismatch   *mismatch
}

// withoutReplaced writes the members of the object that begins at start again, without
// those that were replaced, and returns the others.
func (c *checker) withoutReplaced(start int, members []member) []member {
	all := slices.Clone(c.out[start:])
	c.out = append(c.out[:start], '{')
	members = slices.DeleteFunc(members, func(m member) bool { return m.replaced })
	for i, m := range members {
		if i > 0 {
			c.out = append(c.out, ',')
		}
		c.out = append(c.out, all[m.start-start:m.end-start]...)
	}
	return members
}

func (c *checker) array(s *shape) (*mismatch, error) {
	if err := c.enter(); err != nil {
		return nil, err
	}
	c.out = append(c.out, '[')
	var wrong *mismatch
	for i := 0; ; i++ {
		done, err := c.next(']', i == 0)
		if err != nil {
			return nil, err
		}
		if done {
			break
		}
		if i > 0 {
			c.out = append(c.out, ',')
		}
		m, err := c.value(s.elem)
		if err != nil {
			return nil, err
		}
		if m != nil && wrong == nil {
			wrong = m.at(strconv.Itoa(i))
		}
	}
	c.leave()
	c.out = append(c.out, ']')
	return wrong, nil
}

// unquote returns the text of a checked JSON string.
func unquote(raw []byte) string {
	if !slices.Contains(raw, '\\') {
		return string(raw[1 : len(raw)-1])
	}
	var text string
	_ = json.Unmarshal(raw, &text) // the scanner has checked it
	return text
}
