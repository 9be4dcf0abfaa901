// Command e2eserver serves routes that the tests in a browser need and the demo has not,
// on a free port of 127.0.0.1, until it is told to end:
//
//   - upload takes multipart/form-data and answers how many bytes its files have.
//   - save takes JSON, in which it answers the member name.
//   - download answers a list of 20,000 texts, 2 MiB in all.
//   - publish publishes {n} for each n of a range, to the topic and key of its input.
//
// Everybody may subscribe to the topic ON, who is logged in to ON_MINE, and nobody to ON_SECRET.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"mime/multipart"
	"net"
	"net/http"
	"os/signal"
	"strings"
	"syscall"

	"sluice/server"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("serving http://%s\n", listener.Addr())
	if err := server.Serve(ctx, listener, routes()); err != nil {
		log.Fatal(err)
	}
}

type named struct {
	Name string `json:"name"`
}

type numbers struct {
	Topic string `json:"topic"`
	Key   string `json:"key"`
	From  int    `json:"from"`
	To    int    `json:"to"`
}

func routes() *server.App {
	app := server.New(server.Options{Accounts: server.MemoryAccounts(), LoginAfterRegister: true})
	server.Topic(app, "ON")
	server.Topic(app, "ON_MINE", server.LoggedIn())
	server.Topic(app, "ON_SECRET", server.Allow(func(*server.Call, string, json.RawMessage) error {
		return &server.Error{Code: "secret", Status: http.StatusForbidden, Message: "it is secret"}
	}))
	server.Handle(app, "publish", func(c *server.Call, in numbers) (struct{}, error) {
		for n := in.From; n <= in.To; n++ {
			if err := app.Publish(c.Context(), in.Topic, map[string]int{"n": n}, server.Key(in.Key)); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, nil
	})
	server.Handle(app, "upload", func(_ *server.Call, in *multipart.Form) (int64, error) {
		var size int64
		for _, files := range in.File {
			for _, file := range files {
				size += file.Size
			}
		}
		return size, nil
	})
	server.Handle(app, "save", func(_ *server.Call, in named) (string, error) { return in.Name, nil })
	server.Handle(app, "download", func(*server.Call, struct{}) ([]string, error) {
		list := make([]string, 20_000)
		for i := range list {
			list[i] = strings.Repeat("sluice", 17)
		}
		return list, nil
	})
	return app
}
