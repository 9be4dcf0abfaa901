package main

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
)

// runHere runs the program and returns what it printed.
func runHere(ctx context.Context, arguments ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(ctx, process{stdout: &out, stderr: &err}, arguments)
	return code, out.String(), err.String()
}

func TestRun(t *testing.T) {
	for _, test := range []struct {
		name           string
		arguments      []string
		code           int
		stdout, stderr string // each a part of it; "" = nothing
	}{
		{"without arguments shows the commands", nil, 2, "", "serve the demo"},
		{"helps", []string{"--help"}, 0, "serve the demo", ""},
		{"helps with a command", []string{"serve", "--help"}, 0, "-redis URL", ""},
		{"refuses an unknown command", []string{"fly"}, 2, "", `no command "fly"`},
		{"refuses an unknown option", []string{"serve", "--fly"}, 2, "", "sluice serve: flag provided but not defined: -fly"},
		{"refuses a stray argument", []string{"serve", "8080"}, 2, "", `what is "8080" meant to be?`},
	} {
		t.Run(test.name, func(t *testing.T) {
			code, stdout, stderr := runHere(t.Context(), test.arguments...)
			assert.Equal(t, test.code, code)
			assertPrinted(t, test.stdout, stdout)
			assertPrinted(t, test.stderr, stderr)
		})
	}
}

func assertPrinted(t *testing.T, part, text string) {
	t.Helper()
	if part == "" {
		assert.Empty(t, text)
	} else {
		assert.Contains(t, text, part)
	}
}
