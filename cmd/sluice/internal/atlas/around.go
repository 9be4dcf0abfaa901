package atlas

import "math"

// Around is a map's worth of cities about a point.
type Around struct {
	// Span is half the map's height in degrees of latitude. Half its width in degrees of
	// longitude is Span divided by the cosine of the centre's latitude: the map is square
	// on the ground.
	Span   float64 `json:"span"`
	Cities []City  `json:"cities"` // largest population first, without the centre itself
}

// The map is made as small as holds this many cities, in these steps of the span.
const enoughCities = 60

var spans = [...]float64{0.4, 0.8, 1.6, 3.2, 6.4, 12.8}

// Around returns up to limit of the largest cities around a city.
func (a *Atlas) Around(centre City, limit int) Around {
	var within []int32
	var span float64
	for _, span = range spans {
		within = a.within(centre, span, within[:0])
		if len(within) > enoughCities {
			break
		}
	}
	around := Around{Span: span, Cities: []City{}}
	for _, i := range within {
		if len(around.Cities) == limit {
			break
		}
		if a.cities[i].ID != centre.ID {
			around.Cities = append(around.Cities, a.cities[i])
		}
	}
	return around
}

// point is a place in degrees.
type point struct{ lat, lon float64 }

// within appends the positions of the cities inside the map, the centre among them.
func (a *Atlas) within(centre City, span float64, positions []int32) []int32 {
	width := span / math.Cos(centre.Lat*math.Pi/180)
	for i, p := range a.points {
		if math.Abs(p.lat-centre.Lat) > span {
			continue
		}
		if east := math.Abs(p.lon - centre.Lon); min(east, 360-east) <= width {
			positions = append(positions, int32(i))
		}
	}
	return positions
}
