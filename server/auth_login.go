package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"

	"sluice/internal/protocol"
)

type loginInput struct {
	Email    string `json:"email"`
	Password string `json:"password"`
}

// loginRoute answers POST /auth/login.
func loginRoute(a *App) *route {
	s := shapeOf(reflect.TypeFor[loginInput](), map[reflect.Type]*shape{})
	return &route{
		time:  a.options.HandlerTimeout,
		admit: a.admitLogin,
		prepare: func(x *exchange) (job, error) {
			var in loginInput
			if err := x.readJSON(s, &in); err != nil {
				return nil, err
			}
			email, err := checkEmail(in.Email)
			if err != nil {
				return nil, err
			}
			if err := checkPassword(in.Password); err != nil {
				return nil, err
			}
			return func(c *Call) (result, error) {
				account, err := c.authenticate(email, in.Password)
				if err != nil {
					return result{}, err
				}
				user := account.user()
				if err := c.startSession(user); err != nil {
					return result{}, err
				}
				return encodeResult(http.StatusOK, user)
			}, nil
		},
	}
}

// admitLogin refuses addresses that have failed too often, before anything is read.
func (a *App) admitLogin(c *Call) error {
	ctx, cancel := context.WithTimeout(c.ctx, readLimit)
	defer cancel()
	o := &a.options
	wait, err := o.Sessions.failures().wait(ctx, addressKey(c), o.AddressFailures, o.FailureWindow, o.Now())
	if err == nil && wait > 0 {
		return rateLimited(wait)
	}
	return err
}

func addressKey(c *Call) string      { return "address " + c.limitAddress }
func accountKey(email string) string { return "account " + email }

// authenticate returns the account that an address and a password belong to. An attempt
// counts as failed from the start and is uncounted unless it turns out to be, so that
// guesses made side by side don't exceed the limit together. An address without an
// account takes as long as one with another password.
func (c *Call) authenticate(email, password string) (account Account, err error) {
	o := &c.app.options
	failed, err := c.countFailure(email)
	if err != nil {
		return Account{}, err
	}
	defer func() {
		var e *Error
		if !errors.As(err, &e) || e.Code != protocol.CodeInvalidCredentials {
			err = errors.Join(err, failed.uncount(err == nil))
		}
	}()
	ctx, cancel := context.WithTimeout(c.ctx, readLimit)
	defer cancel()
	account, err = o.Accounts.ByEmail(ctx, email)
	if err != nil && !errors.Is(err, ErrAccountNotFound) {
		return Account{}, fmt.Errorf("server: account: %w", err)
	}
	right, err := c.app.hasher.verify(c.ctx, password, account.PasswordHash)
	if err != nil {
		return Account{}, err
	}
	if !right {
		return Account{}, &Error{
			Code: protocol.CodeInvalidCredentials, Status: http.StatusUnauthorized,
			Message: "no account with this email and password",
		}
	}
	return account, nil
}

// countedFailure is an attempt that counts as failed for its account and its address.
type countedFailure struct {
	call                         *Call
	account, address             string
	accountTicket, addressTicket string
}

// countFailure counts an attempt, or refuses it.
func (c *Call) countFailure(email string) (*countedFailure, error) {
	ctx, cancel := context.WithTimeout(c.ctx, readLimit)
	defer cancel()
	o := &c.app.options
	log := o.Sessions.failures()
	f := &countedFailure{call: c, account: accountKey(email), address: addressKey(c)}
	ticket, wait, err := log.take(ctx, f.account, o.AccountFailures, o.FailureWindow, o.Now())
	if err != nil {
		return nil, err
	}
	if wait > 0 {
		return nil, rateLimited(wait)
	}
	f.accountTicket = ticket
	f.addressTicket, wait, err = log.take(ctx, f.address, o.AddressFailures, o.FailureWindow, o.Now())
	if err == nil && wait > 0 {
		err = rateLimited(wait)
	}
	if err != nil {
		return nil, errors.Join(err, log.giveBack(ctx, f.account, f.accountTicket))
	}
	return f, nil
}

// uncount takes the attempt back; a success clears all failures of the account.
func (f *countedFailure) uncount(success bool) error {
	ctx, cancel := f.call.writeContext()
	defer cancel()
	log := f.call.app.options.Sessions.failures()
	err := log.giveBack(ctx, f.address, f.addressTicket)
	if success {
		return errors.Join(err, log.clear(ctx, f.account))
	}
	return errors.Join(err, log.giveBack(ctx, f.account, f.accountTicket))
}
