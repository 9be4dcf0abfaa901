package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/coder/websocket"

	"sluice/server"
)

// command is a message of who measures. Those that are asked for an answer get one text frame.
type command struct {
	// Op is "echo", answered by "{}"; "publish", without an answer; "memory", answered by a usage; or
	// "patches", answered by "{}" when all have been published.
	Op string `json:"op"`
	// Value is what "publish" publishes to ON_ORDER.
	Value any `json:"value"`
	patches
}

// patches are what "patches" publishes to ON_POST: Count values, the first with number First, PerSecond of
// them a second. Number n is of post 1 + n mod Posts.
type patches struct{ First, Count, PerSecond, Posts int }

// patch is one of them.
type patch struct {
	ID    string `json:"id"`
	Likes int    `json:"likes"`
}

// likesFrom is what the likes of patch 0 are; those of the next are one more.
const likesFrom = 1_000_000

// control serves connections of who measures.
type control struct{ app *server.App }

func (c control) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
	if err != nil {
		return // it has answered
	}
	defer func() { _ = ws.CloseNow() }()
	ctx := context.Background()
	for {
		_, text, err := ws.Read(ctx)
		if err != nil {
			return
		}
		answer, err := c.run(ctx, text)
		if err != nil {
			_ = ws.Close(websocket.StatusInternalError, err.Error())
			return
		}
		if answer == nil {
			continue
		}
		if err := ws.Write(ctx, websocket.MessageText, answer); err != nil {
			return
		}
	}
}

func (c control) run(ctx context.Context, text []byte) ([]byte, error) {
	var what command
	if err := json.Unmarshal(text, &what); err != nil {
		return nil, err
	}
	switch what.Op {
	case "echo":
		return []byte("{}"), nil
	case "publish":
		return nil, c.app.Publish(ctx, orders, what.Value)
	case "patches":
		return []byte("{}"), c.publish(ctx, what.patches)
	case "memory":
		used, err := memory()
		if err != nil {
			return nil, err
		}
		return json.Marshal(used)
	}
	return nil, fmt.Errorf("there is no command %q", what.Op)
}

// publish publishes patches evenly: after a wait that was too long those that are due go at once.
func (c control) publish(ctx context.Context, p patches) error {
	began := time.Now()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for sent := 0; sent < p.Count; <-tick.C {
		for due := int(time.Since(began).Seconds() * float64(p.PerSecond)); sent < min(due, p.Count); sent++ {
			n := p.First + sent
			if err := c.app.Publish(ctx, posts, patch{fmt.Sprintf("p%d", 1+n%p.Posts), likesFrom + n}); err != nil {
				return err
			}
		}
	}
	return nil
}
