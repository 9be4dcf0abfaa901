package normal

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// stage has a store whose updates are functions on texts, by the number of their entry and their kind.
type stage struct {
	t     testing.TB
	s     *Store
	funcs map[string]func(data string) string // "" is the same, "!" an error
	calls int
}

func newStage(t testing.TB) *stage {
	st := &stage{t: t, funcs: map[string]func(string) string{}}
	st.s = New(st, nil)
	return st
}

func (st *stage) Update(u Updating, data []byte) ([]byte, bool, error) {
	st.calls++
	fn := st.funcs[fmt.Sprint(u.Entry, u.Kind)]
	require.NotNil(st.t, fn, "%v", u)
	switch out := fn(string(data)); out {
	case "":
		return nil, true, nil
	case "!":
		return nil, false, errUpdate
	default:
		return []byte(out), false, nil
	}
}

// on sets a function.
func (st *stage) on(entry int, kind Kind, fn func(string) string) {
	st.funcs[fmt.Sprint(entry, kind)] = fn
}

func (st *stage) answer(id QueryID, by RequestID, text string) []QueryID {
	st.t.Helper()
	st.s.Over(by)
	c, err := st.s.Answer(id, by, float64(by), []byte(text))
	require.NoError(st.t, err)
	return told(c)
}

func (st *stage) begin(m Mutation) []QueryID {
	st.t.Helper()
	c, err := st.s.Begin(m)
	require.NoError(st.t, err)
	return told(c)
}

func (st *stage) succeed(by, last RequestID, answer string) []QueryID {
	st.t.Helper()
	c, err := st.s.Succeed(by, last, 0, []byte(answer), nil)
	require.NoError(st.t, err)
	return told(c)
}

func (st *stage) fail(by, last RequestID, reverted string) []QueryID {
	return told(st.s.Fail(by, last, 0, []byte(reverted)))
}

func told(c *Changes) []QueryID {
	out := []QueryID{}
	for _, q := range c.Queries {
		out = append(out, q.Query)
	}
	return out
}

// text gives what a query shows.
func (st *stage) text(id QueryID) string {
	st.t.Helper()
	text, ok := st.s.Text(nil, id)
	if !ok {
		return ""
	}
	return string(text)
}

// settled reports whether there are no layers.
func (st *stage) settled() bool { return len(st.s.layers) == 0 }

// set makes a function that puts one value in the place of what there is.
func set(text string) func(string) string { return func(string) string { return text } }

// push makes one that adds an item to an array.
func push(item string) func(string) string {
	return func(data string) string {
		if data == "[]" {
			return "[" + item + "]"
		}
		return strings.TrimSuffix(data, "]") + "," + item + "]"
	}
}

// replace makes one that puts text in the place of text.
func replace(old, text string) func(string) string {
	return func(data string) string {
		if !strings.Contains(data, old) {
			return ""
		}
		return string(bytes.ReplaceAll([]byte(data), []byte(old), []byte(text)))
	}
}

// nest puts a text into brackets many times; % is how deep they are.
func nest(open, text, end string, times int) string {
	var b strings.Builder
	for i := range times {
		b.WriteString(strings.ReplaceAll(open, "%", fmt.Sprint(i)))
	}
	b.WriteString(text)
	b.WriteString(strings.Repeat(end, times))
	return b.String()
}
