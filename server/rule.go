package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"sluice/internal/protocol"
)

// Rule says who may call a route or subscribe to a topic: LoggedIn, Require, RateLimit
// and, for topics, Allow and Recheck. Whatever the order in which they are given, rate limits are
// checked first, then LoggedIn, then the conditions of Require in their order, then
// Allow.
type Rule interface {
	addTo(*rules)
}

// rules are the checked rules of one route.
type rules struct {
	limits     []*callLimit
	loggedIn   bool
	conditions []Condition
	allow      []allowFunc   // of topics only, as is the next
	again      time.Duration // after which those who are subscribed are asked again, 0 = not by time
}

// allowFunc is what Allow is given.
type allowFunc = func(c *Call, key string, payload json.RawMessage) error

type ruleFunc func(*rules)

func (f ruleFunc) addTo(r *rules) { f(r) }

// LoggedIn passes when the call has a session whose user has an id. Else: 401
// auth.required.
func LoggedIn() Rule {
	return ruleFunc(func(r *rules) { r.loggedIn = true })
}

// Require passes when every condition holds for the user of the call. Else: 403
// auth.forbidden with the key of the first that failed as params.key. An anonymous call
// fails with the first condition, unless LoggedIn has refused it before.
//
// Require panics on a bad condition, and without any.
func Require(conditions ...Condition) Rule {
	if len(conditions) == 0 {
		panic("server: Require without a condition")
	}
	checked := make([]Condition, len(conditions))
	for i, c := range conditions {
		c, err := c.check()
		if err != nil {
			panic(err.Error())
		}
		checked[i] = c
	}
	return ruleFunc(func(r *rules) { r.conditions = append(r.conditions, checked...) })
}

// RateLimit lets each caller make at most n calls of the route in any stretch of time
// as long as per; a caller is a user id or, without one, an address. Else: 429
// api.rateLimited with Retry-After. Refused calls don't count.
//
// Calls are counted in each process by itself, so that an anonymous call needs no
// store. A route remembers up to n moments for each caller of the last per. RateLimit
// panics unless both are above 0.
func RateLimit(n int, per time.Duration) Rule {
	if n <= 0 || per <= 0 {
		panic(fmt.Sprintf("server: RateLimit(%d, %v): both must be above 0", n, per))
	}
	return ruleFunc(func(r *rules) {
		r.limits = append(r.limits, &callLimit{n: n, per: per, log: newAttemptLog()})
	})
}

// callLimit counts the calls of one route.
type callLimit struct {
	n   int
	per time.Duration
	log *memoryAttempts
}

// admit checks the rate limits of a call.
func (r *rules) admit(c *Call, now time.Time) *Error {
	if len(r.limits) == 0 {
		return nil
	}
	caller := c.caller()
	tickets := make([]string, len(r.limits))
	for i, limit := range r.limits {
		ticket, wait := limit.log.record(caller, limit.n, limit.per, now)
		if wait > 0 {
			for j := range i {
				r.limits[j].log.forget(caller, tickets[j])
			}
			return rateLimited(wait)
		}
		tickets[i] = ticket
	}
	return nil
}

// caller names who limits count: a user by its id, others by their address.
func (c *Call) caller() string {
	if c.user != nil && c.user.ID != "" {
		return "user " + c.user.ID
	}
	return "address " + c.limitAddress
}

// open reports whether there are no rules at all.
func (r *rules) open() bool {
	return len(r.limits) == 0 && !r.loggedIn && len(r.conditions) == 0 && len(r.allow) == 0
}

// permit checks login and conditions.
func (r *rules) permit(u *User) *Error {
	if r.loggedIn && (u == nil || u.ID == "") {
		return &Error{Code: protocol.CodeAuthRequired, Status: http.StatusUnauthorized, Message: "log in first"}
	}
	for _, condition := range r.conditions {
		if u == nil || !condition.holds(u.member(condition.Key)) {
			return &Error{
				Code: protocol.CodeAuthForbidden, Status: http.StatusForbidden, Message: "not allowed",
				Params: map[string]any{"key": condition.Key},
			}
		}
	}
	return nil
}
