package normal

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestASuccessKeepsTheOptimisticDataBeneathItsAnswer(t *testing.T) {
	st := newStage(t)
	st.answer(1, 1, `{"id":1,"a":1,"b":1,"m":{"x":1,"y":1}}`)
	st.begin(Mutation{Request: 2, Pending: true, Optimistic: []byte(`{"id":1,"a":5,"b":5,"m":{"x":5}}`)})
	assert.Equal(t, `{"id":1,"a":5,"b":5,"m":{"x":5,"y":1}}`, st.text(1))
	assert.Equal(t, []QueryID{1}, st.succeed(2, 2, `{"id":1,"b":6}`))
	assert.Equal(t, `{"id":1,"a":5,"b":6,"m":{"x":5,"y":1}}`, st.text(1))
}

func TestAnAnswerThatAgreesTellsNobody(t *testing.T) {
	st := newStage(t)
	st.answer(1, 1, `{"id":1,"a":1}`)
	st.begin(Mutation{Request: 2, Pending: true, Optimistic: []byte(`{"id":1,"a":5}`)})
	assert.Empty(t, st.succeed(2, 2, `{"id":1,"a":5}`))
}

func TestUpdatesSeeWhatIsBeneathThemAndTheirOwn(t *testing.T) {
	st := newStage(t)
	var seen []string
	see := func(then func(string) string) func(string) string {
		return func(data string) string {
			seen = append(seen, data)
			return then(data)
		}
	}
	st.on(0, UpdateOptimistic, see(push(`{"id":2,"n":2}`)))
	st.on(0, UpdateData, see(replace(`"n":2`, `"n":3`)))
	st.answer(1, 1, `[{"id":1,"n":1}]`)
	st.begin(Mutation{Request: 2, Pending: true, Optimistic: []byte(`{"id":1,"n":9}`), Updates: []Update{{Query: 1, Has: UpdateOptimistic | UpdateData}}})
	st.succeed(2, 2, `{"id":1,"n":8}`)
	assert.Equal(t, []string{`[{"id":1,"n":9}]`, `[{"id":1,"n":8},{"id":2,"n":2}]`}, seen)
	assert.Equal(t, `[{"id":1,"n":8},{"id":2,"n":3}]`, st.text(1))
	assert.True(t, st.settled())
}

func TestWhatAnUpdateGivesIsNormalised(t *testing.T) {
	st := newStage(t)
	st.on(0, UpdateData, set(`[{"id":2,"a":7,"b":8}]`))
	st.answer(1, 1, `[{"id":1,"a":1},{"id":2,"a":1}]`)
	st.answer(2, 2, `{"id":2,"a":1}`)
	assert.ElementsMatch(t, []QueryID{1, 2}, st.begin(Mutation{Request: 3, Updates: []Update{{Query: 1, Has: UpdateData, Local: true}}}))
	assert.Equal(t, `[{"id":2,"a":7,"b":8}]`, st.text(1))
	assert.Equal(t, `{"id":2,"a":7}`, st.text(2))
}

func TestAnUpdateWritesOnlyWhatItChanges(t *testing.T) {
	st := newStage(t)
	st.on(0, UpdateOptimistic, func(data string) string { return strings.Replace(data, `"n":1`, `"n":5`, 1) }) // and not in the other place
	st.answer(1, 1, `[{"id":1,"n":1,"a":1},{"id":1,"n":1}]`)
	st.begin(Mutation{Request: 2, Pending: true, Updates: []Update{{Query: 1, Has: UpdateOptimistic}}})
	assert.Equal(t, `[{"id":1,"n":5,"a":1},{"id":1,"n":5}]`, st.text(1))
	assert.ElementsMatch(t, []QueryID{1, 2}, st.answer(2, 3, `{"id":1,"a":2}`), "what it was only given it does not hold on to")
	assert.Equal(t, 2, st.calls)
}

func TestUpdatesAreMadeAgainOnlyWhenTheirDataChanged(t *testing.T) {
	st := newStage(t)
	st.on(0, UpdateOptimistic, push(`{"id":3}`))
	st.answer(1, 1, `[{"id":1,"n":1}]`)
	st.answer(2, 2, `{"id":2,"n":1}`)
	st.begin(Mutation{Request: 3, Pending: true, Updates: []Update{{Query: 1, Has: UpdateOptimistic}}})
	st.answer(2, 4, `{"id":2,"n":2}`)
	st.begin(Mutation{Request: 5, Pending: true, Optimistic: []byte(`{"id":1,"n":7}`)}) // above it
	assert.Equal(t, 1, st.calls)
	st.begin(Mutation{Request: 6, Local: []byte(`{"id":2,"n":3}`)})
	assert.Equal(t, 1, st.calls)
	st.answer(3, 7, `{"id":1,"n":2}`)
	assert.Equal(t, 2, st.calls)
	assert.Equal(t, `[{"id":1,"n":7},{"id":3}]`, st.text(1))
}

