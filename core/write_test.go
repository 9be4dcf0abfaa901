package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFits(t *testing.T) {
	tests := []struct {
		pattern, key string
		want         bool
	}{
		{"GET /a/\x00", "GET /a/1", true},
		{"GET /a/\x00", "GET /a/1?x=2", true},
		{"GET /a/\x00", "GET /a/", false},
		{"GET /a/\x00", "GET /a/?x", false},
		{"GET /a/\x00", "GET /a/1/b", false},
		{"GET /a/\x00/b", "GET /a/1/b", true},
		{"GET /a/\x00/b", "GET /a/1/bc", false},
		{"GET /a/\x00/b", "GET /a/1", false},
		{"GET /a", "GET /a", true},
		{"GET /a", "GET /a/1", false},
		{"GET /a", "GET /", false},
		{"b [\x01", "b []", true},
		{"b [\x01", "b [1,2]", true},
		{"b [\x01", "bc [1]", false},
		{"b [\x01", "b ", false},
	}
	for _, test := range tests {
		t.Run(test.pattern+" and "+test.key, func(t *testing.T) {
			assert.Equal(t, test.want, fits(test.pattern, test.key))
		})
	}
}
