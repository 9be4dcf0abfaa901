package atlas

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"sluice/internal/protocol"
	"sluice/server"
)

// Limits of the routes' input.
const (
	maxQuery     = 100  // characters
	maxListed    = 50   // cities of one search
	defaultList  = 8    // cities of a search that names no limit
	maxDelay     = 5000 // ms
	nearbyCities = 240  // dots of a map
	largestShown = 12   // cities of a country
)

// Codes of the routes' own errors, with status 404.
const (
	CodeCityNotFound    = "city.notFound"
	CodeCountryNotFound = "country.notFound"
)

// HomeCityField is the member of the session's user that holds the home city: an object
// {id, name, country}, or null.
const HomeCityField = "homeCity"

// Mount registers the demo's routes:
//
//	searchCities   {query, limit?, delay?} → {total, cities}; delay in ms, before the search
//	getSearchStats {} → {answered, cancelled}, of all searches since Mount
//	getCity        {id} → {city, around}
//	listCountries  {} → all countries by name, as summaries
//	getCountry     {code} → {country, cities}: all about it with its neighbours as
//	               summaries, and its largest cities
//
//	getFavourites  {} → the caller's favourite countries as summaries, none of a guest
//
//	getServerTime  {delay?, refuse?} → {time, answered}: answered counts the answers since Mount
//	getForecast    {trip} → {weather, try}; two of three questions of a trip answer 503
//	getPackingList {trip} → [{id, title, packed}]
//	packItem       {trip, id, packed, delay?} → {id, title, packed}; every second call
//	               of a trip answers 409
//
//	writeNote      {code, text} → the note at a country, published to the topic ON_NOTE;
//	               beyond 20 a minute of one user or address 429
//	lookAt         {code, viewer} → {code, names}: counts a page as present for 12 s, and
//	lookAway       {code, viewer} → {code, names}: no more; changes are published to the
//	               topic ON_VIEWERS, with the code as key
//
// Those that change what the session keeps need a login:
//
//	setHomeCity, clearHomeCity              {id} → {id, name, country}; {} → null
//	addFavourite, removeFavourite           {code} → the country's summary
//	renameFavourite                         {code, nickname, delay?, refuse?} → the summary
//
// What visitors share is kept where visitors says. Input outside its limits answers 400 api.invalidRequest with params.path and
// params.expected; an unknown city or country 404.
func Mount(app *server.App, a *Atlas, visitors Visitors) {
	r := &routes{app: app, atlas: a, visitors: visitors, byName: countriesByName(a)}
	server.Handle(app, "searchCities", r.searchCities)
	server.Handle(app, "getSearchStats", r.getSearchStats)
	server.Handle(app, "getCity", r.getCity)
	server.Handle(app, "listCountries", r.listCountries)
	server.Handle(app, "getCountry", r.getCountry)
	server.Handle(app, "setHomeCity", r.setHomeCity, server.LoggedIn())
	server.Handle(app, "clearHomeCity", r.clearHomeCity, server.LoggedIn())
	server.Handle(app, "getFavourites", r.getFavourites)
	server.Handle(app, "addFavourite", r.addFavourite, server.LoggedIn())
	server.Handle(app, "removeFavourite", r.removeFavourite, server.LoggedIn())
	server.Handle(app, "renameFavourite", r.renameFavourite, server.LoggedIn())
	server.Handle(app, "getServerTime", r.getServerTime)
	server.Handle(app, "getForecast", r.getForecast)
	server.Handle(app, "getPackingList", r.getPackingList)
	server.Handle(app, "packItem", r.packItem)
	server.Handle(app, "writeNote", r.writeNote, server.RateLimit(maxNotes, time.Minute))
	server.Handle(app, "lookAt", r.lookAt)
	server.Handle(app, "lookAway", r.lookAway)
	server.Topic(app, TopicNote)
	server.Topic(app, TopicViewers)
}

type routes struct {
	app                 *server.App
	atlas               *Atlas
	visitors            Visitors
	byName              []*Country // all countries
	answered, cancelled atomic.Int64
	told                atomic.Int64 // how often the time was
	trips               trips
}

