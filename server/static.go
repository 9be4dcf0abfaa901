package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"sluice/internal/protocol"
)

// staticFiles serves a file system: GET and HEAD, strong ETags, ranges, and beside each
// file the variants "file.br" and "file.gz", made beforehand. A path without an
// extension that is no file gives /index.html, since its page may be made by scripts.
type staticFiles struct {
	files  fs.FS
	policy string
	tags   sync.Map // string → fileTag, of file names
}

// fileTag is the ETag of a file as long as it has this size and time.
type fileTag struct {
	size     int64
	modified time.Time
	tag      string
}

func newStaticFiles(files fs.FS, policy string) *staticFiles {
	return &staticFiles{files: files, policy: policy}
}

// serveStatic answers a request outside the routes.
func (x *exchange) serveStatic() {
	s := x.app.static
	if x.r.Method != http.MethodGet && x.r.Method != http.MethodHead {
		x.setHeaders()
		x.w.Header().Set("Allow", "GET, HEAD")
		x.fail(methodNotAllowed("files are read by GET"))
		return
	}
	name, ok := s.find(x.r.URL.Path)
	if !ok {
		x.setHeaders()
		x.fail(&Error{Code: protocol.CodeNotFound, Status: http.StatusNotFound, Message: "no such file"})
		return
	}
	x.setHSTS()
	h := x.w.Header()
	h.Set("Content-Type", mimeType(name))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", s.policy)
	h.Set("Cache-Control", cacheControl(name))
	variant, coding := s.choose(name, x.r.Header, h)
	if err := s.send(x, variant, coding); err != nil {
		x.w.Header().Del("Content-Encoding")
		x.setHeaders()
		x.fail(fmt.Errorf("server: static file %s: %w", variant, err))
	}
}

// find returns the file of a path. Names that begin with a dot are private, except
// .well-known.
func (s *staticFiles) find(url string) (name string, ok bool) {
	name = strings.TrimPrefix(url, "/")
	directory := name == "" || strings.HasSuffix(name, "/")
	name = strings.TrimSuffix(name, "/")
	if name == "" {
		return "index.html", s.has("index.html")
	}
	if !fs.ValidPath(name) || strings.ContainsAny(name, "\\\x00") {
		return "", false
	}
	for segment := range strings.SplitSeq(name, "/") {
		if segment[0] == '.' && segment != ".well-known" {
			return "", false
		}
	}
	if index := name + "/index.html"; directory && s.has(index) {
		return index, true
	}
	if !directory && s.has(name) {
		return name, true
	}
	if path.Ext(name) == "" && s.has("index.html") {
		return "index.html", true
	}
	return "", false
}

func (s *staticFiles) has(name string) bool {
	info, err := fs.Stat(s.files, name)
	return err == nil && info.Mode().IsRegular()
}

// choose picks the variant to send. Of equally welcome ones the smaller kind wins.
func (s *staticFiles) choose(name string, request, answer http.Header) (variant, coding string) {
	weights := accepted(request, "Accept-Encoding")
	variant, best := name, encodingWeight(weights, "identity")
	for _, v := range []struct{ suffix, coding string }{{".gz", "gzip"}, {".br", "br"}} {
		if !s.has(name + v.suffix) {
			continue
		}
		answer.Set("Vary", "Accept-Encoding")
		if weight := encodingWeight(weights, v.coding); weight > 0 && weight >= best {
			variant, coding, best = name+v.suffix, v.coding, weight
		}
	}
	return variant, coding
}

// send sends a file, or says that the client has it. It fails only before the answer
// has begun.
func (s *staticFiles) send(x *exchange, name, coding string) error {
	file, err := s.files.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	content, ok := file.(io.ReadSeeker)
	if !ok {
		all, err := io.ReadAll(file)
		if err != nil {
			return err
		}
		content = bytes.NewReader(all)
	}
	tag, err := s.tag(name, info, content)
	if err != nil {
		return err
	}
	h := x.w.Header()
	h.Set("ETag", tag)
	if coding == "" {
		x.started = true
		http.ServeContent(x.w, x.r, "", time.Time{}, content)
		return nil
	}
	// ServeContent leaves out the length of encoded content, and ranges of it are of no use.
	x.started = true
	if matches(x.r.Header.Values("If-None-Match"), tag) {
		h.Del("Content-Type")
		x.w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Encoding", coding)
	h.Set("Content-Length", strconv.FormatInt(info.Size(), 10))
	x.w.WriteHeader(http.StatusOK)
	if x.r.Method != http.MethodHead {
		_, _ = io.CopyN(x.w, content, info.Size()) // a client that has gone is told nothing
	}
	return nil
}

// tag returns the ETag of a file, a hash of its content, and goes back to its beginning.
func (s *staticFiles) tag(name string, info fs.FileInfo, content io.ReadSeeker) (string, error) {
	if known, ok := s.tags.Load(name); ok {
		t := known.(fileTag)
		if t.size == info.Size() && t.modified.Equal(info.ModTime()) {
			return t.tag, nil
		}
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, content); err != nil {
		return "", err
	}
	if _, err := content.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	tag := `"` + base64.RawURLEncoding.EncodeToString(hash.Sum(nil)[:16]) + `"`
	s.tags.Store(name, fileTag{info.Size(), info.ModTime(), tag})
	return tag, nil
}

// matches reports whether one of the ETags of If-None-Match is tag.
func matches(headers []string, tag string) bool {
	for candidate := range strings.SplitSeq(strings.Join(headers, ","), ",") {
		candidate = strings.TrimSpace(candidate)
		if candidate == "*" || strings.TrimPrefix(candidate, "W/") == tag {
			return true
		}
	}
	return false
}
