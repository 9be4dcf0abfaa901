package server

import (
	"errors"
	"io"
	"mime"
	"net/http"

	"sluice/internal/protocol"
)

// logoutRoute answers POST /auth/logout. What the body says is of no matter; an HTML
// form is led to Options.LoginURL.
func logoutRoute(a *App) *route {
	return &route{
		time:  a.options.HandlerTimeout,
		admit: func(*Call) error { return nil },
		prepare: func(x *exchange) (job, error) {
			form, err := x.readLogout()
			if err != nil {
				return nil, err
			}
			return func(c *Call) (result, error) {
				if err := c.logOut(); err != nil {
					return result{}, err
				}
				if form && prefersHTML(x.r.Header) {
					return result{status: http.StatusSeeOther, location: a.options.LoginURL}, nil
				}
				return result{status: http.StatusNoContent}, nil
			}, nil
		},
	}
}

// readLogout reads the body to its end and reports whether a form sent it.
func (x *exchange) readLogout() (form bool, err error) {
	switch mediaType, _, _ := mime.ParseMediaType(x.r.Header.Get("Content-Type")); mediaType {
	case "application/x-www-form-urlencoded", "multipart/form-data":
		if form = true; encoded(x.r.Header) {
			return false, unsupportedMediaType("encoded bodies are not supported")
		}
	default:
		if err := checkJSONType(x.r); err != nil {
			return false, err
		}
	}
	body, err := x.limitBody(x.app.options.MaxBody)
	if err != nil {
		return false, err
	}
	defer x.bodyDone()
	var known *Error
	if _, err := io.Copy(io.Discard, body); errors.As(err, &known) {
		return false, known
	}
	return form, nil
}

// logOut ends the caller's session and takes the cookie away.
func (c *Call) logOut() error {
	if c.token != "" {
		if err := c.endSession(idOf(c.token), false); err != nil {
			return err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cookie, c.clear = "", true
	if c.token != "" {
		c.event = protocol.SessionEnded
	}
	return nil
}
