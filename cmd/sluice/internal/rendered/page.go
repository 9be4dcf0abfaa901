// Package rendered is a page of the demo that the server renders: what it shows was asked for by the native client, and
// the script of the page goes on with what that knows.
package rendered

import (
	"bytes"
	"context"
	_ "embed"
	"html/template"
	"net/http"
	"unicode/utf8"

	"sluice/client"
	"sluice/cmd/sluice/internal/atlas"
)

// Path is where the page is. Its parameter q says what is searched for.
const Path = "/rendered"

const (
	maxQuery = 100 // characters, as the route has it
	listed   = 10  // cities

	policy = "default-src 'self'; img-src 'self' data:; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; frame-ancestors 'none'"
)

//go:embed page.html
var text string

var page = template.Must(template.New("page").Parse(text))

// view is what the page shows.
type view struct {
	Query string
	Found atlas.SearchResult
	Time  atlas.ServerTime
	Err   error
	// State is what the client of the page begins with. It is escaped for a script element.
	State template.JS
}

// Handler adds the page to an app, whose routes it calls without the network.
func Handler(app http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != Path || r.Method != http.MethodGet {
			app.ServeHTTP(w, r)
			return
		}
		query := r.URL.Query().Get("q")
		if query == "" || utf8.RuneCountInString(query) > maxQuery {
			query = "san"
		}
		var out bytes.Buffer
		if err := page.Execute(&out, render(r, app, query)); err != nil {
			http.Error(w, "the page cannot be rendered", http.StatusInternalServerError)
			return
		}
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store") // it is this visitor's
		_, _ = w.Write(out.Bytes())        // nobody is left to be told
	})
}

// render asks for what the page shows, as the visitor whose cookies came with r. The client lives for this page.
func render(r *http.Request, app http.Handler, query string) view {
	c := client.New(client.Options{
		BaseURL:   "http://" + r.Host + "/api",
		Transport: inProcess{app},
		Header:    http.Header{"Cookie": r.Header["Cookie"]},
		SSR:       client.SSRServer,
	})
	defer c.Close()
	v := view{Query: query}
	if v.Found, v.Err = search(r.Context(), c, query); v.Err == nil {
		v.Time, v.Err = client.Request[atlas.ServerTime](r.Context(), c, "getServerTime", nil)
	}
	v.State = template.JS(c.Dehydrate()) // which escapes it
	return v
}

func search(ctx context.Context, c *client.Client, query string) (atlas.SearchResult, error) {
	return client.Request[atlas.SearchResult](ctx, c, "searchCities", atlas.SearchInput{Query: query, Limit: listed}, client.RequestKey(query))
}