// Place is a city as the routes give it: with the name of its country.
type Place struct {
	City
	CountryName string `json:"countryName"`
}

// SearchInput asks for cities. A limit that is absent or 0 means 8.
type SearchInput struct {
	Query string `json:"query"`
	Limit int    `json:"limit"`
	Delay int    `json:"delay"` // ms to wait before searching, as a slow server would
}

// Validate refuses what is outside the limits.
func (in SearchInput) Validate() error {
	switch {
	case len([]rune(in.Query)) > maxQuery:
		return invalid("query", fmt.Sprintf("at most %d characters", maxQuery))
	case in.Limit < 0 || in.Limit > maxListed:
		return invalid("limit", fmt.Sprintf("a whole number from 0 to %d", maxListed))
	}
	return validDelay(in.Delay)
}

func validDelay(ms int) error {
	if ms < 0 || ms > maxDelay {
		return invalid("delay", fmt.Sprintf("a whole number from 0 to %d", maxDelay))
	}
	return nil
}

// SearchResult is what a search found.
type SearchResult struct {
	Total  int     `json:"total"`
	Cities []Place `json:"cities"`
}

func (r *routes) searchCities(c *server.Call, in SearchInput) (SearchResult, error) {
	if err := wait(c.Context(), time.Duration(in.Delay)*time.Millisecond); err != nil {
		r.cancelled.Add(1)
		return SearchResult{}, err
	}
	if in.Limit == 0 {
		in.Limit = defaultList
	}
	found := r.atlas.Search(in.Query, in.Limit)
	r.answered.Add(1)
	return SearchResult{Total: found.Total, Cities: r.places(found.Cities)}, nil
}

// wait waits, or returns the context's error as soon as it ends.
func wait(ctx context.Context, delay time.Duration) error {
	if delay == 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// SearchStats counts searches by how they ended.
type SearchStats struct {
	Answered  int64 `json:"answered"`
	Cancelled int64 `json:"cancelled"` // their client had gone, or superseded them
}

func (r *routes) getSearchStats(*server.Call, struct{}) (SearchStats, error) {
	return SearchStats{Answered: r.answered.Load(), Cancelled: r.cancelled.Load()}, nil
}

// CityInput names a city by its GeoNames id.
type CityInput struct {
	ID int `json:"id"`
}

// CityDetails is a city and what lies around it.
type CityDetails struct {
	City   Place        `json:"city"`
	Around PlacesAround `json:"around"`
}

// PlacesAround is Around with the names of countries.
type PlacesAround struct {
	Span   float64 `json:"span"`
	Cities []Place `json:"cities"`
}

func (r *routes) getCity(_ *server.Call, in CityInput) (CityDetails, error) {
	city, err := r.city(in.ID)
	if err != nil {
		return CityDetails{}, err
	}
	around := r.atlas.Around(city, nearbyCities)
	return CityDetails{
		City:   r.place(city),
		Around: PlacesAround{Span: around.Span, Cities: r.places(around.Cities)},
	}, nil
}

func (r *routes) city(id int) (City, error) {
	city, ok := r.atlas.City(id)
	if !ok {
		return City{}, notFound(CodeCityNotFound, "no such city", "id", id)
	}
	return city, nil
}

func (r *routes) place(city City) Place {
	place := Place{City: city}
	if country, ok := r.atlas.Country(city.Country); ok {
		place.CountryName = country.Name
	}
	return place
}

func (r *routes) places(cities []City) []Place {
	places := make([]Place, len(cities))
	for i, city := range cities {
		places[i] = r.place(city)
	}
	return places
}

func invalid(path, expected string) error {
	return &server.Error{
		Code: protocol.CodeInvalidRequest, Status: http.StatusBadRequest,
		Message: path + ": expected " + expected,
		Params:  map[string]any{"path": path, "expected": expected},
	}
}

func notFound(code, message, key string, value any) error {
	return &server.Error{
		Code: code, Status: http.StatusNotFound, Message: message, Params: map[string]any{key: value},
	}
}
