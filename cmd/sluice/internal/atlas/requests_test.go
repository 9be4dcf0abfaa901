package atlas

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func codeOf(answer any) any {
	return answer.(object)["error"].(object)["code"]
}

func TestServerTime(t *testing.T) {
	s := newSite(t)
	t.Run("is told with how often it has been", func(t *testing.T) {
		for told := 1.0; told <= 2; told++ {
			status, answer := s.post("/api/getServerTime", `{"delay":1}`)
			require.Equal(t, http.StatusOK, status)
			assert.Equal(t, told, answer.(object)["answered"])
			_, err := time.Parse(time.RFC3339Nano, answer.(object)["time"].(string))
			assert.NoError(t, err)
		}
	})
	t.Run("is not told when the server is to refuse, which does not count", func(t *testing.T) {
		status, answer := s.post("/api/getServerTime", `{"refuse":true}`)
		assert.Equal(t, http.StatusConflict, status)
		assert.Equal(t, CodeTimeRefused, codeOf(answer))
		_, answer = s.post("/api/getServerTime", "")
		assert.Equal(t, 3.0, answer.(object)["answered"])
	})
}

func TestForecastIsGivenAtEachThirdQuestionOfATrip(t *testing.T) {
	s := newSite(t)
	var statuses []int
	for range 6 {
		status, answer := s.post("/api/getForecast", `{"trip":"a"}`)
		statuses = append(statuses, status)
		if status != http.StatusOK {
			assert.Equal(t, CodeForecastUnavailable, codeOf(answer))
		}
		status, _ = s.post("/api/getForecast", fmt.Sprintf(`{"trip":"b%d"}`, len(statuses)))
		assert.Equal(t, http.StatusServiceUnavailable, status)
	}
	assert.Equal(t, []int{503, 503, 200, 503, 503, 200}, statuses)
}

func TestPackingList(t *testing.T) {
	s := newSite(t)
	packed := func(trip string) []bool {
		status, answer := s.post("/api/getPackingList", fmt.Sprintf(`{"trip":%q}`, trip))
		require.Equal(t, http.StatusOK, status)
		list, _ := answer.([]any)
		return members[bool](list, "packed")
	}
	t.Run("has nothing packed at first", func(t *testing.T) {
		assert.Equal(t, []bool{false, false, false, false, false}, packed("a"))
	})
	t.Run("takes each first call and refuses each second one", func(t *testing.T) {
		status, answer := s.post("/api/packItem", `{"trip":"a","id":2,"packed":true,"delay":1}`)
		assert.Equal(t, http.StatusOK, status)
		assert.Equal(t, object{"id": 2.0, "title": "Toothbrush", "packed": true}, answer)
		status, answer = s.post("/api/packItem", `{"trip":"a","id":3,"packed":true}`)
		assert.Equal(t, http.StatusConflict, status)
		assert.Equal(t, CodePackingRefused, codeOf(answer))
		assert.Equal(t, []bool{false, true, false, false, false}, packed("a"))
		status, _ = s.post("/api/packItem", `{"trip":"a","id":2,"packed":false}`)
		assert.Equal(t, http.StatusOK, status)
		assert.Equal(t, []bool{false, false, false, false, false}, packed("a"))
	})
	t.Run("is each trip's own", func(t *testing.T) {
		status, _ := s.post("/api/packItem", `{"trip":"b","id":1,"packed":true}`)
		assert.Equal(t, http.StatusOK, status)
		assert.Equal(t, []bool{true, false, false, false, false}, packed("b"))
		assert.Equal(t, []bool{false, false, false, false, false}, packed("a"))
	})
	t.Run("does not know other things", func(t *testing.T) {
		status, answer := s.post("/api/packItem", `{"trip":"c","id":6,"packed":true}`)
		assert.Equal(t, http.StatusNotFound, status)
		assert.Equal(t, CodePackingNotFound, codeOf(answer))
	})
}

func TestTheOldestTripIsForgottenWhenThereAreMany(t *testing.T) {
	var all trips
	pack := func(t *trip) { t.packings++ }
	for i := range maxTrips + 1 {
		all.with(fmt.Sprint(i), pack)
	}
	assert.Len(t, all.known, maxTrips)
	for _, id := range []string{"1", fmt.Sprint(maxTrips)} {
		all.with(id, func(found *trip) { assert.Equal(t, 1, found.packings, id) })
	}
	all.with("0", func(found *trip) { assert.Zero(t, found.packings, "it begins anew") })
	assert.Len(t, all.order, maxTrips)
}
