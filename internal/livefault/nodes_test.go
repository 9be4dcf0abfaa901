package livefault

import (
	"bytes"
	"context"
	"net"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// node is a server in a process of its own, at an address that it keeps over restarts.
type node struct {
	t       *testing.T
	program string
	address string
	options []string
	process *exec.Cmd
	said    bytes.Buffer // on stderr, by all of its lives; read when the process has ended
	exited  chan struct{}
	killed  bool
}

// buildNode builds the server's program.
func buildNode(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "node")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "./node").CombinedOutput()
	require.NoError(t, err, string(out))
	return program
}

func startNode(t *testing.T, program string, options ...string) *node {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	n := &node{t: t, program: program, address: listener.Addr().String(), options: options}
	require.NoError(t, listener.Close())
	n.start()
	t.Cleanup(func() {
		n.kill()
		if n.said.Len() > 0 {
			t.Errorf("%s said: %s", n.address, n.said.String())
		}
	})
	return n
}

// start starts the process and waits until it listens.
func (n *node) start() {
	n.t.Helper()
	n.process = exec.Command(n.program, append([]string{"-addr", n.address}, n.options...)...)
	n.process.Stderr = &n.said
	require.NoError(n.t, n.process.Start())
	n.killed, n.exited = false, make(chan struct{})
	go func(process *exec.Cmd, exited chan struct{}) {
		defer close(exited)
		_ = process.Wait() // however it ended
	}(n.process, n.exited)
	require.Eventually(n.t, func() bool {
		conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(context.Background(), "tcp", n.address)
		if err != nil {
			return false
		}
		return conn.Close() == nil
	}, 20*time.Second, 20*time.Millisecond, "%s listens", n.address)
}

// kill ends the process at once, without a word to anybody.
func (n *node) kill() {
	n.t.Helper()
	if n.killed {
		return
	}
	select {
	case <-n.exited:
		n.t.Errorf("%s has ended by itself: %s", n.address, n.said.String())
	default:
	}
	_ = n.process.Process.Kill() // SIGKILL; fails when it has ended
	<-n.exited
	n.killed = true
}
