package rendered

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/cmd/sluice/internal/atlas"
	"sluice/server"
)

// newSite is the page of a world with one city of a name that no page may take for markup.
func newSite() http.Handler {
	app := server.New(server.Options{Sessions: server.MemorySessions()})
	countries := []atlas.Country{{Code: "CH", Name: "Switzerland"}}
	atlas.Mount(app, atlas.New(countries, []atlas.City{{ID: 1, Name: "Zurich </script><!--\u2028", Country: "CH", Population: 9}}), atlas.MemoryVisitors())
	return Handler(app)
}

func get(handler http.Handler, target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
	return w
}

// stateOf gives what stands in the script element of a page.
func stateOf(t *testing.T, page string) string {
	_, state, ok := strings.Cut(page, `<script type="application/json" id="state">`)
	require.True(t, ok, page)
	state, _, _ = strings.Cut(state, "</script>")
	require.True(t, json.Valid([]byte(state)), state)
	return state
}

func TestThePage(t *testing.T) {
	t.Run("shows what was asked for, and carries it over to a client that sends nothing", func(t *testing.T) {
		w := get(newSite(), Path+"?q=zur")
		require.Equal(t, http.StatusOK, w.Code)
		assert.Equal(t, "text/html; charset=utf-8", w.Header().Get("Content-Type"))
		assert.Equal(t, policy, w.Header().Get("Content-Security-Policy"))
		page := w.Body.String()
		assert.Contains(t, page, "<li>Zurich &lt;/script&gt;&lt;!--\u2028, Switzerland</li>")
		assert.Contains(t, page, `<output id="told">1</output>`)
		assert.Equal(t, 2, strings.Count(page, "</script>"))
		assert.NotContains(t, page, "<!--")

		c := client.New(client.Options{BaseURL: "http://nowhere.test/api", SSR: client.SSRClient, Transport: inProcess{http.NotFoundHandler()}})
		defer c.Close()
		require.NoError(t, c.Hydrate(stateOf(t, page)))
		found, err := search(t.Context(), c, "zur")
		require.NoError(t, err)
		assert.Equal(t, "Zurich </script><!--\u2028", found.Cities[0].Name)
		_, err = search(t.Context(), c, "zur")
		require.Error(t, err, "the second call goes to the network")
	})
	t.Run("has no place for markup in what a visitor searches for", func(t *testing.T) {
		page := get(newSite(), Path+"?q="+url.QueryEscape(`</script><b>"`)).Body.String()
		assert.Equal(t, 2, strings.Count(page, "</script>"))
		assert.NotContains(t, page, "<b>")
	})
	t.Run("says why there is nothing to show, and carries that over, too", func(t *testing.T) {
		app := server.New(server.Options{Sessions: server.MemorySessions()})
		server.Handle(app, "searchCities", func(*server.Call, struct{}) (any, error) {
			return nil, &server.Error{Code: "atlas.closed", Status: 503, Message: "closed <today>"}
		})
		page := get(Handler(app), Path).Body.String()
		assert.Contains(t, page, "closed &lt;today&gt;")
		assert.Contains(t, stateOf(t, page), "atlas.closed")
	})
	t.Run("leaves all else to the app", func(t *testing.T) {
		assert.Equal(t, http.StatusNotFound, get(newSite(), "/renderedtoo").Code)
		w := httptest.NewRecorder()
		newSite().ServeHTTP(w, sessionRequest())
		assert.Equal(t, http.StatusOK, w.Code)
	})
}

func sessionRequest() *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/api/session", strings.NewReader("{}"))
	r.Header.Set("Content-Type", "application/json")
	return r
}
