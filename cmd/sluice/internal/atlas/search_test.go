package atlas

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestSearch(t *testing.T) {
	a := small(t)
	for _, test := range []struct {
		name, query string
		found       []string
	}{
		{"finds nothing for nothing", "", []string{}},
		{"finds nothing for punctuation", " -'. ", []string{}},
		{"finds nothing for an unknown word", "york qqq", []string{}},
		{"ignores case and accents in the name", "zurich k", []string{"Zürich (Kreis 11)/CH/22"}},
		{"ignores case and accents in the query", "ŻÜRICH K", []string{"Zürich (Kreis 11)/CH/22"}},
		{"puts the whole name first, then whole words and beginnings by population", "york", []string{
			"York/US/10", "New York City/US/11", "Yorkton/US/12", "East York Mills/US/13",
		}},
		{"puts beginnings of the name before words within it", "yor", []string{
			"Yorkton/US/12", "York/US/10", "New York City/US/11", "East York Mills/US/13",
		}},
		{"takes words in the middle of the name", "york city", []string{"New York City/US/11"}},
		{"takes words that do not follow each other", "new ci", []string{"New York City/US/11"}},
		{"takes the country's name for a further word", "paris fra", []string{"Paris/FR/31"}},
		{"takes the country's code for a further word", "paris us", []string{"Paris/US/32", "Paris Paris/US/33"}},
		{"takes the admin code for a further word", "york pa", []string{"York/US/10"}},
		{"does not take the country for the first word", "france", []string{}},
		{"takes a name with an apostrophe without it", "ndja", []string{"N'Djamena/TD/40"}},
		{"takes a name with an apostrophe as it is", "N'Dja", []string{"N'Djamena/TD/40"}},
		{"takes the words that an apostrophe parts", "djamena", []string{"N'Djamena/TD/40"}},
		{"takes either of two names", "bienne", []string{"Biel/Bienne/CH/21"}},
		{"takes both of two names", "biel bienne", []string{"Biel/Bienne/CH/21"}},
		{"takes a hyphen for a space", "saint étienne", []string{"Saint-Étienne/FR/30"}},
		{"gives a city once that fits by two words", "par", []string{"Paris/FR/31", "Paris/US/32", "Paris Paris/US/33"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			found := a.Search(test.query, 10)
			assert.Equal(t, test.found, labels(found.Cities))
			assert.Equal(t, len(test.found), found.Total)
		})
	}
	t.Run("gives the best up to the limit and counts all", func(t *testing.T) {
		found := a.Search("york", 2)
		assert.Equal(t, []string{"York/US/10", "New York City/US/11"}, labels(found.Cities))
		assert.Equal(t, 4, found.Total)
		assert.Empty(t, a.Search("york", 0).Cities)
	})
}

// The search compares numbers of words; this compares the words themselves, city by city.
func TestSearchAgreesWithAPlainScan(t *testing.T) {
	a := whole(t)
	for _, query := range []string{"s", "lond", "san j", "new york", "el", "á", "st john", "x", "paris t"} {
		words := fold(query)
		expected := 0
		for _, city := range a.cities {
			place := append(fold(a.countries[city.Country].Name), fold(city.Country)...)
			if admin := fold(city.Admin); len(admin) == 1 {
				place = append(place, admin...)
			}
			if slices.ContainsFunc(spellings(city.Name), func(name []string) bool {
				return plainMatch(words, name, place)
			}) {
				expected++
			}
		}
		found := a.Search(query, 20)
		assert.Equal(t, expected, found.Total, query)
		assert.Len(t, found.Cities, min(20, expected), query)
	}
}

func plainMatch(query, name, place []string) bool {
	for i, word := range query {
		begins := func(other string) bool { return len(other) >= len(word) && other[:len(word)] == word }
		if !slices.ContainsFunc(name, begins) && (i == 0 || !slices.ContainsFunc(place, begins)) {
			return false
		}
	}
	return true
}

func TestSearchKnowsTheWorld(t *testing.T) {
	a := whole(t)
	for query, id := range map[string]int{
		"zur": 2657896, "lodz": 3093133, "sao paulo": 3448439, "new york": 5128581, "paris tx": 4717560,
		"ndjamena": 2427123, "l'aquila": 3175121, "springfield il": 4250542,
	} {
		found := a.Search(query, 1)
		if assert.NotEmpty(t, found.Cities, query) {
			assert.Equal(t, id, found.Cities[0].ID, query)
		}
	}
}

// BenchmarkSearch types city names letter by letter over all the data, and reports the
// slowest hundredth beside the mean.
func BenchmarkSearch(b *testing.B) {
	a := whole(b)
	var queries []string
	for i := 0; i < len(a.cities); i += len(a.cities) / 500 {
		name := []rune(a.cities[i].Name)
		for end := 1; end <= min(len(name), 12); end++ {
			queries = append(queries, string(name[:end]))
		}
	}
	var times []time.Duration
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		a.Search(queries[i%len(queries)], 8)
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(float64(times[len(times)-1].Microseconds()), "max-µs")
}

func BenchmarkAround(b *testing.B) {
	a := whole(b)
	zurich, _ := a.City(2657896)
	for b.Loop() {
		a.Around(zurich, 300)
	}
}

func FuzzSearch(f *testing.F) {
	for _, query := range []string{"", "york", "n'd", "a/b", "ﷺ", "\xff", "zürich (kreis 11)", "new new"} {
		f.Add(query, 3)
	}
	a := small(f)
	f.Fuzz(func(t *testing.T, query string, limit int) {
		limit = min(max(limit, 0), maxListed)
		found := a.Search(query, limit)
		assert.Len(t, found.Cities, min(limit, found.Total))
		seen := map[int]bool{}
		for _, city := range found.Cities {
			assert.False(t, seen[city.ID], "%q gives %s twice", query, city.Name)
			seen[city.ID] = true
		}
	})
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(header + countryLines + cityLines))
	f.Add([]byte("atlas\t1\t2147483647\t2147483647\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		a, err := Load(bytes.NewReader(pack(t, string(text))))
		if err != nil {
			assert.ErrorIs(t, err, ErrFormat)
			return
		}
		a.Search("a", 1)
	})
}
