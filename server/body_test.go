package server

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func rawRoute(app *App) {
	Handle(app, "raw", func(_ *Call, in Body) (map[string]any, error) {
		n, err := io.Copy(io.Discard, in)
		return map[string]any{"bytes": n, "type": in.ContentType}, err
	})
	Handle(app, "ignore", func(*Call, Body) (empty, error) { return empty{}, nil })
}

func TestRawBodies(t *testing.T) {
	s := newSite(t, Options{}, rawRoute)
	for _, contentType := range []string{"image/png", "application/json", "text/plain; charset=latin1", ""} {
		t.Run("of type "+contentType, func(t *testing.T) {
			r := s.browser().post("/api/raw", "12345", "Content-Type: "+contentType)
			require.Equal(t, 200, r.status, r.body)
			assert.JSONEq(t, fmt.Sprintf(`{"bytes":5,"type":%q}`, contentType), r.body)
		})
	}
	assertError(t, 415, "api.unsupportedMediaType", s.browser().post("/api/raw", "x", "Content-Encoding: br"))
	big := strings.Repeat("x", 10<<20)
	assert.Equal(t, 200, s.browser().post("/api/raw", big).status)
	assertError(t, 413, "api.tooLarge", s.browser().post("/api/raw", big+"x"))
	b := s.browser()
	assertError(t, 413, "api.tooLarge", b.send(b.request(http.MethodPost, "/api/raw", io.MultiReader(strings.NewReader(big+"x")))))
	assert.Equal(t, 204, s.browser().post("/api/ignore", big).status, "a handler need not read")
	n, err := Body{}.Read(make([]byte, 1))
	assert.Zero(t, n)
	assert.ErrorIs(t, err, io.EOF)
	assert.Empty(t, s.errors.list())
}

func TestARawBodyIsReadWhileItArrives(t *testing.T) {
	got := make(chan string)
	s := newSite(t, Options{}, func(app *App) {
		Handle(app, "raw", func(_ *Call, in Body) (empty, error) {
			lines := bufio.NewScanner(in)
			for lines.Scan() {
				got <- lines.Text()
			}
			return empty{}, lines.Err()
		})
	})
	reader, writer := io.Pipe()
	b := s.browser()
	answer := make(chan reply)
	go func() { answer <- b.send(b.request(http.MethodPost, "/api/raw", reader)) }()
	for _, line := range []string{"one", "two"} {
		_, err := fmt.Fprintln(writer, line)
		require.NoError(t, err)
		assert.Equal(t, line, <-got)
	}
	require.NoError(t, writer.Close())
	assert.Equal(t, 204, (<-answer).status)
}

// form writes a multipart body.
func form(t *testing.T, fill func(*multipart.Writer)) (body, contentType string) {
	t.Helper()
	var buffer bytes.Buffer
	w := multipart.NewWriter(&buffer)
	fill(w)
	require.NoError(t, w.Close())
	return buffer.String(), w.FormDataContentType()
}

func file(t *testing.T, w *multipart.Writer, name string, size int) {
	t.Helper()
	part, err := w.CreateFormFile(name, name+".bin")
	require.NoError(t, err)
	_, err = part.Write(bytes.Repeat([]byte("x"), size))
	require.NoError(t, err)
}

