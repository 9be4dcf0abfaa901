package atlas

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLoad(t *testing.T) {
	a := small(t)
	cities, countries := a.Len()
	assert.Equal(t, 14, cities)
	assert.Equal(t, 5, countries)

	t.Run("keeps every member of a city", func(t *testing.T) {
		city, ok := a.City(20)
		require.True(t, ok)
		assert.Equal(t, City{
			ID: 20, Name: "Zürich", Country: "CH", Admin: "ZH", Lat: 47.37, Lon: 8.55, Population: 341730,
		}, city)
	})
	t.Run("keeps every member of a country", func(t *testing.T) {
		country, ok := a.Country("CH")
		require.True(t, ok)
		assert.Equal(t, &Country{
			Code: "CH", Name: "Switzerland", Official: "Swiss Confederation", Capitals: []string{"Bern"},
			Region: "Europe", Subregion: "Western Europe", Area: 41284, Lat: 47, Lon: 8,
			Borders: []string{"FR"}, Flag: "🇨🇭", Languages: []string{"French", "German"}, Currencies: []string{"Swiss franc"},
		}, country)
	})
	t.Run("knows nothing else", func(t *testing.T) {
		_, ok := a.City(99)
		assert.False(t, ok)
		_, ok = a.Country("ch")
		assert.False(t, ok)
	})
	t.Run("gives a country's cities by population", func(t *testing.T) {
		assert.Equal(t, []string{"Zürich/CH/20", "Zürich (Kreis 11)/CH/22"}, labels(a.LargestCities("CH", 2)))
		assert.Len(t, a.LargestCities("CH", 100), 3)
		assert.Empty(t, a.LargestCities("XX", 5))
	})
}

func TestLoadRefusesWhatItCannotTrust(t *testing.T) {
	good := header + countryLines + cityLines
	packed := pack(t, good)
	flipped := bytes.Clone(packed)
	flipped[len(flipped)-6] ^= 1 // in gzip's checksum
	lastLine := strings.LastIndex(strings.TrimSuffix(good, "\n"), "\n") + 1
	for name, bad := range map[string][]byte{
		"nothing":               nil,
		"no gzip":               []byte(good),
		"a cut file":            packed[:len(packed)/2],
		"a damaged file":        flipped,
		"another format":        pack(t, strings.Replace(good, "atlas", "globe", 1)),
		"another version":       pack(t, strings.Replace(good, "atlas\t1", "atlas\t2", 1)),
		"a missing line":        pack(t, good[:lastLine]),
		"a line too many":       pack(t, good+good[lastLine:]),
		"a missing member":      pack(t, strings.Replace(good, "\tUS\tPA\t", "\tUS\t", 1)),
		"a count that is none":  pack(t, strings.Replace(good, "\t43992", "\t-1", 1)),
		"a number that is none": pack(t, strings.Replace(good, "39.96", "north", 1)),
		"an unknown country":    pack(t, strings.Replace(good, "\tUS\tPA\t", "\tXX\tPA\t", 1)),
		"an id that is taken":   pack(t, strings.Replace(good, "\n10\t", "\n11\t", 1)),
		"a code that is taken":  pack(t, strings.Replace(good, "\nFJ\t", "\nCH\t", 1)),
	} {
		t.Run(name, func(t *testing.T) {
			a, err := Load(bytes.NewReader(bad))
			assert.ErrorIs(t, err, ErrFormat)
			assert.Nil(t, a)
		})
	}
}
