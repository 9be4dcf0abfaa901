package server

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func staticSite(t *testing.T) *browser {
	t.Helper()
	files := fstest.MapFS{}
	for name, content := range map[string]string{
		"index.html": "<!doctype html>", "index.html.br": "br page", "app.js": "let a", "app.js.gz": "gzipped", "app.js.br": "brotli",
		"sluice.wasm": "\x00asm", "assets/index-BkX3x9aL.js": "hashed", "docs/index.html": "docs", "docs/page.txt": "page",
		".env": "secret", "docs/.git/config": "secret", ".well-known/security.txt": "contact", "data.unknown": "?",
	} {
		files[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return newSite(t, Options{Static: files, HSTS: 3600e9}, add("x", answerOK)).browser()
}

func (b *browser) get(path string, headers ...string) reply {
	b.site.t.Helper()
	return b.send(b.request(http.MethodGet, path, nil, headers...))
}

func TestStaticFiles(t *testing.T) {
	b := staticSite(t)
	for path, want := range map[string]struct{ contentType, body, cache string }{
		"/":                         {"text/html; charset=utf-8", "<!doctype html>", "no-cache"},
		"/index.html":               {"text/html; charset=utf-8", "<!doctype html>", "no-cache"},
		"/app.js":                   {"text/javascript; charset=utf-8", "let a", "no-cache"},
		"/app.js?v=1":               {"text/javascript; charset=utf-8", "let a", "no-cache"},
		"/sluice.wasm":              {"application/wasm", "\x00asm", "no-cache"},
		"/assets/index-BkX3x9aL.js": {"text/javascript; charset=utf-8", "hashed", "public, max-age=31536000, immutable"},
		"/docs/":                    {"text/html; charset=utf-8", "docs", "no-cache"},
		"/docs/page.txt":            {"text/plain; charset=utf-8", "page", "no-cache"},
		"/.well-known/security.txt": {"text/plain; charset=utf-8", "contact", "no-cache"},
		"/data.unknown":             {"application/octet-stream", "?", "no-cache"},
		"/login":                    {"text/html; charset=utf-8", "<!doctype html>", "no-cache"},
		"/some/page":                {"text/html; charset=utf-8", "<!doctype html>", "no-cache"},
		"/some/page/":               {"text/html; charset=utf-8", "<!doctype html>", "no-cache"},
		"/apidocs":                  {"text/html; charset=utf-8", "<!doctype html>", "no-cache"},
	} {
		t.Run(path, func(t *testing.T) {
			r := b.get(path)
			require.Equal(t, 200, r.status, r.body)
			assert.Equal(t, want.body, r.body)
			for name, value := range map[string]string{
				"Content-Type": want.contentType, "Cache-Control": want.cache, "X-Content-Type-Options": "nosniff",
				"Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'",
			} {
				assert.Equal(t, value, r.header.Get(name), name)
			}
			head := b.send(b.request(http.MethodHead, path, nil))
			assert.Equal(t, 200, head.status)
			assert.Empty(t, head.body)
			assert.Equal(t, r.header.Get("ETag"), head.header.Get("ETag"))
			assert.Equal(t, r.header.Get("Content-Length"), head.header.Get("Content-Length"))
		})
	}
}

func TestWhatIsNoStaticFile(t *testing.T) {
	b := staticSite(t)
	for _, path := range []string{
		"/missing.js", "/.env", "/docs/.git/config", "/../server.go", "/docs/../.env", "/a%00.js", "//app.js", "/docs//page.txt",
		"/docs/page.txt/", `/docs\page.txt`, "/api", "/api/none", "/auth/x", "/assets/missing-BkX3x9aL.js",
	} {
		t.Run(path, func(t *testing.T) {
			assertError(t, 404, "api.notFound", b.site.raw(http.MethodGet, path))
		})
	}
	t.Run("other methods", func(t *testing.T) {
		r := b.post("/app.js", "")
		assertError(t, 405, "api.methodNotAllowed", r)
		assert.Equal(t, "GET, HEAD", r.header.Get("Allow"))
		assert.Equal(t, 200, b.post("/api/x", "").status)
	})
}

func TestPrecompressedVariants(t *testing.T) {
	b := staticSite(t)
	tags := map[string]bool{}
	for accept, want := range map[string]struct{ coding, body string }{
		"":                          {"", "let a"},
		"gzip":                      {"gzip", "gzipped"},
		"br":                        {"br", "brotli"},
		"gzip, deflate, br, zstd":   {"br", "brotli"},
		"gzip;q=1, br;q=0.5":        {"gzip", "gzipped"},
		"br;q=0, gzip;q=0.1":        {"gzip", "gzipped"},
		"gzip;q=0":                  {"", "let a"},
		"*":                         {"br", "brotli"},
		"*;q=0.5, br;q=0":           {"gzip", "gzipped"},
		"identity, br;q=0.5":        {"", "let a"},
		"GZIP":                      {"gzip", "gzipped"},
		"gzip;q=broken":             {"", "let a"},
		"deflate":                   {"", "let a"},
		"identity;q=0, *;q=0":       {"", "let a"},
		" br ; q=0.9 , gzip;q=0.8 ": {"br", "brotli"},
	} {
		t.Run(accept, func(t *testing.T) {
			r := b.get("/app.js", "Accept-Encoding: "+accept)
			require.Equal(t, 200, r.status)
			assert.Equal(t, want.coding, r.header.Get("Content-Encoding"))
			assert.Equal(t, want.body, r.body)
			assert.Equal(t, "text/javascript; charset=utf-8", r.header.Get("Content-Type"))
			assert.Equal(t, "Accept-Encoding", r.header.Get("Vary"))
			assert.NotEmpty(t, r.header.Get("Content-Length"))
			tag := r.header.Get("ETag")
			assert.Regexp(t, `^"[A-Za-z0-9_-]{22}"$`, tag)
			tags[tag] = true
			for _, condition := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
				again := b.get("/app.js", "Accept-Encoding: "+accept, "If-None-Match: "+condition)
				assert.Equal(t, 304, again.status, condition)
				assert.Empty(t, again.body)
				assert.Equal(t, tag, again.header.Get("ETag"))
				assert.Equal(t, "Accept-Encoding", again.header.Get("Vary"))
			}
			assert.Equal(t, 200, b.get("/app.js", "Accept-Encoding: "+accept, `If-None-Match: "other"`).status)
		})
	}
	assert.Len(t, tags, 3, "each variant has its own")
	assert.Equal(t, "br page", b.get("/some/page", "Accept-Encoding: br").body)
	assert.Empty(t, b.get("/docs/page.txt", "Accept-Encoding: br").header.Get("Vary"), "a file without variants")
}

func TestRangesOfFiles(t *testing.T) {
	r := staticSite(t).get("/docs/page.txt", "Range: bytes=1-2")
	assert.Equal(t, 206, r.status)
	assert.Equal(t, "ag", r.body)
}

func TestAChangedFileHasAnotherTag(t *testing.T) {
	dir := t.TempDir()
	write := func(content string) {
		t.Helper()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "a.txt"), []byte(content), 0o600))
	}
	write("one")
	b := newSite(t, Options{Static: os.DirFS(dir)}).browser()
	first := b.get("/a.txt").header.Get("ETag")
	write("other")
	r := b.get("/a.txt", "If-None-Match: "+first)
	assert.Equal(t, "other", r.body)
	assert.NotEqual(t, first, r.header.Get("ETag"))
	assert.Equal(t, 404, b.get("/page").status, "without index.html there is no fallback")
	assert.Equal(t, 404, b.get("/").status)
}

