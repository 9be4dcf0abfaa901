package atlas

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/server"
)

// site is the demo's API on a real connection, with a browser's cookies.
type site struct {
	t       *testing.T
	url     string
	browser *http.Client
}

func newSite(t *testing.T, more ...func(*server.App)) site {
	t.Helper()
	app := server.New(server.Options{Accounts: server.MemoryAccounts(), LoginAfterRegister: true})
	Mount(app, small(t), newMemoryVisitors(1))
	for _, mount := range more {
		mount(app)
	}
	s := httptest.NewServer(app)
	t.Cleanup(s.Close)
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	return site{t, s.URL, &http.Client{Jar: jar}}
}

// post returns the status and the answer as encoding/json sees it.
func (s site) post(path, body string) (status int, answer any) {
	s.t.Helper()
	response, err := s.browser.Post(s.url+path, "application/json", strings.NewReader(body))
	require.NoError(s.t, err)
	defer func() { require.NoError(s.t, response.Body.Close()) }()
	text, err := io.ReadAll(response.Body)
	require.NoError(s.t, err)
	if len(text) > 0 {
		require.NoError(s.t, json.Unmarshal(text, &answer), string(text))
	}
	return response.StatusCode, answer
}

func (s site) register() {
	s.t.Helper()
	status, answer := s.post("/auth/register", `{"name":"Ada","email":"ada@example.org","password":"correct horse"}`)
	require.Equal(s.t, http.StatusCreated, status, answer)
}

type object = map[string]any

func TestRoutesAnswer(t *testing.T) {
	s := newSite(t)
	york := object{
		"id": 10.0, "name": "York", "country": "US", "countryName": "United States", "admin": "PA",
		"lat": 39.96, "lon": -76.73, "population": 43992.0,
	}
	t.Run("searchCities gives the best cities and how many there are", func(t *testing.T) {
		status, answer := s.post("/api/searchCities", `{"query":"york","limit":1}`)
		assert.Equal(t, http.StatusOK, status)
		assert.Equal(t, object{"total": 4.0, "cities": []any{york}}, answer)
	})
	t.Run("searchCities finds nothing for nothing", func(t *testing.T) {
		status, answer := s.post("/api/searchCities", `{}`)
		assert.Equal(t, http.StatusOK, status)
		assert.Equal(t, object{"total": 0.0, "cities": []any{}}, answer)
	})
	t.Run("getCity gives a city and its surroundings", func(t *testing.T) {
		status, answer := s.post("/api/getCity", `{"id":50}`)
		assert.Equal(t, http.StatusOK, status)
		assert.Equal(t, object{
			"city": object{
				"id": 50.0, "name": "Taveuni", "country": "FJ", "countryName": "Fiji", "admin": "03",
				"lat": -16.9, "lon": 179.95, "population": 9000.0,
			},
			"around": object{"span": 12.8, "cities": []any{object{
				"id": 51.0, "name": "Qamea", "country": "FJ", "countryName": "Fiji", "admin": "03",
				"lat": -16.8, "lon": -179.9, "population": 500.0,
			}}},
		}, answer)
	})
}

func TestRoutesRefuse(t *testing.T) {
	s := newSite(t)
	s.register()
	for _, test := range []struct {
		name, path, body string
		status           int
		code             string
		params           object
	}{
		{"a query that is no text", "searchCities", `{"query":5}`, 400, "api.invalidRequest", object{"path": "query", "expected": "string"}},
		{"a query that is too long", "searchCities", `{"query":"` + strings.Repeat("ü", 101) + `"}`, 400, "api.invalidRequest", object{"path": "query", "expected": "at most 100 characters"}},
		{"too high a limit", "searchCities", `{"query":"a","limit":51}`, 400, "api.invalidRequest", object{"path": "limit", "expected": "a whole number from 0 to 50"}},
		{"a limit below zero", "searchCities", `{"query":"a","limit":-1}`, 400, "api.invalidRequest", object{"path": "limit", "expected": "a whole number from 0 to 50"}},
		{"too long a delay", "searchCities", `{"query":"a","delay":5001}`, 400, "api.invalidRequest", object{"path": "delay", "expected": "a whole number from 0 to 5000"}},
		{"an unknown city", "getCity", `{"id":999}`, 404, CodeCityNotFound, object{"id": 999.0}},
		{"an unknown home", "setHomeCity", `{"id":999}`, 404, CodeCityNotFound, object{"id": 999.0}},
		{"too long a delay of a rename", "renameFavourite", `{"code":"CH","nickname":"a","delay":5001}`, 400, "api.invalidRequest", object{"path": "delay", "expected": "a whole number from 0 to 5000"}},
		{"a nickname of spaces", "renameFavourite", `{"code":"CH","nickname":"  "}`, 400, "api.invalidRequest", object{"path": "nickname", "expected": "1 to 40 characters"}},
		{"too long a nickname", "renameFavourite", `{"code":"CH","nickname":"` + strings.Repeat("ü", 41) + `"}`, 400, "api.invalidRequest", object{"path": "nickname", "expected": "1 to 40 characters"}},
		{"a rename of what is no favourite", "renameFavourite", `{"code":"CH","nickname":"a"}`, 404, CodeFavouriteNotFound, object{"code": "CH"}},
		{"an unknown favourite", "addFavourite", `{"code":"xx"}`, 404, CodeCountryNotFound, object{"code": "XX"}},
		{"a country that is no code", "getCountry", `{"code":"🇨🇭"}`, 400, "api.invalidRequest", object{"path": "code", "expected": "two letters"}},
		{"too long a delay of the time", "getServerTime", `{"delay":5001}`, 400, "api.invalidRequest", object{"path": "delay", "expected": "a whole number from 0 to 5000"}},
		{"a forecast of no trip", "getForecast", `{}`, 400, "api.invalidRequest", object{"path": "trip", "expected": "1 to 40 characters"}},
		{"too long a name of a trip", "packItem", `{"id":1,"trip":"` + strings.Repeat("ü", 41) + `"}`, 400, "api.invalidRequest", object{"path": "trip", "expected": "1 to 40 characters"}},
		{"too long a delay of packing", "packItem", `{"id":1,"trip":"a","delay":-1}`, 400, "api.invalidRequest", object{"path": "delay", "expected": "a whole number from 0 to 5000"}},
		{"a country without a code", "getCountry", `{}`, 400, "api.invalidRequest", object{"path": "code", "expected": "two letters"}},
		{"an unknown country", "getCountry", `{"code":"xx"}`, 404, CodeCountryNotFound, object{"code": "XX"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, answer := s.post("/api/"+test.path, test.body)
			assert.Equal(t, test.status, status)
			envelope, _ := answer.(object)
			failure, _ := envelope["error"].(object)
			assert.Equal(t, test.code, failure["code"])
			assert.Equal(t, test.params, failure["params"])
		})
	}
}

