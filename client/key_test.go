package client_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

// The package sluice runs the same cases in JavaScript: test/controller/keys.test.ts.
func TestKeys(t *testing.T) {
	text, err := os.ReadFile("testdata/keys.json")
	require.NoError(t, err)
	var cases []struct {
		Title, Name, Path, Method, Key string
		Args                           []json.RawMessage
	}
	require.NoError(t, json.Unmarshal(text, &cases))
	for _, test := range cases {
		t.Run(test.Title, func(t *testing.T) {
			e := &client.Endpoint[any]{Name: test.Name, Path: test.Path, Method: test.Method}
			args := make([]any, len(test.Args))
			for i, arg := range test.Args {
				args[i] = arg
			}
			key, err := e.Key(args...)
			if test.Key == "" {
				var wrong *core.UsageError
				assert.ErrorAs(t, err, &wrong)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, test.Key, key)
			assert.True(t, e.TestKey(key))
			assert.False(t, e.TestKey("OPTIONS "+key))
		})
	}
}
