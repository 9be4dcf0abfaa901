package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// writeDemo makes a small page and data file and returns the options that name them.
func writeDemo(t *testing.T) (options []string) {
	t.Helper()
	directory := t.TempDir()
	page := filepath.Join(directory, "dist")
	require.NoError(t, os.Mkdir(page, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(page, "index.html"), []byte("<title>Atlas</title>"), 0o644))
	var data bytes.Buffer
	w := gzip.NewWriter(&data)
	_, err := io.WriteString(w, "atlas\t1\t1\t1\n"+
		"CH\tSwitzerland\tSwiss Confederation\tBern\tEurope\tWestern Europe\t41284\t47\t8\t\t🇨🇭\tGerman\tfranc\n"+
		"20\tZürich\tCH\tZH\t47.37\t8.55\t341730\n")
	require.NoError(t, err)
	require.NoError(t, w.Close())
	file := filepath.Join(directory, "atlas.tsv.gz")
	require.NoError(t, os.WriteFile(file, data.Bytes(), 0o644))
	return []string{"--static", page, "--data", file}
}

// start runs sluice serve on a free port and returns its URL. stop ends it as a signal
// does, and returns the exit code and what was printed after the URL.
func start(t *testing.T, options ...string) (url string, stop func() (code int, rest string)) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	done := make(chan int, 1)
	var stderr bytes.Buffer
	go func() {
		code := run(ctx, process{writer, &stderr}, append([]string{"serve", "--addr", "127.0.0.1:0"}, options...))
		_ = writer.Close()
		done <- code
	}()
	printed := bufio.NewReader(reader)
	line, err := printed.ReadString('\n')
	if err != nil {
		require.FailNow(t, "it did not start", "code %d: %s", <-done, stderr.String())
	}
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "sluice: serving ")
	require.True(t, ok, line)
	rest := make(chan string, 1)
	go func() {
		text, _ := io.ReadAll(printed)
		rest <- string(text)
	}()
	return url, func() (int, string) {
		cancel()
		return <-done, <-rest
	}
}

func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	response, err := http.Get(url)
	require.NoError(t, err)
	return read(t, response)
}

func post(t *testing.T, client *http.Client, url, body string) (status int, answer string) {
	t.Helper()
	response, err := client.Post(url, "application/json", strings.NewReader(body))
	require.NoError(t, err)
	return read(t, response)
}

func read(t *testing.T, response *http.Response) (status int, body string) {
	t.Helper()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	return response.StatusCode, string(text)
}

func TestServe(t *testing.T) {
	url, stop := start(t, writeDemo(t)...)

	t.Run("serves the page at every path of it", func(t *testing.T) {
		for _, path := range []string{"/", "/login", "/city/20"} {
			status, body := get(t, url+path)
			assert.Equal(t, http.StatusOK, status, path)
			assert.Equal(t, "<title>Atlas</title>", body, path)
		}
	})
	t.Run("answers the routes", func(t *testing.T) {
		status, body := post(t, http.DefaultClient, url+"/api/searchCities", `{"query":"zur"}`)
		assert.Equal(t, http.StatusOK, status)
		assert.Contains(t, body, `"name":"Zürich"`)
	})
	t.Run("says what it serves, and ends in order", func(t *testing.T) {
		code, rest := stop()
		assert.Equal(t, 0, code)
		assert.Contains(t, rest, "1 cities, 1 countries; sessions in memory")
		assert.Contains(t, rest, "sluice: stopped")
		_, err := http.Get(url)
		assert.Error(t, err)
	})
}

func TestServeWithoutAPage(t *testing.T) {
	url, stop := start(t, append(writeDemo(t), "--static", "none")...)
	status, _ := get(t, url)
	assert.Equal(t, http.StatusNotFound, status)
	status, _ = post(t, http.DefaultClient, url+"/api/session", "")
	assert.Equal(t, http.StatusOK, status)
	code, _ := stop()
	assert.Equal(t, 0, code)
}

func TestServeSaysWhatToDo(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { require.NoError(t, listener.Close()) }()
	taken := listener.Addr().String()
	empty := t.TempDir()
	broken := filepath.Join(empty, "broken")
	require.NoError(t, os.WriteFile(broken, []byte("no data"), 0o644))

	for _, test := range []struct {
		name    string
		options []string
		says    string
		code    int
	}{
		{"when the data is missing", []string{"--data", filepath.Join(empty, "none")}, "run make build, or name another file with --data", 1},
		{"when the data is damaged", []string{"--data", broken}, "make it again with make build", 1},
		{"when the page's directory is missing", []string{"--static", filepath.Join(empty, "none")}, "has no index.html: run make build, or name another directory with --static", 1},
		{"when the page's directory is empty", []string{"--static", empty}, "has no index.html: run make build", 1},
		{"when the address is taken", []string{"--addr", taken}, "choose another address with --addr", 1},
		{"when the address is none", []string{"--addr", "nowhere"}, "choose another address with --addr", 1},
		{"when Redis does not answer", []string{"--redis", "redis://127.0.0.1:1?max_retries=-1"}, "redis does not answer", 1},
		{"when the Redis address is none", []string{"--redis", "localhost"}, "--redis wants a URL", 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			options := append([]string{"serve", "--addr", "127.0.0.1:0"}, writeDemo(t)...)
			code, stdout, stderr := runHere(t.Context(), append(options, test.options...)...)
			assert.Equal(t, test.code, code)
			assert.Empty(t, stdout)
			assert.Contains(t, stderr, test.says)
		})
	}
	t.Run("when nothing is built", func(t *testing.T) {
		t.Chdir(empty)
		_, _, stderr := runHere(t.Context(), "serve")
		assert.Contains(t, stderr, "run make build, or name the file with --data")
	})
}

func TestAddressURL(t *testing.T) {
	for address, url := range map[string]string{
		"127.0.0.1:80": "http://127.0.0.1:80",
		"0.0.0.0:8080": "http://localhost:8080",
		"[::]:8080":    "http://localhost:8080",
		"[::1]:8080":   "http://[::1]:8080",
	} {
		resolved, err := net.ResolveTCPAddr("tcp", address)
		require.NoError(t, err)
		assert.Equal(t, url, addressURL(resolved))
	}
}
