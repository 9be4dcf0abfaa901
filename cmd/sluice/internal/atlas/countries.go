package atlas

import (
	"slices"
	"strings"

	"sluice/server"
)

// CountrySummary is a country as lists give it. What the caller has called it is in it, so
// that a country is one thing to the page.
type CountrySummary struct {
	Code      string   `json:"code"`
	Name      string   `json:"name"`
	Capitals  []string `json:"capitals"`
	Region    string   `json:"region"`
	Subregion string   `json:"subregion"`
	Area      float64  `json:"area"`
	Borders   []string `json:"borders"` // alpha-2 codes of the neighbours by land
	CityCount int      `json:"cityCount"`
	// Nickname is the name that the user gave to a favourite; null for all others.
	Nickname *string `json:"nickname"`
	// Note is not in the answers of changes, which do not concern it.
	Note *Note `json:"note,omitempty"`
}

// CountryDetails is all about a country. Its neighbours stand in it as summaries, whose
// own neighbours are codes: the whole graph of borders is a graph of countries.
type CountryDetails struct {
	CountrySummary
	Official   string           `json:"official"`
	Lat        float64          `json:"lat"`
	Lon        float64          `json:"lon"`
	Flag       string           `json:"flag"`
	Languages  []string         `json:"languages"`
	Currencies []string         `json:"currencies"`
	Borders    []CountrySummary `json:"borders"`
}

// CountryWithCities is a country and its largest cities.
type CountryWithCities struct {
	Country CountryDetails `json:"country"`
	Cities  []Place        `json:"cities"`
}

// CountryInput names a country by its ISO 3166-1 alpha-2 code, in either case.
type CountryInput struct {
	Code string `json:"code"`
}

// Validate refuses what cannot be a code.
func (in CountryInput) Validate() error {
	letter := func(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
	if len(in.Code) != 2 || !letter(in.Code[0]) || !letter(in.Code[1]) {
		return invalid("code", "two letters")
	}
	return nil
}

// listCountries gives all countries by name.
func (r *routes) listCountries(c *server.Call, _ struct{}) ([]CountrySummary, error) {
	notes, err := r.notesNow(c.Context())
	if err != nil {
		return nil, err
	}
	nicknames := favouritesOf(c.User()).nicknames()
	list := make([]CountrySummary, len(r.byName))
	for i, country := range r.byName {
		list[i] = r.summary(country, nicknames)
		list[i].Note = notes(country.Code)
	}
	return list, nil
}

func (r *routes) getCountry(c *server.Call, in CountryInput) (CountryWithCities, error) {
	country, err := r.country(in.Code)
	if err != nil {
		return CountryWithCities{}, err
	}
	notes, err := r.notesNow(c.Context())
	if err != nil {
		return CountryWithCities{}, err
	}
	nicknames := favouritesOf(c.User()).nicknames()
	details := CountryDetails{
		CountrySummary: r.summary(country, nicknames),
		Official:       country.Official, Lat: country.Lat, Lon: country.Lon, Flag: country.Flag,
		Languages: country.Languages, Currencies: country.Currencies,
		Borders: make([]CountrySummary, 0, len(country.Borders)),
	}
	for _, border := range country.Borders {
		if neighbour, ok := r.atlas.Country(border); ok {
			summary := r.summary(neighbour, nicknames)
			summary.Note = notes(border)
			details.Borders = append(details.Borders, summary)
		}
	}
	details.Note = notes(country.Code)
	return CountryWithCities{details, r.places(r.atlas.LargestCities(country.Code, largestShown))}, nil
}

// country finds a country by its code in either case.
func (r *routes) country(code string) (*Country, error) {
	code = strings.ToUpper(code)
	country, ok := r.atlas.Country(code)
	if !ok {
		return nil, notFound(CodeCountryNotFound, "no such country", "code", code)
	}
	return country, nil
}

func (r *routes) summary(country *Country, nicknames map[string]string) CountrySummary {
	summary := CountrySummary{
		Code: country.Code, Name: country.Name, Capitals: country.Capitals,
		Region: country.Region, Subregion: country.Subregion, Area: country.Area,
		Borders: country.Borders, CityCount: r.atlas.CityCount(country.Code),
	}
	if nickname, ok := nicknames[country.Code]; ok {
		summary.Nickname = &nickname
	}
	return summary
}

// countriesByName gives the countries in the order of their names, accents apart.
func countriesByName(a *Atlas) []*Country {
	list := make([]*Country, 0, len(a.countries))
	for _, country := range a.countries {
		list = append(list, country)
	}
	key := func(country *Country) string { return strings.Join(fold(country.Name), " ") }
	slices.SortFunc(list, func(a, b *Country) int { return strings.Compare(key(a), key(b)) })
	return list
}
