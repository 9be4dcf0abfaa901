package normal

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/store/jsontext"
)

// kinds gives keys that include the kind of an object.
type kinds struct{ asked []string }

func (k *kinds) Key(object []byte) ([]byte, error) {
	k.asked = append(k.asked, string(object))
	kind, end, ok := jsontext.Member(object, "kind")
	if !ok {
		return nil, nil
	}
	name := string(object[kind+1 : end-1])
	if name == "broken" {
		return nil, errUpdate
	}
	id, end, _ := jsontext.Member(object, "id")
	return []byte(`"` + name + ":" + string(object[id:end]) + `"`), nil
}

func TestKeysOfTheUser(t *testing.T) {
	k := &kinds{}
	s := New(newStage(t), k)
	text := `[{"kind":"a","id":1,"n":1,"in":{"x":{"\u0000":7}}},{"kind":"b","id":1,"n":2},{"id":1,"n":3}]`
	_, err := s.Answer(1, 1, 0, []byte(text))
	require.NoError(t, err)
	assert.Equal(t, []string{`{"x":{"\u0000":7}}`, `{"kind":"a","id":1,"n":1,"in":{"x":{"\u0000":7}}}`, `{"kind":"b","id":1,"n":2}`, `{"id":1,"n":3}`}, k.asked)
	c, err := s.Begin(Mutation{Request: 2, Local: []byte(`[{"kind":"b","id":1,"n":5},{"id":1,"n":6}]`)})
	require.NoError(t, err)
	assert.Equal(t, []string{`"b:1"`}, c.Keys)
	out, _ := s.Text(nil, 1)
	assert.Equal(t, strings.Replace(text, `"n":2`, `"n":5`, 1), string(out))
}

func TestWhatIsRefusedChangesNothing(t *testing.T) {
	for _, text := range []string{``, `[`, `[1]]`, `{"id":1,"n":5} x`, `{"id":1,"n":5,"n":5} x`, `[{"id":1,"n":5},{"kind":"broken","id":2}]`, "{\"id\":1,\"n\":\"\n\"}", strings.Repeat(`[`, 10_001)} {
		s := New(newStage(t), &kinds{})
		_, err := s.Answer(1, 1, 1, []byte(`{"kind":"a","id":1,"n":1}`))
		require.NoError(t, err)
		for _, do := range []func() (*Changes, error){
			func() (*Changes, error) { return s.Answer(1, 2, 2, []byte(text)) },
			func() (*Changes, error) { return s.Begin(Mutation{Request: 2, Pending: true, Local: []byte(text)}) },
			func() (*Changes, error) {
				return s.Begin(Mutation{Request: 2, Pending: true, Optimistic: []byte(text)})
			},
			func() (*Changes, error) { return s.Succeed(2, 2, 2, []byte(text), nil) },
		} {
			if text == "" {
				continue // none was given
			}
			c, err := do()
			require.Error(t, err, "%q", text)
			assert.Empty(t, c.Queries)
			assert.Empty(t, s.layers)
		}
		out, _ := s.Text(nil, 1)
		assert.Equal(t, `{"kind":"a","id":1,"n":1}`, string(out))
	}
}

func TestAKeyThatIsNoText(t *testing.T) {
	st := newStage(t)
	_, err := st.s.Answer(1, 1, 0, []byte(`[{"id":"\ud800"}]`))
	require.ErrorIs(t, err, ErrKey)
	assert.Empty(t, st.text(1))
}

func TestKeysAreInOneForm(t *testing.T) {
	st := newStage(t)
	st.answer(1, 1, `[{"id":"\ud83d\ude00","n":0},{"id":"a\nb","n":0},{"id":12345678901234567890,"n":0},{"id":-0,"n":0},{"id":-1,"n":0}]`)
	for _, text := range []string{`{"id":"😀","n":1}`, `{"id":"\u0061\u000ab","n":1}`, `{"id":12345678901234567000,"n":1}`, `{"id":0,"n":1}`, `{"id":-1.0,"n":1}`} {
		assert.Equal(t, []QueryID{1}, st.begin(Mutation{Request: 2, Local: []byte(text)}), text)
	}
}

