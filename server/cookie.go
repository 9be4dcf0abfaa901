package server

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"strings"
	"time"
)

// The session cookie. Its token stands in the cookie and nowhere else: stores know only
// its hash.
const (
	cookieName = "sluice_session"

	minTokenLength = 16
	maxTokenLength = 128
)

// newToken makes a session token: 32 random bytes as 43 characters of base64url.
func newToken() string {
	var b [32]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func validToken(token string) bool {
	if len(token) < minTokenLength || len(token) > maxTokenLength {
		return false
	}
	for i := range len(token) {
		c := token[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-') {
			return false
		}
	}
	return true
}

// sessionID is the name a store knows a session by: the SHA-256 of its token, in hex.
type sessionID string

func idOf(token string) sessionID { return sessionID(hashed(token)) }

func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// tokenFrom returns the token of the first well-formed session cookie among the values
// of Cookie headers, or "".
func tokenFrom(headers []string) string {
	for _, header := range headers {
		for pair := range strings.SplitSeq(header, ";") {
			name, value, found := strings.Cut(strings.Trim(pair, " \t"), "=")
			if found && name == cookieName && validToken(value) {
				return value
			}
		}
	}
	return ""
}

// sessionCookie is the Set-Cookie value that gives the browser a token for ttl, or
// takes it away when token is "".
func sessionCookie(token string, ttl time.Duration, secure bool) string {
	c := http.Cookie{
		Name: cookieName, Value: token, Path: "/", MaxAge: int(ttl / time.Second),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: secure,
	}
	if token == "" {
		c.MaxAge = -1 // written as Max-Age=0
	}
	return c.String()
}
