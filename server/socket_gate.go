package server

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sluice/internal/protocol"
	"sluice/server/internal/live"
)

// call makes a call with the token of the connection.
func (s *socket) call(ctx context.Context) *Call {
	return &Call{app: s.app, ctx: ctx, requestID: s.requestID, limitAddress: s.limitAddress, token: s.token}
}

// Admit checks the rules of a topic.
func (s *socket) Admit(ctx context.Context, stream live.Stream, payload []byte, again bool) *live.Refusal {
	t := s.app.topics[stream.Topic]
	if t == nil {
		return &live.Refusal{Code: protocol.CodeTopicUnknown, Message: "there is no such topic"}
	}
	if t.rules.open() {
		return nil
	}
	limited, cancel := context.WithTimeout(ctx, s.app.options.HandlerTimeout)
	defer cancel()
	c := s.call(limited)
	if s.state.user != nil {
		c.user = &User{Token: s.token}
		if err := c.user.UnmarshalJSON(s.state.user); err != nil {
			s.report(err)
			return &live.Refusal{Code: live.CodeInternal, Message: "internal error", Retry: true}
		}
		c.remember(s.session, knownSession{s.state.version, c.user.ID})
	}
	err := t.admit(c, stream.Key, payload, again)
	if err == nil {
		return nil
	}
	refusal, internal := refusalOf(err)
	var panicked *panicError
	if internal && (ctx.Err() == nil || errors.As(err, &panicked)) { // failing is in order once the connection has gone
		s.report(fmt.Errorf("server: topic %q: %w", stream.Topic, err))
	}
	return &refusal
}

// Again reports whether the rules look at the payload, and after how long they want to again.
func (s *socket) Again(topic string) (payload bool, every time.Duration) {
	t := s.app.topics[topic]
	if t == nil {
		return false, 0
	}
	return len(t.rules.allow) > 0, t.rules.again
}
