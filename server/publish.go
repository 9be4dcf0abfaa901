package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"sluice/server/internal/live"
)

// maxEvent limits an event, in bytes of JSON: it has to fit into the queue of a
// connection.
const maxEvent = 1 << 20

// ErrEventTooLarge: the value of an event is longer than 1 MiB as JSON.
var ErrEventTooLarge = errors.New("server: event is longer than 1 MiB as JSON")

// PublishOption is an option of App.Publish.
type PublishOption func(*live.Stream)

// Key publishes to the stream of a key, which only those who subscribed with this key
// get. Default: the stream without key.
func Key(key string) PublishOption {
	return func(s *live.Stream) { s.Key = key }
}

// Publish sends value, as JSON, to all who are subscribed to the topic (and key), on
// every instance. In one step it gets the next id of its stream and is kept for those
// who are away: the newest 1,000 events of a stream, for 300 s. It returns once that is
// done, and does not wait for clients.
//
// Events that one goroutine publishes to a stream one after the other arrive in that
// order. Errors: the topic is not declared, the key is longer than 200 characters or not
// UTF-8, the value cannot be encoded (or, as a json.RawMessage can, gives JSON that is not
// UTF-8), ErrEventTooLarge, and with a broker in Redis ErrStoreUnavailable (the event may have
// been published nevertheless, or may yet be; always as a whole).
func (a *App) Publish(ctx context.Context, topic string, value any, options ...PublishOption) error {
	stream := live.Stream{Topic: topic}
	for _, option := range options {
		option(&stream)
	}
	if a.topics[topic] == nil {
		return fmt.Errorf("server: the topic %q is not declared", topic)
	}
	if !utf8.ValidString(stream.Key) || utf8.RuneCountInString(stream.Key) > live.MaxName {
		return fmt.Errorf("server: a key has at most %d characters, in UTF-8", live.MaxName)
	}
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("server: event: %w", err)
	}
	if !utf8.Valid(data) { // as json.RawMessage may be: whoever gets it closes, with 1007
		return errors.New("server: event: its JSON is not UTF-8")
	}
	if len(data) > maxEvent {
		return ErrEventTooLarge
	}
	_, err = a.options.Broker.live().Publish(ctx, stream, data)
	return err
}
