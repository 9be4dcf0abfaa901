package server

import (
	"context"
	"net/mail"
	"strings"
	"sync"
	"unicode/utf8"
)

// Account is who can log in.
type Account struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Email        string `json:"email"`        // in lower case
	PasswordHash string `json:"passwordHash"` // argon2id in PHC format; "" = cannot log in by password
}

// user is the user that a login of the account puts into its session.
func (a Account) user() *User {
	return &User{ID: a.ID, Fields: map[string]any{"name": a.Name, "email": a.Email}}
}

// Accounts keeps accounts. MemoryAccounts and RedisAccounts make one; an application
// with a database of its own brings another. Addresses come in lower case. Methods may
// be called concurrently.
type Accounts interface {
	// ByEmail returns the account of an address, or ErrAccountNotFound.
	ByEmail(ctx context.Context, email string) (Account, error)
	// Create stores a new account, whose ID is set, or returns ErrEmailTaken. Of two at
	// once with the same address one fails.
	Create(ctx context.Context, account Account) error
}

// MemoryAccounts keeps accounts in this process; they end with it.
func MemoryAccounts() Accounts { return &memoryAccounts{all: map[string]Account{}} }

type memoryAccounts struct {
	mu  sync.Mutex
	all map[string]Account // by email
}

func (m *memoryAccounts) ByEmail(_ context.Context, email string) (Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	account, ok := m.all[email]
	if !ok {
		return Account{}, ErrAccountNotFound
	}
	return account, nil
}

func (m *memoryAccounts) Create(_ context.Context, account Account) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, taken := m.all[account.Email]; taken {
		return ErrEmailTaken
	}
	m.all[account.Email] = account
	return nil
}

// Lengths in characters.
const (
	maxEmailLength    = 191
	maxNameLength     = 191
	minPasswordLength = 8
	maxPasswordLength = 191
)

// checkEmail returns the address in the form accounts are known by.
func checkEmail(email string) (string, *Error) {
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || !utf8.ValidString(email) || utf8.RuneCountInString(email) > maxEmailLength {
		return "", invalidRequest("not a valid email address", "email", "email address of at most 191 characters")
	}
	return strings.ToLower(email), nil
}

func checkName(name string) *Error {
	if strings.TrimSpace(name) == "" || utf8.RuneCountInString(name) > maxNameLength {
		return invalidRequest("the name has 1 to 191 characters", "name", "1 to 191 characters")
	}
	return nil
}

func checkPassword(password string) *Error {
	if n := utf8.RuneCountInString(password); n < minPasswordLength || n > maxPasswordLength {
		return invalidRequest("the password has 8 to 191 characters", "password", "8 to 191 characters")
	}
	return nil
}
