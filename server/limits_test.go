package server

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMediaTypes(t *testing.T) {
	s := newSite(t, Options{}, add("x", answerOK))
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	_, err := w.Write([]byte("{}"))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	for name, test := range map[string]struct {
		headers []string
		body    string
		status  int
	}{
		"JSON":                    {nil, "{}", 200},
		"JSON in UTF-8":           {[]string{"Content-Type: application/json; charset=UTF-8"}, "{}", 200},
		"in capitals":             {[]string{"Content-Type: Application/JSON"}, "{}", 200},
		"identity is no encoding": {[]string{"Content-Encoding: identity"}, "{}", 200},
		"nothing at all":          {[]string{"Content-Type: "}, "", 200},
		"a body without a type":   {[]string{"Content-Type: "}, "{}", 415},
		"text":                    {[]string{"Content-Type: text/plain"}, "{}", 415},
		"text without a body":     {[]string{"Content-Type: text/plain"}, "", 415},
		"a form":                  {[]string{"Content-Type: application/x-www-form-urlencoded"}, "a=b", 415},
		"multipart":               {[]string{"Content-Type: multipart/form-data; boundary=x"}, "--x--", 415},
		"another charset":         {[]string{"Content-Type: application/json; charset=utf-16"}, "{}", 415},
		"a broken type":           {[]string{"Content-Type: application/json; charset"}, "{}", 415},
		"compressed":              {[]string{"Content-Encoding: gzip"}, zipped.String(), 415},
	} {
		t.Run(name, func(t *testing.T) {
			r := s.browser().post("/api/x", test.body, test.headers...)
			if test.status == 415 {
				assertError(t, 415, "api.unsupportedMediaType", r)
			} else {
				assert.Equal(t, 200, r.status, r.body)
			}
		})
	}
}

func TestSizeOfJSON(t *testing.T) {
	s := newSite(t, Options{}, func(app *App) {
		Handle(app, "length", func(_ *Call, in struct{ Text string }) (int, error) { return len(in.Text), nil })
	})
	text := func(total int) string { return `{"Text":"` + strings.Repeat("x", total-len(`{"Text":""}`)) + `"}` }
	assert.Equal(t, 200, s.browser().post("/api/length", text(1<<20)).status)
	assertError(t, 413, "api.tooLarge", s.browser().post("/api/length", text(1<<20+1)))
	t.Run("of unknown length", func(t *testing.T) {
		b := s.browser()
		r := b.request(http.MethodPost, "/api/length", io.MultiReader(strings.NewReader(text(1<<20+1))))
		require.EqualValues(t, 0, r.ContentLength)
		assertError(t, 413, "api.tooLarge", b.send(r))
	})
	t.Run("is judged by what is announced", func(t *testing.T) {
		conn := dial(t, s)
		_, err := fmt.Fprintf(conn, "POST /api/length HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n{")
		require.NoError(t, err)
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		require.NoError(t, err)
		defer answer.Body.Close()
		assert.Equal(t, 413, answer.StatusCode)
		assert.True(t, answer.Close)
	})
}

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

func TestABodyThatTakesTooLong(t *testing.T) {
	s := newSite(t, Options{BodyTimeout: 50 * time.Millisecond}, rawRoute, add("x", answerOK), func(app *App) {
		Handle(app, "upload", func(*Call, *multipart.Form) (empty, error) { return empty{}, nil })
	})
	for path, contentType := range map[string]string{
		"/api/x": "application/json", "/api/raw": "a/b", "/api/upload": "multipart/form-data; boundary=x", "/auth/logout": "application/json",
	} {
		t.Run(path, func(t *testing.T) {
			conn := dial(t, s)
			_, err := fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: %s\r\nContent-Length: 100\r\n\r\n--x\r\n", path, contentType)
			require.NoError(t, err)
			answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
			require.NoError(t, err)
			defer answer.Body.Close()
			body, err := io.ReadAll(answer.Body)
			require.NoError(t, err)
			assertError(t, 408, "api.timeout", reply{answer.StatusCode, answer.Header, string(body)})
			assert.True(t, answer.Close)
		})
	}
	assert.Empty(t, s.errors.list())
}

func TestAConnectionStaysUsableAfterASlowBody(t *testing.T) {
	s := newSite(t, Options{BodyTimeout: 200 * time.Millisecond}, add("slow", func(c *Call) (string, error) {
		time.Sleep(300 * time.Millisecond) // longer than the deadline of the body, which no longer counts
		return "ok", c.Context().Err()
	}))
	assert.Equal(t, `"ok"`, s.browser().post("/api/slow", "{}").body)
}

func TestAHandlerThatTakesTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		errs := &failures{}
		app := New(Options{OnError: errs.add})
		late := make(chan error, 2)
		Handle(app, "obeys", func(c *Call, _ empty) (empty, error) {
			<-c.Context().Done()
			return empty{}, c.Context().Err()
		})
		Handle(app, "ignores", func(c *Call, _ empty) (string, error) {
			time.Sleep(time.Minute)
			late <- c.Context().Err()
			return "late", nil
		})
		Handle(app, "panics", func(*Call, empty) (string, error) {
			time.Sleep(time.Minute)
			panic("late")
		})
		for _, path := range []string{"/api/obeys", "/api/ignores", "/api/panics"} {
			began := time.Now()
			w := httptest.NewRecorder()
			app.ServeHTTP(w, httptest.NewRequest(http.MethodPost, path, nil))
			assert.Equal(t, 30*time.Second, time.Since(began), "at once when its time is up")
			assertError(t, 504, "api.timeout", reply{w.Code, w.Header(), w.Body.String()})
		}
		assert.Error(t, <-late)
		time.Sleep(time.Minute)
		told := errs.list()
		require.Len(t, told, 4)
		for _, err := range told[:3] {
			assert.ErrorIs(t, err, errHandlerTimeout)
		}
		assert.ErrorContains(t, told[3], "panic: late")
	})
}

func TestALateSaveDoesNotTouchTheAnswer(t *testing.T) {
	stores := memoryStores(t)
	saved := make(chan error)
	s := stores.serve(t, Options{HandlerTimeout: 20 * time.Millisecond}, add("late", func(c *Call) (empty, error) {
		<-c.Context().Done()
		time.Sleep(20 * time.Millisecond) // the answer is on its way
		err := c.SaveSession(c.User().Token, c.User())
		saved <- err
		return empty{}, err
	}))
	b := s.loggedIn("u", nil)
	r := b.post("/api/late", "")
	assertError(t, 504, "api.timeout", r)
	assert.Empty(t, r.header.Get("Sluice-Session"))
	assert.NoError(t, <-saved)
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
