package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
)

type registerInput struct {
	Name            string  `json:"name"`
	Email           string  `json:"email"`
	Password        string  `json:"password"`
	ConfirmPassword *string `json:"confirmPassword"`
}

func (in *registerInput) check() *Error {
	if err := checkName(in.Name); err != nil {
		return err
	}
	email, err := checkEmail(in.Email)
	if err != nil {
		return err
	}
	in.Email = email
	if err := checkPassword(in.Password); err != nil {
		return err
	}
	if in.ConfirmPassword != nil && *in.ConfirmPassword != in.Password {
		return invalidRequest("the passwords differ", "confirmPassword", "the password again")
	}
	return nil
}

// registerRoute answers POST /auth/register.
func registerRoute(a *App) *route {
	s := shapeOf(reflect.TypeFor[registerInput](), map[reflect.Type]*shape{})
	return &route{
		time:  a.options.HandlerTimeout,
		admit: func(*Call) error { return nil },
		prepare: func(x *exchange) (job, error) {
			var in registerInput
			if err := x.readJSON(s, &in); err != nil {
				return nil, err
			}
			if err := in.check(); err != nil {
				return nil, err
			}
			return func(c *Call) (result, error) {
				user, err := c.register(in)
				if err != nil {
					return result{}, err
				}
				return encodeResult(http.StatusCreated, user)
			}, nil
		},
	}
}

// register creates an account. Whether the address is free is asked before the costly
// hash, and again by Create, which decides.
func (c *Call) register(in registerInput) (*User, error) {
	accounts := c.app.options.Accounts
	ctx, cancel := context.WithTimeout(c.ctx, readLimit)
	defer cancel()
	switch _, err := accounts.ByEmail(ctx, in.Email); {
	case err == nil:
		return nil, ErrEmailTaken
	case !errors.Is(err, ErrAccountNotFound):
		return nil, fmt.Errorf("server: account: %w", err)
	}
	hash, err := c.app.hasher.hash(c.ctx, in.Password)
	if err != nil {
		return nil, err
	}
	account := Account{ID: newID(), Name: in.Name, Email: in.Email, PasswordHash: hash}
	ctx, cancel = c.writeContext()
	defer cancel()
	if err := accounts.Create(ctx, account); err != nil {
		return nil, fmt.Errorf("server: account: %w", err)
	}
	user := account.user()
	if c.app.options.LoginAfterRegister {
		return user, c.startSession(user)
	}
	return user, nil
}
