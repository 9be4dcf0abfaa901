package atlas

// City is a populated place.
type City struct {
	ID      int    `json:"id"` // the GeoNames id: stable between releases of the data
	Name    string `json:"name"`
	Country string `json:"country"` // ISO 3166-1 alpha-2
	// Admin is GeoNames' code of the first-order division: the common letters in some
	// countries ("TX", "ZH"), a number in most.
	Admin      string  `json:"admin"`
	Lat        float64 `json:"lat"` // degrees, north positive
	Lon        float64 `json:"lon"` // degrees, east positive
	Population int     `json:"population"`
}

// Country is a country or territory of ISO 3166-1.
type Country struct {
	Code       string   `json:"code"` // ISO 3166-1 alpha-2
	Name       string   `json:"name"`
	Official   string   `json:"official"`
	Capitals   []string `json:"capitals"` // empty for Antarctica and a few others
	Region     string   `json:"region"`
	Subregion  string   `json:"subregion"`
	Area       float64  `json:"area"` // km², 0 when not known
	Lat        float64  `json:"lat"`
	Lon        float64  `json:"lon"`
	Borders    []string `json:"borders"` // alpha-2 codes of the neighbours by land
	Flag       string   `json:"flag"`    // as an emoji
	Languages  []string `json:"languages"`
	Currencies []string `json:"currencies"`
}

// Atlas holds the data and the index over it. Make it with Load or New.
type Atlas struct {
	cities    []City // largest population first
	countries map[string]*Country
	points    []point            // where the cities lie, in the same order: all that a map scans
	byID      map[int]int32      // GeoNames id → position in cities
	byCountry map[string][]int32 // alpha-2 code → positions in cities, ascending
	index     index
}

// New indexes the given data. It reorders cities and keeps both slices.
func New(countries []Country, cities []City) *Atlas {
	sortByPopulation(cities)
	a := &Atlas{
		cities:    cities,
		countries: make(map[string]*Country, len(countries)),
		points:    make([]point, len(cities)),
		byID:      make(map[int]int32, len(cities)),
		byCountry: make(map[string][]int32, len(countries)),
	}
	for i := range countries {
		a.countries[countries[i].Code] = &countries[i]
	}
	for i := range cities {
		a.points[i] = point{cities[i].Lat, cities[i].Lon}
		a.byID[cities[i].ID] = int32(i)
		a.byCountry[cities[i].Country] = append(a.byCountry[cities[i].Country], int32(i))
	}
	a.index = buildIndex(cities, a.countries)
	return a
}

// Len returns the number of cities and of countries.
func (a *Atlas) Len() (cities, countries int) { return len(a.cities), len(a.countries) }

// City returns the city with a GeoNames id.
func (a *Atlas) City(id int) (City, bool) {
	i, ok := a.byID[id]
	if !ok {
		return City{}, false
	}
	return a.cities[i], true
}

// Country returns the country with an alpha-2 code in upper case. The country is
// shared and must not be changed.
func (a *Atlas) Country(code string) (*Country, bool) {
	country, ok := a.countries[code]
	return country, ok
}

// CityCount returns how many cities a country has.
func (a *Atlas) CityCount(code string) int { return len(a.byCountry[code]) }

// LargestCities returns up to limit cities of a country, largest population first.
func (a *Atlas) LargestCities(code string, limit int) []City {
	positions := a.byCountry[code]
	largest := make([]City, 0, min(limit, len(positions)))
	for _, i := range positions[:min(limit, len(positions))] {
		largest = append(largest, a.cities[i])
	}
	return largest
}
