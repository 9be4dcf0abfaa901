package client

import (
	"context"
	"encoding/json"
	"fmt"

	"sluice/core"
	"sluice/internal/protocol"
)

// User is who a session belongs to, without its token.
type User struct {
	ID     string                     // "" when the server gave none
	Fields map[string]json.RawMessage // the other members
}

// UnmarshalJSON reads the user as routes and session give it: an object whose id is a string
// or a number, which becomes its text.
func (u *User) UnmarshalJSON(text []byte) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return fmt.Errorf("client: user: %w", err)
	}
	*u = User{Fields: fields}
	id, ok := fields["id"]
	if !ok || string(id) == "null" {
		return nil
	}
	delete(fields, "id")
	if id[0] != '"' {
		u.ID = string(id)
		return nil
	}
	return json.Unmarshal(id, &u.ID)
}

// MarshalJSON writes the user as it was read, but its id always as a string.
func (u User) MarshalJSON() ([]byte, error) {
	out := make(map[string]any, len(u.Fields)+1)
	for name, value := range u.Fields {
		out[name] = value
	}
	if u.ID != "" {
		out["id"] = u.ID
	}
	return json.Marshal(out)
}

// Registration is what a new account is made of.
type Registration struct {
	Name     string `json:"name"`
	Email    string `json:"email"`
	Password string `json:"password"`
}

// Login begins a user session; the cookie goes into the client's jar. If the user is another
// one than before, pending calls end with reason reset and what was kept of the earlier user
// is dropped. A wrong password is a *core.APIError of code "auth.invalidCredentials" and
// changes nothing.
func (c *Client) Login(ctx context.Context, email, password string) (*User, error) {
	return c.account(ctx, protocol.PathLogin, false, struct {
		Email    string `json:"email"`
		Password string `json:"password"`
	}{email, password})
}

// Register makes an account. Whether that also logs in is the server's choice; Session says.
func (c *Client) Register(ctx context.Context, r Registration) (*User, error) {
	return c.account(ctx, protocol.PathRegister, true, r)
}

func (c *Client) account(ctx context.Context, path string, register bool, in any) (*User, error) {
	call := &call{ctx: ctx, name: path[1:]}
	answer, err := c.run(call, in, func(now core.Time, id core.CallID) {
		c.core.CallAccount(now, core.Account{ID: id, Client: clientID, Register: register, Started: now, Timeout: -1})
	})
	var user *User
	if err == nil {
		err = answer.decode(&user)
	}
	if err != nil {
		return nil, call.failed(err)
	}
	return user, nil
}

// Logout ends the user session. Pending calls end with reason reset, what was kept of the user
// is dropped, and [Options].Navigate is told. Calls at once share one request. If it fails,
// nothing has changed.
func (c *Client) Logout(ctx context.Context) error {
	_, err := Request[struct{}](ctx, c, protocol.NameLogout, nil)
	return err
}

// Session asks who the session belongs to: nil when nobody is logged in. For a type of your
// own, use Request[*T](ctx, c, "session", nil).
func (c *Client) Session(ctx context.Context) (*User, error) {
	return Request[*User](ctx, c, protocol.NameSession, nil)
}