func TestSweep(t *testing.T) {
	sweep := func(st *stage) (gone []string) {
		for {
			keys, done := st.s.Sweep(2)
			gone = append(gone, keys...)
			if done {
				return gone
			}
		}
	}
	st := newStage(t)
	st.answer(1, 1, `[{"id":1,"title":"o"},{"id":2}]`)
	st.answer(2, 2, `{"id":1,"title":"o","author":{"id":7,"name":"n"},"other":{"id":2}}`)
	st.begin(Mutation{Request: 3, Local: []byte(`[{"id":8},{"id":2,"in":{"id":9}}]`)})
	assert.ElementsMatch(t, []string{`8`, `9`}, sweep(st))
	st.s.Forget(2)
	st.begin(Mutation{Request: 4, Pending: true})
	assert.Empty(t, sweep(st), "a layer may need them")
	st.fail(4, 4, "")
	assert.Equal(t, []string{`7`}, sweep(st))
	assert.Equal(t, `[{"id":1,"title":"o"},{"id":2}]`, st.text(1))
	text, _ := st.s.Object(nil, `1`)
	assert.Equal(t, `{"id":1,"title":"o","author":{"\u0000":[7]},"other":{"\u0000":[2]}}`, string(text))

	st.answer(3, 5, `[{"id":4,"in":{"id":5,"author":{"id":6,"name":"m"}}}]`)
	st.begin(Mutation{Request: 6, Local: []byte(`{"id":4,"in":{"id":1}}`)})
	assert.Equal(t, `[{"id":4,"in":{"id":1,"author":null}}]`, st.text(3), "what went is not known any more")
	assert.Equal(t, []QueryID{3}, st.begin(Mutation{Request: 7, Local: []byte(`{"id":7,"name":"back"}`)}))
	assert.Equal(t, `[{"id":4,"in":{"id":1,"author":{"id":7,"name":"back"}}}]`, st.text(3))
	st.s.Forget(1)
	st.s.Forget(3)
	sweep(st)
	assert.True(t, st.s.Empty())
}

func TestKindsOfObjectsAreForgotten(t *testing.T) {
	st := newStage(t)
	for n := range 5000 {
		st.answer(1, RequestID(n+1), nest(`{"id":1,"x`+strings.Repeat("y", n%50)+string(rune('a'+n%26))+`":[{"id":2},{"id":3,"n":1}],"m":`, `1`, `}`, 1+n%3))
		if _, done := st.s.Sweep(10); done {
			assert.Less(t, len(st.s.shapes.all), 3000)
		}
	}
	before := st.text(1)
	st.s.shapes.made = nil
	st.s.shapes.clear()
	assert.Empty(t, st.answer(1, 9000, before), "equal ones that were made anew mean the same")
}

func TestHydrate(t *testing.T) {
	const list, detail = `[{"id":1,"title":"n"},{"x":{"\u0000":["Date",1]}}]`, `{"id":1,"title":"n","text":"t","self":{"id":1}}`
	st := newStage(t)
	st.answer(1, 5, `[{"id":1,"title":"o"},{"x":{"\u0000":["Date",1]}}]`)
	st.answer(2, 6, detail)
	st.begin(Mutation{Request: 7, Pending: true, Optimistic: []byte(`{"id":1,"title":"x"}`)})
	for id, want := range map[QueryID]string{1: list, 2: detail} {
		text, at, ok := st.s.Dehydrate(nil, id)
		assert.True(t, ok)
		assert.InDelta(t, float64(id)+4, at, 0)
		assert.Equal(t, want, string(text), "without layers")
	}
	_, _, ok := st.s.Dehydrate(nil, 3)
	assert.False(t, ok)

	for _, e := range []struct {
		name         string
		at           float64
		list, detail string
	}{
		{"what was fetched later stays", 50, `[{"id":1,"title":"mine"}]`, `{"id":1,"title":"mine","text":"t","self":{"id":1}}`},
		{"what was fetched earlier goes", 4, list, detail},
		{"where nothing was, all comes", 0, list, detail},
	} {
		t.Run(e.name, func(t *testing.T) {
			st := newStage(t)
			if e.at > 0 {
				_, err := st.s.Answer(1, 1, e.at, []byte(`[{"id":1,"title":"mine"}]`))
				require.NoError(t, err)
			}
			for id, text := range map[QueryID]string{1: list, 2: detail} {
				_, err := st.s.Hydrate(id, float64(id)+4, []byte(text))
				require.NoError(t, err)
			}
			assert.Equal(t, e.list, st.text(1))
			assert.Equal(t, e.detail, st.text(2))
		})
	}
	t.Run("not from something else", func(t *testing.T) {
		st := newStage(t)
		_, err := st.s.Hydrate(1, 1, []byte(`[`))
		require.Error(t, err)
		assert.Empty(t, st.s.queries)
	})
}

