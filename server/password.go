package server

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Parameters of new hashes: OWASP's first choice for argon2id, 19 MiB and two passes,
// about 25 ms on a server of 2025.
const (
	hashMemory  = 19 << 10 // KiB
	hashPasses  = 2
	hashThreads = 1
	saltLength  = 16
	keyLength   = 32
)

// Bounds on the parameters of stored hashes, so that one that was planted cannot take
// the server's memory.
const (
	maxHashMemory  = 256 << 10 // KiB
	maxHashPasses  = 16
	maxHashThreads = 16
	maxHashBytes   = 128
)

// hasher hashes passwords, few at a time.
type hasher struct {
	slots chan struct{}
}

func newHasher(atOnce int) *hasher { return &hasher{slots: make(chan struct{}, atOnce)} }

// hash returns the hash of a password with a new salt, in PHC format.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	p := phc{memory: hashMemory, passes: hashPasses, threads: hashThreads, salt: make([]byte, saltLength), key: make([]byte, keyLength)}
	rand.Read(p.salt) // never fails: crypto/rand ends the program instead
	if err := h.derive(ctx, password, &p); err != nil {
		return "", err
	}
	return p.String(), nil
}

// verify reports whether a password has the hash. With hash "" it takes the same time
// and says no.
func (h *hasher) verify(ctx context.Context, password, hash string) (bool, error) {
	stored := phc{memory: hashMemory, passes: hashPasses, threads: hashThreads, salt: make([]byte, saltLength), key: make([]byte, keyLength)}
	if hash != "" {
		var err error
		if stored, err = parsePHC(hash); err != nil {
			return false, err
		}
	}
	given := stored
	given.key = make([]byte, len(stored.key))
	if err := h.derive(ctx, password, &given); err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(given.key, stored.key) == 1 && hash != "", nil
}

// derive fills in p.key when there is a free slot.
func (h *hasher) derive(ctx context.Context, password string, p *phc) error {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	copy(p.key, argon2.IDKey([]byte(password), p.salt, p.passes, p.memory, p.threads, uint32(len(p.key))))
	return nil
}

// phc is an argon2id hash in the PHC string format:
// $argon2id$v=19$m=19456,t=2,p=1$salt$key, salt and key in base64 without padding.
type phc struct {
	memory, passes uint32
	threads        uint8
	salt, key      []byte
}

func (p phc) String() string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.memory, p.passes, p.threads, b64(p.salt), b64(p.key))
}

func parsePHC(text string) (phc, error) {
	malformed := fmt.Errorf("server: password hash is not argon2id in PHC format")
	parts := strings.Split(text, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return phc{}, malformed
	}
	var p phc
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.passes, &p.threads); n != 3 || err != nil {
		return phc{}, malformed
	}
	var saltErr, keyErr error
	p.salt, saltErr = base64.RawStdEncoding.DecodeString(parts[4])
	p.key, keyErr = base64.RawStdEncoding.DecodeString(parts[5])
	switch {
	case saltErr != nil || keyErr != nil || len(p.salt) == 0 || len(p.key) < 16, // shorter keys are guessable
		len(p.salt) > maxHashBytes || len(p.key) > maxHashBytes,
		p.memory == 0 || p.memory > maxHashMemory || p.passes == 0 || p.passes > maxHashPasses,
		p.threads == 0 || p.threads > maxHashThreads:
		return phc{}, malformed
	}
	return p, nil
}
