package server

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestTokenFromCookies(t *testing.T) {
	good, other := strings.Repeat("a", 16), strings.Repeat("b", 128)
	for name, test := range map[string]struct {
		headers []string
		want    string
	}{
		"none":                        {nil, ""},
		"another cookie":              {[]string{"a=b"}, ""},
		"shortest":                    {[]string{"sluice_session=" + good}, good},
		"longest":                     {[]string{"sluice_session=" + other}, other},
		"all allowed characters":      {[]string{"sluice_session=azAZ09_-azAZ09_-"}, "azAZ09_-azAZ09_-"},
		"too short":                   {[]string{"sluice_session=" + good[1:]}, ""},
		"too long":                    {[]string{"sluice_session=" + other + "b"}, ""},
		"quoted":                      {[]string{`sluice_session="` + good + `"`}, ""},
		"garbage":                     {[]string{"sluice_session=\x00\xff;;;==;"}, ""},
		"another character":           {[]string{"sluice_session=" + good + "."}, ""},
		"among others":                {[]string{"a=b; sluice_session=" + good + "; c=d"}, good},
		"a name that only ends alike": {[]string{"x_sluice_session=" + good}, ""},
		"another case":                {[]string{"Sluice_session=" + good}, ""},
		"the first well-formed":       {[]string{"sluice_session=bad; sluice_session=" + good + "; sluice_session=" + other}, good},
		"in a second header":          {[]string{"a=b", "sluice_session=" + good}, good},
		"the value goes on after =":   {[]string{"sluice_session=" + good + "=" + good}, ""},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, test.want, tokenFrom(test.headers)) })
	}
}

func TestSessionCookieAttributes(t *testing.T) {
	week := 7 * 24 * time.Hour
	assert.Equal(t, "sluice_session=t; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax", sessionCookie("t", week, false))
	assert.Equal(t, "sluice_session=t; Path=/; Max-Age=604800; HttpOnly; Secure; SameSite=Lax", sessionCookie("t", week, true))
	assert.Equal(t, "sluice_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax", sessionCookie("", 0, false))
}

func TestNewTokensAreWellFormedAndDiffer(t *testing.T) {
	a, b := newToken(), newToken()
	assert.Len(t, a, 43)
	assert.True(t, validToken(a))
	assert.NotEqual(t, a, b)
}

// FuzzTokenFrom compares the parser with a regular expression.
func FuzzTokenFrom(f *testing.F) {
	f.Add("a=b; sluice_session=0123456789abcdef")
	f.Add("sluice_session=; sluice_session=0123456789abcdef\t;")
	f.Add(`sluice_session="0123456789abcdef"`)
	model := regexp.MustCompile(`(?:^|;)[ \t]*sluice_session=([A-Za-z0-9_-]{16,128})[ \t]*(?:;|$)`)
	f.Fuzz(func(t *testing.T, header string) {
		want := ""
		// A match may need the ";" that ended the one before.
		for _, pair := range strings.Split(header, ";") {
			if m := model.FindStringSubmatch(pair); m != nil && !strings.ContainsAny(pair, "\n") {
				want = m[1]
				break
			}
		}
		assert.Equal(t, want, tokenFrom([]string{header}))
	})
}
