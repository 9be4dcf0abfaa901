package server

import (
	"net/http"
	"strconv"
	"strings"
)

// accepted reads a header such as Accept-Encoding: br;q=0.9, gzip. Names are in lower
// case; what has no q has 1, what has a broken one 0.
func accepted(h http.Header, name string) map[string]float64 {
	weights := map[string]float64{}
	for entry := range strings.SplitSeq(strings.Join(h.Values(name), ","), ",") {
		value, parameters, _ := strings.Cut(entry, ";")
		value = strings.ToLower(strings.TrimSpace(value))
		if value == "" {
			continue
		}
		weight := 1.0
		for parameter := range strings.SplitSeq(parameters, ";") {
			key, text, _ := strings.Cut(parameter, "=")
			if strings.EqualFold(strings.TrimSpace(key), "q") {
				q, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
				if err != nil || !(q >= 0 && q <= 1) {
					q = 0
				}
				weight = q
			}
		}
		weights[value] = weight
	}
	return weights
}

// prefersHTML reports whether text/html is wanted more than application/json.
func prefersHTML(h http.Header) bool {
	weights := accepted(h, "Accept")
	return mediaWeight(weights, "text/html") > mediaWeight(weights, "application/json")
}

// mediaWeight is the weight of the most specific range that a media type is in.
func mediaWeight(weights map[string]float64, mediaType string) float64 {
	major, _, _ := strings.Cut(mediaType, "/")
	for _, media := range []string{mediaType, major + "/*", "*/*"} {
		if weight, ok := weights[media]; ok {
			return weight
		}
	}
	return 0
}

// encodingWeight is the weight of a content coding. Without a word about it, identity
// is acceptable and the others are not.
func encodingWeight(weights map[string]float64, coding string) float64 {
	if weight, ok := weights[coding]; ok {
		return weight
	}
	if weight, ok := weights["*"]; ok {
		return weight
	}
	if coding == "identity" {
		return minimalWeight
	}
	return 0
}

// minimalWeight lets any coding that is named with q > 0 win over an identity that is not named.
const minimalWeight = 0.0001
