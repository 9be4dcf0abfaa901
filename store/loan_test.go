package store

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// borrow gives a copy of a body that may be written over, and how often it was asked for again.
func borrow(body []byte) (loan *Loan, asked *int) {
	asked = new(int)
	loan = &Loan{Body: bytes.Clone(body)}
	loan.Again = func() { *asked++; copy(loan.Body, body) }
	return loan, asked
}

// takeLent prepares and applies a body that is lent, and then uses what is left of it for something else.
func takeLent(t testing.TB, s *Store, body []byte) *Loan {
	clock++
	loan, asked := borrow(body)
	c, err := s.PrepareLent(s.Node(1), "feed []", []byte("[]"), loan, readAt(clock))
	require.NoError(t, err)
	assert.Zero(t, *asked)
	for i := range loan.Body[loan.Kept:] {
		loan.Body[loan.Kept+i] = 'X'
	}
	s.Apply(c)
	return loan
}

func TestWhatIsReadOfABodyThatIsLentIsTheSame(t *testing.T) {
	version := func(n string) []byte {
		return bytes.ReplaceAll(feed(400, 50, nil), []byte(`"votes":`), []byte(`"votes":`+n))
	}
	one := func(i int) bool { return i%100 == 0 }
	lentTo, copied := feedStore(t), feedStore(t)
	for i, step := range []struct {
		name string
		body []byte
		kept bool
		held int // bodies that rows are in
	}{
		{"first", feed(400, 50, nil), true, 1},
		{"equal", feed(400, 50, nil), false, 1},
		{"few changed", feed(400, 50, one), false, 1},
		{"few changed back", feed(400, 50, nil), false, 1},
		{"fewer rows", feed(100, 50, nil), false, 1},
		{"all posts changed, which are most", version("1"), false, 0},
		{"all posts changed again", version("2"), false, 0},
		{"as many other posts", bytes.ReplaceAll(feed(400, 50, nil), []byte(`"id":`), []byte(`"id":9`)), true, 1},
		{"few rows", []byte(`{"posts":[{"id":"1"}]}`), false, 1},
	} {
		loan := takeLent(t, lentTo, step.body)
		take(t, copied, step.body)
		assert.Equal(t, contents(copied), contents(lentTo), "%d: %s", i, step.name)
		assert.Equal(t, step.kept, loan.Kept > 0, step.name)
		assert.Equal(t, step.held, len(lentTo.lent), step.name)
	}
	lentTo.Reset()
	assert.Empty(t, lentTo.lent)
}

func TestABodyThatWasWrittenOverIsAskedForAgainWhereItIsRefused(t *testing.T) {
	whole := string(feed(400, 50, nil))
	list := whole[strings.IndexByte(whole, '[') : strings.LastIndexByte(whole, ']')+1]
	fields := make([]string, 70)
	for i := range fields {
		fields[i] = fmt.Sprintf(`"f%d":4`, i)
	}
	schema := `[{"id":20,"kind":"object","fields":{"data":21}},{"id":21,"kind":"object","fields":{"items":2,"more":2}},
		{"id":22,"kind":"object","fields":{"items":2,` + strings.Join(fields, ",") + `}}]`
	schema = strings.ReplaceAll(schema, `:4`, `:3`)
	for _, test := range []struct {
		name string
		node uint32
		body string
		// again is how often the body is asked for.
		again int
	}{
		{"no JSON at the end", 2, list[:len(list)-1] + "x", 1},
		{"no JSON after the end", 2, list + "x", 1},
		{"a misfit in the last item", 2, list[:len(list)-1] + `,{"id":"z","author":true}]`, 1},
		{"a misfit further out, whose path is named", 20, `{"data":{"items":` + list + `,"more":7}}`, 1},
		{"a member twice, of which the last counts", 2, list[:len(list)-1] + `,{"id":"z","author":{"id":"1"},"author":{"id":"2"}}]`, 1},
		{"fields of a number", 22, `{"items":` + list + `,"f69":null,"f68":null,"f69":null}`, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, b := feedStore(t), feedStore(t)
			require.NoError(t, a.Define([]byte(schema)))
			require.NoError(t, b.Define([]byte(schema)))
			loan, asked := borrow([]byte(test.body))
			lent, errLent := a.PrepareLent(a.Node(test.node), "key", []byte("[]"), loan, readAt(1))
			copied, err := b.Prepare(b.Node(test.node), "key", []byte("[]"), []byte(test.body), readAt(1))
			assert.Equal(t, err, errLent)
			assert.Equal(t, test.again, *asked)
			assert.Zero(t, loan.Kept)
			if err == nil {
				a.Apply(lent)
				b.Apply(copied)
			}
			assert.Equal(t, contents(b), contents(a))
		})
	}
}
