package atlas

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCountries(t *testing.T) {
	s := newSite(t)
	noteless := func(code string) object { return object{"code": code, "text": "", "by": "", "rev": 1.0} }
	switzerland := func() object {
		return object{
			"code": "CH", "name": "Switzerland", "capitals": []any{"Bern"}, "region": "Europe", "subregion": "Western Europe",
			"area": 41284.0, "borders": []any{"FR"}, "cityCount": 3.0, "nickname": nil,
			"note": noteless("CH"),
		}
	}
	t.Run("listCountries gives all of them by name, their neighbours as codes", func(t *testing.T) {
		status, answer := s.post("/api/listCountries", "")
		require.Equal(t, http.StatusOK, status)
		list, _ := answer.([]any)
		assert.Equal(t, []string{"Chad", "Fiji", "France", "Switzerland", "United States"}, members[string](list, "name"))
		assert.Equal(t, switzerland(), list[3])
	})
	t.Run("getCountry gives all about a country, its neighbours as in the list, and its largest cities", func(t *testing.T) {
		status, answer := s.post("/api/getCountry", `{"code":"fr"}`)
		require.Equal(t, http.StatusOK, status)
		details, _ := answer.(object)
		assert.Equal(t, object{
			"code": "FR", "name": "France", "capitals": []any{"Paris"}, "region": "Europe", "subregion": "Western Europe",
			"area": 551695.0, "borders": []any{switzerland()}, "cityCount": 2.0, "nickname": nil,
			"note":     noteless("FR"),
			"official": "French Republic", "lat": 46.0, "lon": 2.0, "flag": "🇫🇷",
			"languages": []any{"French"}, "currencies": []any{"Euro"},
		}, details["country"])
		cities, _ := details["cities"].([]any)
		assert.Equal(t, []string{"Paris", "Saint-Étienne"}, members[string](cities, "name"))
		assert.Equal(t, []string{"France", "France"}, members[string](cities, "countryName"))
	})
	t.Run("carry what their user calls them, for that user alone", func(t *testing.T) {
		s.register()
		status, _ := s.post("/api/addFavourite", `{"code":"CH"}`)
		require.Equal(t, http.StatusOK, status)
		status, _ = s.post("/api/renameFavourite", `{"code":"CH","nickname":"Alps"}`)
		require.Equal(t, http.StatusOK, status)
		alps := switzerland()
		alps["nickname"] = "Alps"
		_, answer := s.post("/api/listCountries", "")
		assert.Contains(t, answer, alps)
		_, answer = s.post("/api/getCountry", `{"code":"FR"}`)
		country, _ := answer.(object)["country"].(object)
		assert.Equal(t, []any{alps}, country["borders"])
		_, answer = s.post("/api/getCountry", `{"code":"CH"}`)
		assert.Equal(t, "Alps", answer.(object)["country"].(object)["nickname"])

		guest := site{t, s.url, &http.Client{}}
		_, answer = guest.post("/api/listCountries", "")
		assert.Contains(t, answer, switzerland())
	})
}

func TestCountriesByName(t *testing.T) {
	var names []string
	for _, country := range countriesByName(New([]Country{{Code: "ZA", Name: "South Africa"}, {Code: "AX", Name: "Åland Islands"}, {Code: "AL", Name: "Albania"}}, nil)) {
		names = append(names, country.Name)
	}
	assert.Equal(t, []string{"Åland Islands", "Albania", "South Africa"}, names)
}

// members gives one member of each object of a list.
func members[T any](list []any, name string) []T {
	values := []T{}
	for _, item := range list {
		value, _ := item.(object)[name].(T)
		values = append(values, value)
	}
	return values
}
