package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"

	"sluice/cmd/sluice/internal/atlas"
	"sluice/cmd/sluice/internal/rendered"
	"sluice/server"
)

// noPage is the value of --static for serving the API alone.
const noPage = "none"

// serveOptions are the options of sluice serve.
type serveOptions struct {
	addr   string
	redis  string
	static string // "" = the built demo, noPage = none
	data   string // "" = the prepared data
}

func parseServeOptions(p process, arguments []string) (serveOptions, error) {
	var o serveOptions
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // what is wrong is said once, by report
	flags.StringVar(&o.addr, "addr", "127.0.0.1:8080", "TCP `address` to listen on; port 0 takes a free one")
	flags.StringVar(&o.redis, "redis", "", "keep sessions, accounts and what visitors share in Redis at this `URL` instead of in memory:\n"+
		"redis://, rediss:// (TLS), redis+sentinel://host:port?master_name=…,\nredis+cluster://host:port?addr=host:port")
	flags.StringVar(&o.static, "static", "", "`directory` of the page (default the built demo); \"none\" serves the API alone")
	flags.StringVar(&o.data, "data", "", "`file` with the cities and countries (default the one made with the demo)")
	err := flags.Parse(arguments)
	switch {
	case errors.Is(err, flag.ErrHelp):
		flags.SetOutput(p.stdout)
		_, _ = fmt.Fprintln(p.stdout, "usage: sluice serve [options]")
		flags.PrintDefaults()
		return o, err
	case err != nil:
		return o, usagef("%v", err)
	case flags.NArg() > 0:
		return o, usagef("what is %q meant to be?", flags.Arg(0))
	}
	return o, nil
}

// serve serves the demo until ctx ends, and then lets running calls come to their end.
func serve(ctx context.Context, p process, arguments []string) error {
	o, err := parseServeOptions(p, arguments)
	if err != nil {
		return err
	}
	world, err := loadAtlas(o.data)
	if err != nil {
		return err
	}
	page, err := openPage(o.static)
	if err != nil {
		return err
	}
	stores, err := openStores(ctx, o.redis)
	if err != nil {
		return err
	}
	defer stores.close()

	app := server.New(server.Options{
		Sessions:           stores.sessions,
		Accounts:           stores.accounts,
		Broker:             stores.broker,
		Static:             page,
		LoginAfterRegister: true,
		OnError:            func(err error) { _, _ = fmt.Fprintf(p.stderr, "sluice serve: %v\n", err) },
	})
	atlas.Mount(app, world, stores.visitors)

	listener, err := listen(ctx, o.addr)
	if err != nil {
		return err
	}
	cities, countries := world.Len()
	_, _ = fmt.Fprintf(p.stdout, "sluice: serving %s\n", addressURL(listener.Addr()))
	_, _ = fmt.Fprintf(p.stdout, "sluice: %d cities, %d countries; sessions in %s; stop with Ctrl-C\n", cities, countries, stores.where)
	err = server.Serve(ctx, listener, rendered.Handler(app))
	if err == nil {
		_, _ = fmt.Fprintln(p.stdout, "sluice: stopped")
	}
	return err
}

// loadAtlas reads the data from a file, or from where the build puts it if path is "".
func loadAtlas(path string) (*atlas.Atlas, error) {
	if path == "" {
		var ok bool
		if path, ok = findDemo("data/atlas.tsv.gz"); !ok {
			return nil, errors.New("the cities are not there (www/demo/data/atlas.tsv.gz): run make build, or name the file with --data")
		}
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%w: run make build, or name another file with --data", err)
	}
	defer func() { _ = file.Close() }() // it was only read
	world, err := atlas.Load(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: make it again with make build", path, err)
	}
	return world, nil
}

// openPage returns the directory of the page, the built demo if directory is "". It is
// looked up for each file, so that a page which is built anew is served at once.
func openPage(directory string) (fs.FS, error) {
	if directory == noPage {
		return nil, nil
	}
	if directory == "" {
		var ok bool
		if directory, ok = findDemo("dist"); !ok {
			return nil, errors.New("the page is not built (www/demo/dist): run make build, or name its directory with --static")
		}
	}
	page := os.DirFS(directory)
	if _, err := fs.Stat(page, "index.html"); err != nil {
		return nil, fmt.Errorf("%s has no index.html: run make build, or name another directory with --static", directory)
	}
	return page, nil
}

func listen(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is taken by another program: end it, or choose another address with --addr", address)
	case err != nil:
		return nil, fmt.Errorf("%w: choose another address with --addr", err)
	}
	return listener, nil
}

// addressURL is where a browser on this machine finds the listener.
func addressURL(address net.Addr) string {
	host, port, err := net.SplitHostPort(address.String())
	if err != nil {
		return "http://" + address.String()
	}
	if ip := net.ParseIP(strings.Trim(host, "[]")); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}
