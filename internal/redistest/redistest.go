// Package redistest starts real Redis servers for tests.
package redistest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Server is a redis-server of its own on a free port of 127.0.0.1, with its data in a
// directory of the test. It ends with the test. Its methods are called from the test's
// goroutine.
type Server struct {
	Addr string // "127.0.0.1:port"
	URL  string // "redis://127.0.0.1:port"

	t         testing.TB
	dir       string
	arguments []string      // besides address, folder and log
	process   *os.Process   // nil when stopped
	exited    chan struct{} // closed when it has ended
}

// Start starts a single node that writes every change to disk at once, so that Restart
// loses nothing. Without redis-server the test fails.
func Start(t testing.TB) *Server {
	t.Helper()
	return start(t, t.TempDir(), storing...)
}

// StartCluster starts a node in cluster mode that holds all slots: like any cluster it
// refuses commands that span two of them.
func StartCluster(t testing.TB) *Server {
	t.Helper()
	s := start(t, t.TempDir(), append(slices.Clone(storing), "--cluster-enabled", "yes")...)
	s.command("CLUSTER", "ADDSLOTSRANGE", "0", "16383")
	s.await("the cluster is ready", func() bool {
		return strings.Contains(s.command("CLUSTER", "INFO"), "cluster_state:ok")
	})
	return s
}

// storing has every change written to disk at once.
var storing = []string{"--save", "", "--appendonly", "yes", "--appendfsync", "always"}

func start(t testing.TB, dir string, arguments ...string) *Server {
	t.Helper()
	s := &Server{t: t, dir: dir, arguments: arguments}
	t.Cleanup(s.Stop)
	// Another process may take the free port before Redis does, and in cluster mode it
	// needs port + 10000 as well: try a few.
	for range 50 {
		s.Addr = freeAddress(t)
		s.URL = "redis://" + s.Addr
		if s.run() {
			return s
		}
	}
	t.Fatalf("redistest: redis-server does not start: %s", s.log())
	return nil
}

// Stop ends the server, cutting off its clients. It does nothing if it is stopped.
func (s *Server) Stop() {
	if s.process == nil {
		return
	}
	_ = s.process.Kill() // fails when it has ended by itself
	<-s.exited
	s.process = nil
}

// Restart stops the server if it runs, and starts it at the same address with the same
// data.
func (s *Server) Restart() {
	s.t.Helper()
	s.Stop()
	if !s.run() {
		s.t.Fatalf("redistest: redis-server does not start again: %s", s.log())
	}
}

// Pause lets connections stand without an answer, until Resume.
func (s *Server) Pause() { s.signal(syscall.SIGSTOP) }

// Resume undoes Pause.
func (s *Server) Resume() { s.signal(syscall.SIGCONT) }

func (s *Server) signal(signal os.Signal) {
	s.t.Helper()
	if s.process == nil {
		s.t.Fatal("redistest: the server is stopped")
	}
	if err := s.process.Signal(signal); err != nil {
		s.t.Fatalf("redistest: %v", err)
	}
}

// run starts the process and reports whether it answers.
func (s *Server) run() bool {
	s.t.Helper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		s.t.Fatal("redistest: redis-server is missing: apt-get install redis-server")
	}
	_, port, err := net.SplitHostPort(s.Addr)
	if err != nil {
		s.t.Fatalf("redistest: %v", err)
	}
	// A configuration file comes before all options.
	command := exec.Command(program, append(slices.Clone(s.arguments),
		"--bind", "127.0.0.1", "--port", port, "--dir", s.dir, "--logfile", "redis.log")...)
	if err := command.Start(); err != nil {
		s.t.Fatalf("redistest: %v", err)
	}
	s.process, s.exited = command.Process, make(chan struct{})
	go func(exited chan struct{}) {
		defer close(exited)
		_ = command.Wait() // however it ended
	}(s.exited)
	deadline := time.Now().Add(10 * time.Second)
	for time.Now().Before(deadline) {
		if reply, err := s.ask("PING"); err == nil && reply == "+PONG" {
			return s.isOwn()
		}
		select {
		case <-s.exited:
			s.Stop()
			return false
		case <-time.After(10 * time.Millisecond):
		}
	}
	s.Stop()
	return false
}

// isOwn reports whether what answers is the process that was started, not another one that
// took the port first.
func (s *Server) isOwn() bool {
	info, err := s.ask("INFO", "server")
	if err == nil && strings.Contains(info, "process_id:"+strconv.Itoa(s.process.Pid)+"\r") {
		return true
	}
	s.Stop()
	return false
}

func (s *Server) await(what string, condition func() bool) {
	s.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !condition(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			s.t.Fatalf("redistest: waited in vain until %s", what)
		}
	}
}

func (s *Server) command(words ...string) string {
	s.t.Helper()
	reply, err := s.ask(words...)
	if err != nil || strings.HasPrefix(reply, "-") {
		s.t.Fatalf("redistest: %v: %s %v", words, reply, err)
	}
	return reply
}

// ask sends a command and returns its reply: a bulk string's text, or the line of
// another type with its mark.
func (s *Server) ask(words ...string) (string, error) {
	dialer := net.Dialer{Timeout: time.Second}
	conn, err := dialer.DialContext(context.Background(), "tcp", s.Addr)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(time.Second)); err != nil {
		return "", err
	}
	if _, err := fmt.Fprintf(conn, "%s\r\n", strings.Join(words, " ")); err != nil {
		return "", err
	}
	reader := bufio.NewReader(conn)
	line, err := reader.ReadString('\n')
	if err != nil {
		return "", err
	}
	line = strings.TrimRight(line, "\r\n")
	if !strings.HasPrefix(line, "$") {
		return line, nil
	}
	length, err := strconv.Atoi(line[1:])
	if err != nil {
		return "", err
	}
	text := make([]byte, max(0, length))
	_, err = io.ReadFull(reader, text)
	return string(text), err
}

func (s *Server) log() string {
	text, err := os.ReadFile(filepath.Join(s.dir, "redis.log"))
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func freeAddress(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("redistest: %v", err)
	}
	defer listener.Close()
	return listener.Addr().String()
}