func TestAPolicyOfOnesOwn(t *testing.T) {
	s := newSite(t, Options{Static: fstest.MapFS{"index.html": {}}, StaticPolicy: "default-src 'none'"})
	assert.Equal(t, "default-src 'none'", s.browser().get("/").header.Get("Content-Security-Policy"))
}

func TestNamesWithAHash(t *testing.T) {
	for _, name := range []string{"index-BkX3x9aL.js", "index-Bk-3x9aL.css", "app.3f2a9c1b.js", "app-3f2a9c1b0d.js.map", "logo-D1_x9aLq.svg"} {
		assert.Equal(t, "public, max-age=31536000, immutable", cacheControl("assets/"+name), name)
		assert.Equal(t, "no-cache", cacheControl("other/"+name), name)
	}
	for _, name := range []string{
		"index.js", "some-component.js", "my-HomePage.js", "chapter-section12.js", "IMG-DSC01234.jpg", "BkX3x9aL.js", "a-Bk3x9aL.js", "x-99999999.js",
	} {
		assert.Equal(t, "no-cache", cacheControl("assets/"+name), name)
	}
}

func TestEveryTypeIsStatedOnce(t *testing.T) {
	for extension, mime := range mimeTypes {
		assert.True(t, strings.HasPrefix(extension, ".") && strings.ToLower(extension) == extension, extension)
		assert.Contains(t, mime, "/")
	}
	assert.Equal(t, "application/wasm", mimeType("A.WASM"))
}
