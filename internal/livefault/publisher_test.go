package livefault

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// publisher publishes to one topic, through whichever server takes it.
type publisher struct {
	topic  string
	record *record
	client *http.Client
}

func newPublisher(topic string, r *record, n *network) *publisher {
	return &publisher{topic, r, &http.Client{
		Timeout: 8 * time.Second,
		Transport: &http.Transport{
			MaxIdleConnsPerHost: 1, IdleConnTimeout: 2 * time.Second, // then to another server
			DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return n.dial(ctx) },
		},
	}}
}

// padding makes events of about 100 bytes.
var padding = strings.Repeat("sluice ", 12)

// publish publishes the next number, and notes what came of it.
func (p *publisher) publish(ctx context.Context) error {
	n := p.record.next()
	err := p.post(ctx, n)
	p.record.answered(n, err)
	return err
}

func (p *publisher) post(ctx context.Context, n int) error {
	body, err := json.Marshal(map[string]any{"topic": p.topic, "n": n, "text": padding})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://live.test/api/publish", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := p.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", answer.Status, text)
	}
	return err
}

// run publishes at a pace until stopped is closed. What it could not while servers were away
// it makes up for.
func (p *publisher) run(stopped <-chan struct{}, every time.Duration) {
	for due := time.Now(); ; due = due.Add(every) {
		select {
		case <-stopped:
			return
		case <-time.After(time.Until(due)):
			_ = p.publish(context.Background()) // the record has it
		}
	}
}
