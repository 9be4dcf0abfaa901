package redistest

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Sentinel is a redis-server --sentinel that watches one primary.
type Sentinel struct {
	*Server
	// Name is what clients ask for the primary by.
	Name    string
	Primary *Server
}

// StartSentinel starts a primary as Start does, and a Sentinel that vouches for it alone.
func StartSentinel(t testing.TB) *Sentinel {
	t.Helper()
	s := &Sentinel{Name: "main", Primary: Start(t)}
	host, port, err := net.SplitHostPort(s.Primary.Addr)
	if err != nil {
		t.Fatalf("redistest: %v", err)
	}
	dir := t.TempDir()
	// A Sentinel keeps its state in its configuration file.
	file := filepath.Join(dir, "sentinel.conf")
	if err := os.WriteFile(file, fmt.Appendf(nil, "sentinel monitor %s %s %s 1\n", s.Name, host, port), 0o600); err != nil {
		t.Fatalf("redistest: %v", err)
	}
	s.Server = start(t, dir, file, "--sentinel")
	s.await("the sentinel has found its primary", func() bool {
		reply, err := s.ask("SENTINEL", "CKQUORUM", s.Name)
		return err == nil && strings.HasPrefix(reply, "+OK")
	})
	return s
}
