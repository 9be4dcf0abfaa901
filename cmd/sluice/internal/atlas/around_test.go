package atlas

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAround(t *testing.T) {
	a := small(t)
	around := func(t *testing.T, id, limit int) Around {
		t.Helper()
		city, ok := a.City(id)
		require.True(t, ok)
		return a.Around(city, limit)
	}
	t.Run("gives the cities within the largest span where there are few, without the centre", func(t *testing.T) {
		got := around(t, 20, 10)
		assert.Equal(t, 12.8, got.Span)
		assert.Equal(t, []string{"Paris/FR/31", "Saint-Étienne/FR/30", "Zürich (Kreis 11)/CH/22", "Biel/Bienne/CH/21"}, labels(got.Cities))
	})
	t.Run("gives the largest up to the limit", func(t *testing.T) {
		assert.Equal(t, []string{"Paris/FR/31"}, labels(around(t, 20, 1).Cities))
	})
	t.Run("looks across the 180th meridian", func(t *testing.T) {
		assert.Equal(t, []string{"Qamea/FJ/51"}, labels(around(t, 50, 10).Cities))
		assert.Equal(t, []string{"Taveuni/FJ/50"}, labels(around(t, 51, 10).Cities))
	})
	t.Run("is as small as holds enough cities", func(t *testing.T) {
		var cities []City
		for i := range 200 {
			cities = append(cities, City{ID: i, Country: "CH", Name: "x", Lat: float64(i) / 100, Population: 200 - i})
		}
		got := New(nil, cities).Around(cities[0], 1000)
		assert.Equal(t, 0.8, got.Span)
		assert.Len(t, got.Cities, 80)
	})
	t.Run("measures longitude on the ground", func(t *testing.T) {
		north := City{ID: 1, Name: "North", Lat: 60}
		cities := []City{north, {ID: 2, Name: "East", Lat: 60, Lon: 25}, {ID: 3, Name: "Far", Lat: 60, Lon: 26}}
		assert.Equal(t, []string{"East//2"}, labels(New(nil, cities).Around(north, 10).Cities))
	})
}
