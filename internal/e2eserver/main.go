// Command e2eserver serves routes that the tests in a browser need and the demo has not,
// on a free port of 127.0.0.1, until it is told to end:
//
//   - upload takes multipart/form-data and answers how many bytes its files have.
//   - save takes JSON, in which it answers the member name.
//   - download answers a list of 20,000 texts, 2 MiB in all.
package main

import (
	"context"
	"fmt"
	"log"
	"mime/multipart"
	"net"
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

func routes() *server.App {
	app := server.New(server.Options{})
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