func TestForms(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s := newSite(t, Options{}, func(app *App) {
		Handle(app, "upload", func(_ *Call, in *multipart.Form) (map[string]any, error) {
			out := map[string]any{"values": in.Value}
			for name, files := range in.File {
				f, err := files[0].Open()
				if err != nil {
					return nil, err
				}
				defer f.Close()
				n, err := io.Copy(io.Discard, f)
				if err != nil {
					return nil, err
				}
				out[name] = n
			}
			return out, nil
		})
	}, add("json", answerOK))
	body, contentType := form(t, func(w *multipart.Writer) {
		require.NoError(t, w.WriteField("__proto__", "p"))
		file(t, w, "photo", 3<<20)
	})
	t.Run("values and files arrive", func(t *testing.T) {
		r := s.browser().post("/api/upload", body, "Content-Type: "+contentType)
		require.Equal(t, 200, r.status, r.body)
		assert.JSONEq(t, `{"values":{"__proto__":["p"]},"photo":3145728}`, r.body)
	})
	t.Run("temporary files are removed", func(t *testing.T) {
		left, err := os.ReadDir(os.TempDir())
		require.NoError(t, err)
		assert.Empty(t, left)
	})
	t.Run("a JSON route refuses them, readably", func(t *testing.T) {
		for range 5 {
			assertError(t, 415, "api.unsupportedMediaType", s.browser().post("/api/json", body, "Content-Type: "+contentType))
		}
	})
	t.Run("a form route takes nothing else", func(t *testing.T) {
		assertError(t, 415, "api.unsupportedMediaType", s.browser().post("/api/upload", "{}"))
		assertError(t, 415, "api.unsupportedMediaType", s.browser().post("/api/upload", body, "Content-Type: "+contentType, "Content-Encoding: gzip"))
		assertError(t, 415, "api.unsupportedMediaType", s.browser().post("/api/upload", "a=b", "Content-Type: application/x-www-form-urlencoded"))
	})
	t.Run("garbage is refused", func(t *testing.T) {
		for _, garbage := range []string{"", "x", body[:len(body)/2]} {
			assertError(t, 400, "api.invalidRequest", s.browser().post("/api/upload", garbage, "Content-Type: "+contentType))
		}
		assertError(t, 400, "api.invalidRequest", s.browser().post("/api/upload", body, "Content-Type: multipart/form-data"))
	})
	t.Run("at most 10 MiB", func(t *testing.T) {
		body, contentType := form(t, func(w *multipart.Writer) { file(t, w, "a", 5<<20); file(t, w, "b", 5<<20) })
		assertError(t, 413, "api.tooLarge", s.browser().post("/api/upload", body, "Content-Type: "+contentType))
		b := s.browser()
		r := b.request(http.MethodPost, "/api/upload", io.MultiReader(strings.NewReader(body)), "Content-Type: "+contentType)
		assertError(t, 413, "api.tooLarge", b.send(r))
	})
	t.Run("at most 100 parts", func(t *testing.T) {
		for parts, status := range map[int]int{100: 200, 101: 413} {
			body, contentType := form(t, func(w *multipart.Writer) {
				for i := range parts {
					require.NoError(t, w.WriteField(fmt.Sprint(i), "v"))
				}
			})
			r := s.browser().post("/api/upload", body, "Content-Type: "+contentType)
			assert.Equal(t, status, r.status, "%d parts: %s", parts, r.body)
		}
	})
	left, err := os.ReadDir(os.TempDir())
	require.NoError(t, err)
	assert.Empty(t, left)
}

func TestErrorsOfABodyCanBeWrapped(t *testing.T) {
	s := newSite(t, Options{MaxStream: 10}, func(app *App) {
		Handle(app, "raw", func(_ *Call, in Body) (empty, error) {
			_, err := io.ReadAll(in)
			var e *Error
			if errors.As(err, &e) {
				return empty{}, fmt.Errorf("upload: %w", err)
			}
			return empty{}, err
		})
	})
	b := s.browser()
	assertError(t, 413, "api.tooLarge", b.send(b.request(http.MethodPost, "/api/raw", io.MultiReader(strings.NewReader("12345678901")))))
}

func TestAnEarlyAnswerReachesAClientThatIsStillSending(t *testing.T) {
	t.Parallel()
	s := newSite(t, Options{}, rawRoute, add("private", answerOK, LoggedIn()), add("x", answerOK))
	big := strings.Repeat("x", 8<<20)
	for path, status := range map[string]int{"/api/private": 401, "/api/none": 404, "/api/x": 413, "/auth/logout": 413} {
		t.Run(path, func(t *testing.T) {
			for range 3 {
				assert.Equal(t, status, s.browser().post(path, big).status)
				b := s.browser()
				assert.Equal(t, status, b.send(b.request(http.MethodPost, path, io.MultiReader(strings.NewReader(big)))).status, "length unknown")
			}
		})
	}
	t.Run("and a small body keeps the connection", func(t *testing.T) {
		conn := dial(t, s)
		reader := bufio.NewReader(conn)
		for range 3 {
			_, err := fmt.Fprintf(conn, "POST /api/private HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
			require.NoError(t, err)
			answer, err := http.ReadResponse(reader, nil)
			require.NoError(t, err)
			_, err = io.Copy(io.Discard, answer.Body)
			require.NoError(t, err)
			assert.Equal(t, 401, answer.StatusCode)
			assert.False(t, answer.Close)
		}
	})
	t.Run("but not one that never comes", func(t *testing.T) {
		conn := dial(t, s)
		_, err := fmt.Fprintf(conn, "POST /api/private HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 20000000\r\n\r\n{")
		require.NoError(t, err)
		require.NoError(t, conn.SetReadDeadline(time.Now().Add(lingerTime+3*time.Second)))
		reader := bufio.NewReader(conn)
		began := time.Now()
		answer, err := http.ReadResponse(reader, nil)
		require.NoError(t, err)
		defer answer.Body.Close()
		assert.Equal(t, 401, answer.StatusCode)
		assert.Less(t, time.Since(began), time.Second, "the answer does not wait")
		_, err = io.Copy(io.Discard, reader)
		require.NoError(t, err, "then the connection ends")
	})
}
