package server

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUserJSON(t *testing.T) {
	t.Run("has the id and the fields, never the token", func(t *testing.T) {
		user := User{ID: "u", Token: "secret", Fields: map[string]any{"a": 1, "id": "x", "token": "y", "__proto__": 2}}
		text, err := json.Marshal(user)
		require.NoError(t, err)
		assert.JSONEq(t, `{"id":"u","a":1,"__proto__":2}`, string(text))
		assert.Len(t, user.Fields, 4, "the fields are not changed")
	})
	t.Run("comes back as it was", func(t *testing.T) {
		user := User{Token: "kept"}
		require.NoError(t, json.Unmarshal([]byte(`{"id":"u","n":1.5,"l":[1],"token":"x"}`), &user))
		assert.Equal(t, User{ID: "u", Token: "kept", Fields: map[string]any{"n": 1.5, "l": []any{1.0}}}, user)
		assert.Error(t, json.Unmarshal([]byte(`{"id":1}`), &user))
		assert.Error(t, json.Unmarshal([]byte(`[]`), &user))
	})
	t.Run("Get and Set reach the id and the token too", func(t *testing.T) {
		var user User
		user.Set("id", "u")
		user.Set("token", "t")
		user.Set("plan", "p")
		assert.Equal(t, User{ID: "u", Token: "t", Fields: map[string]any{"plan": "p"}}, user)
		assert.Equal(t, []any{"u", "t", "p", nil}, []any{user.Get("id"), user.Get("token"), user.Get("plan"), user.Get("none")})
		assert.Panics(t, func() { user.Set("id", 1) })
	})
}