func TestHomeCity(t *testing.T) {
	s := newSite(t)
	t.Run("needs a login", func(t *testing.T) {
		for _, path := range []string{"/api/setHomeCity", "/api/clearHomeCity"} {
			status, _ := s.post(path, `{"id":20}`)
			assert.Equal(t, http.StatusUnauthorized, status, path)
		}
	})
	s.register()
	home := func() any {
		_, session := s.post("/api/session", "")
		user, ok := session.(object)
		require.True(t, ok)
		return user[HomeCityField]
	}
	t.Run("is kept in the session", func(t *testing.T) {
		zurich := object{"id": 20.0, "name": "Zürich", "country": "CH"}
		status, answer := s.post("/api/setHomeCity", `{"id":20}`)
		assert.Equal(t, http.StatusOK, status)
		assert.Equal(t, zurich, answer)
		assert.Equal(t, zurich, home())
	})
	t.Run("leaves the rest of the session alone", func(t *testing.T) {
		_, session := s.post("/api/session", "")
		user, _ := session.(object)
		assert.Equal(t, "Ada", user["name"])
	})
	t.Run("stays when an unknown city is asked for", func(t *testing.T) {
		status, _ := s.post("/api/setHomeCity", `{"id":999}`)
		assert.Equal(t, http.StatusNotFound, status)
		assert.NotNil(t, home())
	})
	t.Run("can be given up, also twice", func(t *testing.T) {
		for range 2 {
			status, answer := s.post("/api/clearHomeCity", "")
			assert.Equal(t, http.StatusOK, status)
			assert.Nil(t, answer)
			assert.Nil(t, home())
		}
	})
}

func TestSearchStats(t *testing.T) {
	s := newSite(t)
	stats := func() any {
		_, answer := s.post("/api/getSearchStats", "")
		return answer
	}
	require.Equal(t, object{"answered": 0.0, "cancelled": 0.0}, stats())
	status, _ := s.post("/api/searchCities", `{"query":"york","delay":1}`)
	require.Equal(t, http.StatusOK, status)
	assert.Equal(t, object{"answered": 1.0, "cancelled": 0.0}, stats())

	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+"/api/searchCities",
		strings.NewReader(`{"query":"york","delay":5000}`))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/json")
	response, err := s.browser.Do(request)
	if err == nil {
		_ = response.Body.Close()
	}
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Eventually(t, func() bool {
		return assert.ObjectsAreEqual(object{"answered": 1.0, "cancelled": 1.0}, stats())
	}, time.Second, time.Millisecond, "a client that goes is counted within a second")
}

func TestWait(t *testing.T) {
	t.Run("waits", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			require.NoError(t, wait(t.Context(), 600*time.Millisecond))
			assert.Equal(t, 600*time.Millisecond, time.Since(start))
		})
	})
	t.Run("ends with the context", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			start := time.Now()
			require.ErrorIs(t, wait(ctx, 600*time.Millisecond), context.DeadlineExceeded)
			assert.Equal(t, 100*time.Millisecond, time.Since(start))
			require.ErrorIs(t, wait(ctx, 0), context.DeadlineExceeded)
		})
	})
}
