package normal

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAQueryThatComesLater(t *testing.T) {
	add := []Update{{Query: 1, Has: UpdateData | UpdateOptimistic}}
	t.Run("while a mutation is pending that knows of it is changed by it", func(t *testing.T) {
		st := newStage(t)
		st.on(0, UpdateOptimistic, push(`2`))
		st.begin(Mutation{Request: 2, Pending: true, Updates: add})
		assert.Empty(t, st.text(1))
		st.answer(1, 1, `[1]`)
		assert.Equal(t, `[1,2]`, st.text(1))
	})
	t.Run("is updated when the mutation succeeds", func(t *testing.T) {
		st := newStage(t)
		st.on(0, UpdateData, push(`2`))
		st.begin(Mutation{Request: 2, Pending: true})
		st.answer(1, 3, `[1]`)
		c, err := st.s.Succeed(2, 3, 0, nil, add)
		require.NoError(t, err)
		assert.Equal(t, []QueryID{1}, told(c))
		assert.Equal(t, `[1,2]`, st.text(1))
	})
	t.Run("not if its data is null", func(t *testing.T) {
		st := newStage(t)
		st.answer(1, 1, `null`)
		st.begin(Mutation{Request: 2, Pending: true, Updates: add})
		assert.Equal(t, `null`, st.text(1))
		assert.Zero(t, st.calls)
	})
}

// TestAnAnswerKnowsWhatWasSettledBeforeItsRequest: an older mutation keeps the layers apart all the time.
func TestAnAnswerKnowsWhatWasSettledBeforeItsRequest(t *testing.T) {
	for _, e := range []struct {
		name     string
		mutation Mutation
		want     string
	}{
		{"a text", Mutation{Optimistic: []byte(`{"id":1,"n":5,"k":5,"m":{"x":5,"y":5}}`)}, `{"id":1,"n":2,"k":5,"m":{"x":2,"y":5}}`},
		{"an update of the query", Mutation{Updates: []Update{{Query: 1, Has: UpdateOptimistic}}}, `{"id":1,"n":2,"k":5,"m":{"x":2,"y":5}}`},
		{"an update of another", Mutation{Updates: []Update{{Query: 2, Entry: 1, Has: UpdateOptimistic}}}, `{"id":1,"n":2,"k":5,"m":{"x":2,"y":5}}`},
	} {
		t.Run(e.name, func(t *testing.T) {
			st := newStage(t)
			st.on(0, UpdateOptimistic, set(`{"id":1,"n":5,"k":5,"m":{"x":5,"y":5}}`))
			st.on(1, UpdateOptimistic, set(`[{"id":1,"n":5,"k":5,"m":{"x":5,"y":5}}]`))
			st.answer(1, 1, `{"id":1,"n":1,"m":{"x":1}}`)
			st.answer(2, 2, `[{"id":1,"n":1,"k":1,"m":{"x":1,"y":1}}]`)
			st.begin(Mutation{Request: 3, Pending: true})
			e.mutation.Request, e.mutation.Pending = 4, true
			st.begin(e.mutation)
			st.succeed(4, 4, "")
			st.answer(3, 5, `{"id":1,"n":2,"k":0,"m":{"x":2,"y":0}}`)
			st.answer(3, 6, `{"id":1,"n":2,"m":{"x":2}}`)
			assert.Equal(t, `{"id":1,"n":2,"m":{"x":2}}`, st.text(3))
			assert.Equal(t, `[{"id":1,"n":2,"k":0,"m":{"x":2,"y":0}}]`, st.text(2))
			st.fail(3, 6, "")
			assert.True(t, st.settled())
			assert.Equal(t, `[{"id":1,"n":2,"k":0,"m":{"x":2,"y":0}}]`, st.text(2), "folding shows nothing new")
		})
	}
}

// TestAnAnswerThatWasAskedForBefore: the objects of a mutation and local data are laid upon an answer that may
// know nothing of them, whichever query it is of.
func TestAnAnswerThatWasAskedForBefore(t *testing.T) {
	for _, own := range []bool{true, false} {
		st := newStage(t)
		st.answer(1, 1, `[{"id":1,"title":"o","likes":0}]`)
		st.s.Ask(2)
		st.begin(Mutation{Request: 3, Pending: true})
		st.succeed(3, 3, `{"id":1,"title":"n"}`)
		st.begin(Mutation{Request: 4, Local: []byte(`{"id":1,"likes":1}`)})
		assert.False(t, st.settled())
		if own {
			assert.Empty(t, st.answer(1, 2, `[{"id":1,"title":"o","likes":0}]`))
		} else {
			assert.Equal(t, []QueryID{2}, st.answer(2, 2, `{"id":1,"title":"o","likes":0}`))
			assert.Equal(t, `{"id":1,"title":"n","likes":1}`, st.text(2))
		}
		assert.Equal(t, `[{"id":1,"title":"n","likes":1}]`, st.text(1))
		assert.True(t, st.settled())
		st.s.Ask(5)
		st.answer(2, 5, `{"id":1,"title":"m","likes":2}`)
		assert.Equal(t, `[{"id":1,"title":"m","likes":2}]`, st.text(1))
	}
}

// TestARequestThatEndsWithoutAnswer lets what waited for it be folded with the next operation.
func TestARequestThatEndsWithoutAnswer(t *testing.T) {
	st := newStage(t)
	st.s.Ask(3)
	st.s.Ask(1)
	st.begin(Mutation{Request: 2, Local: []byte(`{"id":1}`)})
	st.s.Over(3)
	st.answer(1, 4, `[]`)
	assert.False(t, st.settled())
	st.s.Over(1)
	st.s.Over(1)
	st.answer(1, 5, `[]`)
	assert.True(t, st.settled())
}
