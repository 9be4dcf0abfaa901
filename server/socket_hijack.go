package server

import (
	"bufio"
	"net"
	"net/http"
)

// Sizes of the buffers of a connection, in bytes. Most of the time it is idle, so they
// are small: a longer message goes past them.
const (
	readBuffer  = 512
	writeBuffer = 1024
)

// takenOver gives a WebSocket its connection with small buffers in place of those of
// net/http, and keeps it for deadlines.
type takenOver struct {
	http.ResponseWriter
	conn net.Conn
}

// Hijack is what the WebSocket library calls.
func (t *takenOver) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffers, err := http.NewResponseController(t.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	if n := buffers.Reader.Buffered(); n > 0 { // a client that did not wait for the answer
		sent := make([]byte, n)
		_, _ = buffers.Read(sent) // they are there
		conn = &readAhead{conn, sent}
	}
	t.conn = conn
	return conn, bufio.NewReadWriter(bufio.NewReaderSize(conn, readBuffer), bufio.NewWriterSize(conn, writeBuffer)), nil
}

// readAhead is a connection of which some bytes have been read.
type readAhead struct {
	net.Conn
	sent []byte
}

func (c *readAhead) Read(p []byte) (int, error) {
	if len(c.sent) == 0 {
		return c.Conn.Read(p)
	}
	n := copy(p, c.sent)
	if c.sent = c.sent[n:]; len(c.sent) == 0 {
		c.sent = nil
	}
	return n, nil
}
