package store

import (
	"errors"

	"github.com/stretchr/testify/require"
)

// script is the functions of a user: each takes and gives JSON texts, "" for undefined.
type script map[Func]func(args ...string) string

// thrown is what a function of a script panics with to fail.
type thrown struct{ error }

var errThrown = errors.New("thrown by a function")

func fail() string { panic(thrown{errThrown}) }

func (p script) Call(fn Func, args ...[]byte) (out []byte, err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case thrown:
			err = p.error
		default:
			panic(p)
		}
	}()
	texts := make([]string, len(args))
	for i := range args {
		texts[i] = string(args[i])
	}
	return []byte(p[fn](texts...)), nil
}

// always gives a function that gives the same each time.
func always(result string) func(...string) string {
	return func(...string) string { return result }
}

// member gives the text of a member of an object.
func memberText(object, name string) string {
	value, _ := memberOf([]byte(object), name)
	return string(value)
}

// now is when the stories of tests happen, in ms.
const now = 1_000_000

// set writes directly.
func (st *stage) set(node uint32, args, value string) {
	st.t.Helper()
	c, err := st.s.Prepare(st.s.Node(node), "", []byte(args), []byte(value), st.at(Direct, now))
	require.NoError(st.t, err)
	st.s.Apply(c)
}

// answer stores the answer of a read that was sent and came now.
func (st *stage) answer(node uint32, key, args, body string) {
	st.t.Helper()
	st.answerBy(st.at(Read, now), node, key, args, body)
}

func (st *stage) answerBy(w *Write, node uint32, key, args, body string) {
	st.t.Helper()
	c, err := st.s.Prepare(st.s.Node(node), key, []byte(args), []byte(body), w)
	require.NoError(st.t, err)
	st.s.Apply(c)
}

// refused gives the error of an answer, and requires that nothing has changed.
func (st *stage) refused(node uint32, key, args, body string) error {
	st.t.Helper()
	version, rows := st.s.Version(), rowsOf(st.s)
	c, err := st.s.Prepare(st.s.Node(node), key, []byte(args), []byte(body), st.at(Read, now))
	require.Error(st.t, err, "%s", body)
	require.Nil(st.t, c)
	require.Equal(st.t, version, st.s.Version())
	require.Equal(st.t, rows, rowsOf(st.s))
	return err
}

// rowsOf writes all rows of a store, with their pks.
func rowsOf(s *Store) map[string]string {
	out := make(map[string]string)
	for name, t := range s.tables {
		for _, r := range present(t) {
			pk := r.pk
			switch {
			case r.cur == nil:
				out[name+" "+pk] = "missing"
			case r.cur.invalid:
				out[name+" "+pk] = "INVALID"
			default:
				out[name+" "+pk] = string(r.cur.normal())
			}
		}
	}
	return out
}

// row gives what a table has under a pk.
func (st *stage) row(table, pk string) string { return rowsOf(st.s)[table+" "+pk] }

// get gives what arguments find in the base.
func (st *stage) get(node uint32, args string) any { return st.base(st.root(node, "", args)) }

// read gives what an endpoint shows in the base.
func (st *stage) read(node uint32, key, args string) any { return st.base(st.root(node, key, args)) }

// shown is get as text.
func (st *stage) shown(node uint32, args string) string { return show(st.get(node, args)) }

// outcome is what getResponse gives.
type outcome struct {
	data      string
	status    ExpiryStatus
	expiresAt float64
}

func (st *stage) response(node uint32, key, args string) outcome {
	root := st.root(node, key, args)
	return outcome{show(st.base(root)), st.s.Shown(root, Base).Status, st.s.Shown(root, Base).ExpiresAt}
}

// told gives the numbers of the roots that show another object, an object where there was none, or none any
// more, after what fn does.
func (st *stage) told(fn func(), roots ...uint32) []uint32 {
	before := make(map[uint32]any)
	for _, r := range roots {
		before[r] = st.view(r)
	}
	st.s.Changed()
	fn()
	changed := make(map[uint32]bool)
	for _, r := range st.s.Changed() {
		changed[r] = true
	}
	var out []uint32
	for _, r := range roots {
		if after := st.view(r); after != before[r] {
			require.True(st.t, changed[r], "root %d changed and was not noted", r)
			out = append(out, r)
		}
	}
	return out
}