func TestAnUpdateThatFails(t *testing.T) {
	fails := set("!")
	t.Run("refuses what begins", func(t *testing.T) {
		st := newStage(t)
		st.on(0, UpdateOptimistic, push(`{"id":2}`))
		st.on(1, UpdateOptimistic, fails)
		st.answer(1, 1, `[{"id":1}]`)
		st.answer(2, 2, `[{"id":1}]`)
		c, err := st.s.Begin(Mutation{Request: 3, Pending: true, Optimistic: []byte(`{"id":1,"x":1}`), Updates: []Update{{Query: 1, Has: UpdateOptimistic}, {Query: 2, Entry: 1, Has: UpdateOptimistic}}})
		require.ErrorIs(t, err, errUpdate)
		assert.Empty(t, c.Queries)
		assert.Empty(t, c.Keys)
		assert.Equal(t, []RequestID{3}, c.Gone)
		assert.True(t, st.settled())
		assert.Equal(t, `[{"id":1}]`, st.text(1))
	})
	t.Run("leaves what succeeds pending, so that it can fail", func(t *testing.T) {
		st := newStage(t)
		st.on(0, UpdateOptimistic, push(`{"id":2}`))
		st.on(0, UpdateData, fails)
		st.answer(1, 1, `[{"id":1,"n":1}]`)
		st.begin(Mutation{Request: 2, Pending: true, Updates: []Update{{Query: 1, Has: UpdateOptimistic | UpdateData}}})
		c, err := st.s.Succeed(2, 2, 0, []byte(`{"id":1,"n":2}`), nil)
		require.ErrorIs(t, err, errUpdate)
		assert.Empty(t, c.Queries)
		assert.Equal(t, `[{"id":1,"n":1},{"id":2}]`, st.text(1))
		assert.Equal(t, []QueryID{1}, st.fail(2, 2, `{"id":1,"n":3}`))
		assert.Equal(t, `[{"id":1,"n":3}]`, st.text(1))
		assert.True(t, st.settled())
	})
	t.Run("leaves nothing of what did nothing before it succeeds", func(t *testing.T) {
		st := newStage(t)
		st.on(0, UpdateData, fails)
		st.answer(1, 1, `[]`)
		c, err := st.s.Succeed(2, 2, 0, []byte(`{"id":1}`), []Update{{Query: 1, Has: UpdateData}})
		require.ErrorIs(t, err, errUpdate)
		assert.Equal(t, []RequestID{2}, c.Gone)
		assert.True(t, st.settled())
	})
	t.Run("is noted when it is made again, and changes nothing then", func(t *testing.T) {
		st := newStage(t)
		st.on(0, UpdateOptimistic, push(`{"id":2}`))
		st.answer(1, 1, `[{"id":1,"n":1}]`)
		st.begin(Mutation{Request: 2, Pending: true, Updates: []Update{{Query: 1, Has: UpdateOptimistic}}})
		st.on(0, UpdateOptimistic, fails)
		c, err := st.s.Answer(1, 3, 3, []byte(`[{"id":1,"n":5}]`))
		require.NoError(t, err)
		assert.Equal(t, []error{errUpdate}, c.Failed)
		assert.Equal(t, `[{"id":1,"n":5}]`, st.text(1))
	})
	t.Run("or gives no JSON", func(t *testing.T) {
		st := newStage(t)
		st.on(0, UpdateData, set(`[1`))
		st.answer(1, 1, `[]`)
		_, err := st.s.Begin(Mutation{Request: 2, Updates: []Update{{Query: 1, Has: UpdateData, Local: true}}})
		require.Error(t, err)
		assert.Equal(t, `[]`, st.text(1))
	})
	t.Run("while it reverts: then nothing of its mutation stays", func(t *testing.T) {
		st := newStage(t)
		st.on(0, UpdateOptimistic, push(`{"id":2}`))
		st.on(0, UpdateRevert, fails)
		st.answer(1, 1, `[{"id":1}]`)
		st.begin(Mutation{Request: 2, Pending: true, Updates: []Update{{Query: 1, Has: UpdateOptimistic | UpdateRevert}}})
		c := st.s.Fail(2, 2, 0, nil)
		assert.Equal(t, []error{errUpdate}, c.Failed)
		assert.Equal(t, `[{"id":1}]`, st.text(1))
	})
}

