package server

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
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