func TestOpaqueValuesAreFound(t *testing.T) {
	st := newStage(t)
	st.on(0, UpdateOptimistic, set(`[{"id":2,"d":{"\u0000":["number",4]}},{"\u0000":5}]`))
	used := func() (out []string) {
		seen := map[string]bool{}
		st.s.Opaque(func(value []byte) {
			if !seen[string(value)] {
				seen[string(value)] = true
				out = append(out, string(value))
			}
		})
		return out
	}
	st.answer(1, 1, `[{"id":1,"d":{"\u0000" : 1 },"\u0000\u0000":7},{"\u0000":[2,{"\u0000":8}]},"\u0000"]`)
	st.begin(Mutation{Request: 2, Pending: true, Optimistic: []byte(`{"id":1,"d":{"\u0000":3}}`), Updates: []Update{{Query: 1, Has: UpdateOptimistic}}})
	assert.ElementsMatch(t, []string{`1`, `[2,{"\u0000":8}]`, `3`, `["number",4]`, `5`}, used())
	st.fail(2, 2, "")
	st.s.Sweep(10)
	assert.ElementsMatch(t, []string{`1`, `[2,{"\u0000":8}]`}, used())
	st.s.Forget(1)
	st.s.Sweep(10)
	assert.Empty(t, used())
}

// FuzzAnswer gives any text as an answer: it is shown as it was if it does not contradict itself, and one that
// comes again tells nobody.
func FuzzAnswer(f *testing.F) {
	for _, text := range []string{`{"id":1,"a":[{"id":1}]}`, `[{"id":"a","id":0,"x":{"y":[[],{}]}}]`, `[1`, `{"\u0000":[1],"id":2}`, `{"a":{"id":1,"\u0069d":2}}`, `[{"id":1,"a":{"id":2,"a":{"id":1,"a":null}}},{"id":2,"a":7}]`} {
		f.Add([]byte(text), []byte(text))
	}
	f.Fuzz(func(t *testing.T, text, other []byte) {
		text, other = jsontext.Clean(text), jsontext.Clean(other)
		s := New(newStage(t), nil)
		_, err := s.Answer(1, 1, 1, text)
		if jsontext.Check(text) != nil {
			require.Error(t, err)
			return
		}
		if errors.Is(err, ErrKey) {
			return
		}
		require.NoError(t, err)
		first, ok := s.Text(nil, 1)
		require.True(t, ok)
		require.NoError(t, jsontext.Check(first), "%s", first)
		_, _ = s.Begin(Mutation{Request: 2, Pending: true, Optimistic: other})
		between, _ := s.Text(nil, 1)
		require.NoError(t, jsontext.Check(between), "%s", between)
		s.Fail(2, 2, 0, nil)
		after, _ := s.Text(nil, 1)
		require.Equal(t, string(first), string(after))
		c, err := s.Answer(1, 3, 3, text)
		require.NoError(t, err)
		require.Empty(t, c.Queries)
	})
}

// benchmark writes one object of many: one that a small list and a detail show.
func benchmark(b *testing.B, objects int) {
	st := newStage(b)
	var text strings.Builder
	for n := range objects {
		text.WriteString(`,{"id":"` + strings.Repeat("k", 8) + string(rune('a'+n%26)) + jsonNumber(n) + `","name":"somebody","n":` + jsonNumber(n) + `}`)
	}
	st.answer(1, 1, `[`+text.String()[1:]+`]`)
	st.answer(2, 2, `[{"id":1,"n":0,"title":"one"},{"id":2,"n":0,"title":"two"}]`)
	st.answer(3, 3, `{"id":1,"n":0,"title":"one","text":"of many"}`)
	by := RequestID(3)
	random := rand.New(rand.NewPCG(1, 1))
	b.ReportAllocs()
	for b.Loop() {
		by++
		c, err := st.s.Begin(Mutation{Request: by, Pending: true, Optimistic: []byte(`{"id":1,"n":` + jsonNumber(int(random.Uint32())) + `}`)})
		require.NoError(b, err)
		require.Len(b, c.Queries, 2)
		c, err = st.s.Succeed(by, by, 0, []byte(`{"id":1,"n":`+jsonNumber(int(by))+`}`), nil)
		require.NoError(b, err)
		require.Len(b, c.Queries, 2)
	}
}

func BenchmarkWriteAmong1000(b *testing.B)   { benchmark(b, 1_000) }
func BenchmarkWriteAmong100000(b *testing.B) { benchmark(b, 100_000) }

func BenchmarkAnswer10000(b *testing.B) {
	var text strings.Builder
	for n := range 10_000 {
		text.WriteString(`,{"id":` + jsonNumber(n) + `,"name":"somebody","author":{"id":"u` + jsonNumber(n%100) + `","name":"x"},"tags":["a","b"]}`)
	}
	answer := []byte(`[` + text.String()[1:] + `]`)
	b.SetBytes(int64(len(answer)))
	for b.Loop() {
		s := New(nil, nil)
		_, err := s.Answer(1, 1, 1, answer)
		require.NoError(b, err)
	}
}

func jsonNumber(n int) string { return string(encode(n)) }
