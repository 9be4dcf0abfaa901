package live

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// brokenBroker cannot serve.
type brokenBroker struct{ Broker }

func (brokenBroker) Subscribe(context.Context, Stream, Receiver) error { return errDropped }

// brokenFeed joins, and cannot read.
type brokenFeed struct{ brokenBroker }

func (b brokenFeed) Subscribe(_ context.Context, _ Stream, to Receiver) error {
	to.Joined(b, Position{Epoch: "e", Last: 2}, 1)
	return nil
}

func (brokenFeed) Sync(fn func(Position)) { fn(Position{Epoch: "e", Last: 2}) }

func (brokenFeed) Read(context.Context, int64, func()) ([]Event, error) { return nil, errDropped }

func (brokenFeed) Close() {}

func TestABrokerThatFailsEndsTheConnection(t *testing.T) {
	for title, broker := range map[string]Broker{"on subscribing": brokenBroker{}, "in a replay": brokenFeed{}} {
		inBubble(t, title, func(t *testing.T) {
			var told []error
			c, socket := newConn(t, broker, func(o *Config) { o.Failed = func(err error) { told = append(told, err) } })
			c.Handle([]byte(`{"op":"subscribe","sid":1,"topic":"A","epoch":"e","after":1}`))
			frames := socket.seen()
			require.NotEmpty(t, frames)
			assert.JSONEq(t, `{"op":"error","sid":1,"code":"internal","message":"internal error","retry":true}`, frames[len(frames)-1])
			code, _ := socket.closed()
			assert.Equal(t, CloseTryAgain, code, "a client asks again on its next connection only")
			assert.Equal(t, []error{errDropped}, told)
		})
	}
}

// waitingBroker serves nobody until the connection has ended.
type waitingBroker struct{ Broker }

func (waitingBroker) Subscribe(ctx context.Context, _ Stream, _ Receiver) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestABrokerThatIsGivenUpHasNotFailed(t *testing.T) {
	inBubble(t, "nobody is told", func(t *testing.T) {
		var told []error
		c, _ := newConn(t, waitingBroker{}, func(c *Config) { c.Failed = func(err error) { told = append(told, err) } })
		done := make(chan struct{})
		go func() {
			c.Handle([]byte(`{"op":"subscribe","sid":1,"topic":"A"}`))
			close(done)
		}()
		synctest.Wait()
		c.End(CloseGoingAway)
		<-done
		assert.Empty(t, told)
	})
}
