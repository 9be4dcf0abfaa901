// Command sluice serves Sluice's demo, Atlas: its page, its routes and user sessions.
//
//	sluice serve [--addr 127.0.0.1:8080] [--redis redis://…] [--static dir] [--data file]
//	sluice gen [folder]
//
// It exits with 0 when all went well, 1 when something failed, and 2 when it was called
// wrongly.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal asks for an orderly end; a second one ends the process at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, process{stdout: os.Stdout, stderr: os.Stderr}, os.Args[1:]))
}

// command is a subcommand.
type command struct {
	name    string
	summary string
	run     func(ctx context.Context, p process, arguments []string) error
}

func commands() []command {
	return []command{
		{"serve", "serve the demo and its API", serve},
		{"gen", "write the generated sources of a checkout", gen},
	}
}

// process is what a command needs of the process it runs in.
type process struct {
	stdout, stderr io.Writer
}

// usageError is an error in how the program was called.
type usageError struct{ message string }

func (e *usageError) Error() string { return e.message }

func usagef(format string, arguments ...any) error {
	return &usageError{fmt.Sprintf(format, arguments...)}
}

// run runs the command that the arguments name and returns the exit code.
func run(ctx context.Context, p process, arguments []string) int {
	if len(arguments) == 0 {
		printUsage(p.stderr)
		return 2
	}
	name := arguments[0]
	if name == "help" || name == "-h" || name == "--help" {
		printUsage(p.stdout)
		return 0
	}
	for _, c := range commands() {
		if c.name == name {
			return report(p, name, c.run(ctx, p, arguments[1:]))
		}
	}
	_, _ = fmt.Fprintf(p.stderr, "sluice: there is no command %q\n\n", name)
	printUsage(p.stderr)
	return 2
}

// report says what went wrong and gives the exit code.
func report(p process, name string, err error) int {
	var usage *usageError
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return 0
	case errors.As(err, &usage):
		_, _ = fmt.Fprintf(p.stderr, "sluice %s: %v\nsluice %s --help lists the options.\n", name, err, name)
		return 2
	}
	_, _ = fmt.Fprintf(p.stderr, "sluice %s: %v\n", name, err)
	return 1
}

func printUsage(w io.Writer) {
	_, _ = fmt.Fprintln(w, "usage: sluice command [options]")
	_, _ = fmt.Fprintln(w)
	for _, c := range commands() {
		_, _ = fmt.Fprintf(w, "  %-8s %s\n", c.name, c.summary)
	}
	_, _ = fmt.Fprintln(w, "\nsluice command --help lists a command's options.")
}