func TestWhatRevertsIsGivenTheOptimisticChange(t *testing.T) {
	st := newStage(t)
	st.on(0, UpdateOptimistic, push(`{"id":2,"n":1}`))
	st.on(0, UpdateRevert, replace(`"n":1`, `"n":2`))
	st.answer(1, 1, `[{"id":1}]`)
	st.begin(Mutation{Request: 2, Pending: true, Updates: []Update{{Query: 1, Has: UpdateOptimistic | UpdateRevert}}})
	st.fail(2, 2, "")
	assert.Equal(t, `[{"id":1},{"id":2,"n":2}]`, st.text(1))
	assert.True(t, st.settled())
}

func TestAMutationKeepsThePlaceOfItsBeginning(t *testing.T) {
	st := newStage(t)
	st.answer(1, 1, `{"id":1,"n":0}`)
	st.begin(Mutation{Request: 2, Pending: true})
	st.begin(Mutation{Request: 3, Pending: true, Optimistic: []byte(`{"id":1,"n":3}`)})
	assert.Empty(t, st.succeed(2, 3, `{"id":1,"n":2}`), "a newer one is above it")
	assert.Equal(t, []QueryID{1}, st.fail(3, 3, ""))
	assert.Equal(t, `{"id":1,"n":2}`, st.text(1))
	assert.True(t, st.settled())
}

func TestLocalDataStaysWhateverBecomesOfItsMutation(t *testing.T) {
	st := newStage(t)
	st.on(0, UpdateData, push(`9`))
	st.answer(1, 1, `[{"id":1,"n":0,"m":0}]`)
	st.begin(Mutation{Request: 2, Pending: true, Local: []byte(`{"id":1,"n":1}`), Optimistic: []byte(`{"id":1,"m":1}`), Updates: []Update{{Query: 1, Has: UpdateData, Local: true}}})
	assert.Equal(t, `[{"id":1,"n":1,"m":1},9]`, st.text(1))
	st.fail(2, 2, "")
	assert.Equal(t, `[{"id":1,"n":1,"m":0},9]`, st.text(1))
	assert.True(t, st.settled())
}

func TestForget(t *testing.T) {
	st := newStage(t)
	st.on(0, UpdateOptimistic, replace(`"n":0`, `"n":5`))
	st.answer(1, 1, `[{"id":1,"n":0}]`)
	st.answer(2, 2, `{"id":1,"n":0}`)
	st.begin(Mutation{Request: 3, Pending: true, Updates: []Update{{Query: 1, Has: UpdateOptimistic}}})
	assert.Equal(t, `{"id":1,"n":5}`, st.text(2))
	assert.Equal(t, []QueryID{2}, told(st.s.Forget(1)), "nothing makes the change any more")
	assert.Empty(t, st.text(1))
	assert.Equal(t, `{"id":1,"n":0}`, st.text(2))
	assert.Empty(t, told(st.s.Forget(1)))
	st.succeed(3, 3, "")
	assert.True(t, st.settled())
}

// TestCurrent: what load more adds to is beneath what will be shown above its answer.
func TestCurrent(t *testing.T) {
	st := newStage(t)
	st.on(0, UpdateOptimistic, push(`{"id":5,"n":1}`))
	st.on(1, UpdateOptimistic, push(`{"id":6}`))
	st.answer(1, 1, `[{"id":1,"n":1}]`)
	st.begin(Mutation{Request: 2, Pending: true, Optimistic: []byte(`{"id":1,"n":2}`)})
	st.begin(Mutation{Request: 3, Pending: true, Optimistic: []byte(`{"id":1,"n":3}`), Updates: []Update{{Query: 1, Has: UpdateOptimistic}}})
	st.succeed(3, 3, "")
	st.begin(Mutation{Request: 5, Pending: true, Updates: []Update{{Query: 1, Entry: 1, Has: UpdateOptimistic}}})
	text, ok := st.s.Current(nil, 1, 4)
	assert.True(t, ok)
	assert.Equal(t, `[{"id":1,"n":3},{"id":5,"n":1}]`, string(text))
	assert.Equal(t, `[{"id":1,"n":3},{"id":5,"n":1},{"id":6}]`, st.text(1))
	_, ok = st.s.Current(nil, 2, 4)
	assert.False(t, ok)
}

func TestGoneTellsWhatIsNotNeededAnyMore(t *testing.T) {
	st := newStage(t)
	st.answer(1, 1, `{"id":1}`)
	st.begin(Mutation{Request: 2, Pending: true})
	st.begin(Mutation{Request: 3, Pending: true, Optimistic: []byte(`{"id":1,"n":3}`)})
	c, err := st.s.Succeed(3, 3, 0, nil, nil)
	require.NoError(t, err)
	assert.Empty(t, c.Gone)
	assert.ElementsMatch(t, []RequestID{2, 3}, st.s.Fail(2, 3, 0, nil).Gone)
}
