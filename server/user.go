package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
)

// User is the user of a session. As JSON it is {"id": …, …Fields}; the token is never
// in it, and members of Fields named "id" or "token" are left out.
//
// Fields hold what encoding/json makes of the stored value: numbers are float64 (whole
// numbers are exact up to 2^53), objects map[string]any, arrays []any. The zero value
// is a user without id, which counts as not logged in.
//
// The user of a call is that call's own copy: changing it concerns nobody until it is
// saved. It is not safe for concurrent use.
type User struct {
	ID     string
	Token  string // the session's token; set on every user that a call hands out
	Fields map[string]any
}

// Get returns the top-level member key: the id for "id", the token for "token", nil
// for one that is absent.
func (u *User) Get(key string) any {
	switch key {
	case "id":
		return u.ID
	case "token":
		return u.Token
	}
	return u.Fields[key]
}

// Set sets the top-level member key to v, which must be encodable as JSON. For "id" and
// "token" it sets the field of the struct and panics unless v is a string.
func (u *User) Set(key string, v any) {
	switch key {
	case "id":
		u.ID = mustString(key, v)
		return
	case "token":
		u.Token = mustString(key, v)
		return
	}
	if u.Fields == nil {
		u.Fields = map[string]any{}
	}
	u.Fields[key] = v
}

func mustString(key string, v any) string {
	s, ok := v.(string)
	if !ok {
		panic(fmt.Sprintf("server: a user's %s is a string, not a %T", key, v))
	}
	return s
}

// member returns what a condition tests: a top-level member of the user's JSON.
func (u *User) member(key string) any {
	switch key {
	case "id":
		return u.ID
	case "token":
		return nil
	}
	return u.Fields[key]
}

// MarshalJSON gives the user as a client sees it.
func (u User) MarshalJSON() ([]byte, error) {
	fields := maps.Clone(u.Fields)
	delete(fields, "id")
	delete(fields, "token")
	id, err := json.Marshal(u.ID)
	if err != nil {
		return nil, err
	}
	out := append([]byte(`{"id":`), id...)
	if len(fields) == 0 {
		return append(out, '}'), nil
	}
	rest, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	return append(append(out, ','), rest[1:]...), nil
}

// UnmarshalJSON reads what MarshalJSON wrote. It leaves Token as it is.
func (u *User) UnmarshalJSON(text []byte) error {
	if bytes.Equal(bytes.TrimSpace(text), []byte("null")) {
		return nil
	}
	var fields map[string]any
	if err := json.Unmarshal(text, &fields); err != nil {
		return err
	}
	id, ok := fields["id"].(string)
	if !ok && fields["id"] != nil {
		return fmt.Errorf("server: a user's id is a string, not a %T", fields["id"])
	}
	delete(fields, "id")
	delete(fields, "token")
	u.ID, u.Fields = id, fields
	return nil
}
