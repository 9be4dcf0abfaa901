// Command livebench is Sluice's server in the benchmark rows about live topics: the topics ON_ORDER and ON_POST
// at /ws, and at /control a WebSocket of its own by which whoever measures says what is to be done.
//
//	livebench [--origin http://127.0.0.1:1234]
//
// The origin is that of the page which is measured. It listens on a free port of 127.0.0.1 and prints the
// port on a line. It serves until it is ended.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"

	"sluice/server"
)

// Topics, both without rules.
const (
	orders = "ON_ORDER"
	posts  = "ON_POST"
)

func main() {
	origin := flag.String("origin", "", "the origin of the page")
	flag.Parse()
	if err := serve(*origin); err != nil {
		fmt.Fprintln(os.Stderr, "livebench:", err)
		os.Exit(1)
	}
}

func serve(origin string) error {
	var options server.Options
	if origin != "" {
		options.Origins = []string{origin}
	}
	app := server.New(options)
	server.Topic(app, orders)
	server.Topic(app, posts)
	mux := http.NewServeMux()
	mux.Handle("/control", control{app})
	mux.Handle("/", app)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	return server.Serve(context.Background(), listener, mux)
}
