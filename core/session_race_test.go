package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestASessionAskedForBeforeALoginIsNotStoredAfterIt(t *testing.T) {
	c := New()
	c.Open(0, 1, Options{})
	c.Watch(0, 1, 1, Watched{Name: "session"})
	c.CallAccount(0, Account{ID: 10, Client: 1, Timeout: -1})
	c.Call(0, Call{ID: 11, Client: 1, Name: "session", Timeout: -1})
	c.Settle(0, 1, Outcome{Status: 200, Body: BodyJSON, Text: []byte(`{"id":"a"}`), Note: NoteNew})
	c.Effects()
	c.Settle(0, 2, Outcome{Status: 200, Body: BodyJSON, Text: []byte(`null`)})

	var resolved []Effect
	for _, e := range c.Effects() {
		if e.Kind == EffectResolve {
			resolved = append(resolved, e)
		}
	}
	require.Empty(t, resolved, "the login has reset what was pending")

	// The same user again: nothing is reset, and the older answer must not be shown.
	c.CallAccount(0, Account{ID: 12, Client: 1, Timeout: -1})
	c.Call(0, Call{ID: 13, Client: 1, Name: "session", Timeout: -1})
	c.Settle(0, 3, Outcome{Status: 200, Body: BodyJSON, Text: []byte(`{"id":"a"}`), Note: NoteNew})
	c.Effects()
	c.Settle(0, 4, Outcome{Status: 200, Body: BodyJSON, Text: []byte(`null`)})
	effects := c.Effects()
	require.Equal(t, EffectResolve, effects[0].Kind)
	assert.Equal(t, CallID(13), effects[0].Call, "the call is answered")
	assert.Zero(t, effects[0].Record, "and its answer is not what the session shows")
}

func TestARecordThatIsOnlyLookedAtGoesWhenItIsReleased(t *testing.T) {
	c := New()
	c.Open(0, 1, Options{})
	for i := range 1000 {
		c.Watch(0, 1, CallID(i+1), Watched{Name: "getUser", Key: string(rune('a' + i))})
		c.Release(0, c.lastRecord)
	}
	assert.Empty(t, c.records)
}
