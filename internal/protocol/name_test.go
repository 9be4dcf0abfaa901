package protocol

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestValidName(t *testing.T) {
	for _, name := range []string{
		"a", "getUser", "users/getUser", "a.b-c_d/0", "...", "a..b", strings.Repeat("x", 128),
	} {
		assert.True(t, ValidName(name), "%q", name)
	}
	for _, name := range []string{
		"", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "a/.", "a b", "a?b", "a\x00", "ä", "a%2e",
		strings.Repeat("x", 129),
	} {
		assert.False(t, ValidName(name), "%q", name)
	}
}
