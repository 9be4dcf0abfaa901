package atlas

import (
	"net/http"
	"slices"
	"time"

	"sluice/server"
)

// Codes of the errors of the page about requests, with the statuses 409, 503, 409 and 404.
const (
	CodeTimeRefused         = "time.refused"
	CodeForecastUnavailable = "forecast.unavailable"
	CodePackingRefused      = "packing.refused"
	CodePackingNotFound     = "packing.notFound"
)

// forecastTries is how often a forecast has to be asked for until there is one.
const forecastTries = 3

// TimeInput asks what time it is. With Refuse the server says no.
type TimeInput struct {
	Delay  int  `json:"delay"` // ms to wait before anything else, as a slow server would
	Refuse bool `json:"refuse"`
}

// Validate refuses what is outside the limits.
func (in TimeInput) Validate() error { return validDelay(in.Delay) }

// ServerTime is the time, and how often it has been told since the server started. Equal
// numbers are the same answer.
type ServerTime struct {
	Time     time.Time `json:"time"`
	Answered int64     `json:"answered"`
}

func (r *routes) getServerTime(c *server.Call, in TimeInput) (ServerTime, error) {
	if err := wait(c.Context(), time.Duration(in.Delay)*time.Millisecond); err != nil {
		return ServerTime{}, err
	}
	if in.Refuse {
		return ServerTime{}, &server.Error{Code: CodeTimeRefused, Status: http.StatusConflict, Message: "refused, as asked for"}
	}
	return ServerTime{time.Now().UTC(), r.told.Add(1)}, nil
}

// Forecast is the weather that a trip will have, and at which of its questions it was given.
type Forecast struct {
	Weather string `json:"weather"`
	Try     int    `json:"try"`
}

// getForecast is a service that is often down: it answers each third question of a trip.
func (r *routes) getForecast(_ *server.Call, in TripInput) (Forecast, error) {
	asked := 0
	r.trips.with(in.Trip, func(t *trip) {
		t.forecasts++
		asked = t.forecasts
	})
	if asked%forecastTries != 0 {
		return Forecast{}, &server.Error{Code: CodeForecastUnavailable, Status: http.StatusServiceUnavailable, Message: "no forecast at the moment"}
	}
	return Forecast{Weather: "Sunny, 21 °C", Try: asked}, nil
}

func (r *routes) getPackingList(_ *server.Call, in TripInput) ([]PackingItem, error) {
	var list []PackingItem
	r.trips.with(in.Trip, func(t *trip) { list = slices.Clone(t.items) })
	return list, nil
}

// PackInput packs a thing, or unpacks it.
type PackInput struct {
	TripInput
	ID     int  `json:"id"`
	Packed bool `json:"packed"`
	Delay  int  `json:"delay"` // ms to wait before the answer, as a slow server would
}

// Validate refuses what is outside the limits.
func (in PackInput) Validate() error {
	if err := validDelay(in.Delay); err != nil {
		return err
	}
	return in.TripInput.Validate()
}

// packItem refuses every second call of a trip. Which those are is settled when a call
// begins, so that the delays of others have no say in it.
func (r *routes) packItem(c *server.Call, in PackInput) (PackingItem, error) {
	refuse := false
	r.trips.with(in.Trip, func(t *trip) {
		t.packings++
		refuse = t.packings%2 == 0
	})
	if err := wait(c.Context(), time.Duration(in.Delay)*time.Millisecond); err != nil {
		return PackingItem{}, err
	}
	if refuse {
		return PackingItem{}, &server.Error{Code: CodePackingRefused, Status: http.StatusConflict, Message: "every second call is refused"}
	}
	var packed PackingItem
	r.trips.with(in.Trip, func(t *trip) {
		if i := slices.IndexFunc(t.items, func(item PackingItem) bool { return item.ID == in.ID }); i >= 0 {
			t.items[i].Packed = in.Packed
			packed = t.items[i]
		}
	})
	if packed.ID == 0 {
		return PackingItem{}, notFound(CodePackingNotFound, "no such thing on the list", "id", in.ID)
	}
	return packed, nil
}
