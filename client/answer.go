package client

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"sluice/core"
	"sluice/internal/protocol"
	"sluice/store/jsontext"
)

// maxText is how much of an answer that is not JSON an error keeps, in bytes.
const maxText = 64 << 10

// answer is what came of a request.
type answer struct {
	status  int
	text    []byte // the JSON of the body, nil when there is none; else the beginning of its text
	outcome core.Outcome
	header  http.Header
	value   *value // of a success

	// Of a success that is no JSON.
	body        []byte
	contentType string // without parameters
}

// read reads a response to its end. A connection that breaks is an outcome without answer.
func read(response *http.Response, limit int64) (answer, error) {
	a := answer{status: response.StatusCode, header: response.Header}
	body, err := io.ReadAll(io.LimitReader(response.Body, limit+1))
	if err != nil {
		return answer{outcome: core.Outcome{Err: err}}, nil
	}
	if int64(len(body)) > limit {
		return answer{}, &core.APIError{
			Code: protocol.CodeInvalidResponse, Status: a.status, Params: []byte("{}"),
			Message: fmt.Sprintf("the body is longer than %d bytes", limit),
		}
	}
	a.outcome = core.Outcome{
		Status:     a.status,
		RetryAfter: retryAfter(response.Header.Get("Retry-After")),
		Note:       notes[response.Header.Get(protocol.SessionHeader)],
	}
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if len(body) == 0 || a.status == http.StatusNoContent {
		return a, nil
	}
	ok := a.status >= 200 && a.status < 300
	switch {
	case ok && !isJSON(response.Header.Get("Content-Type")):
		a.outcome.Body, a.body = core.BodyOther, body
		a.contentType, _, _ = mime.ParseMediaType(response.Header.Get("Content-Type"))
	case jsontext.Check(body) != nil:
		a.outcome.Body = core.BodyBroken
	default:
		a.outcome.Body, a.outcome.Text, a.text, a.value = core.BodyJSON, body, body, valueOfText(body)
		return a, nil
	}
	a.text = bytes.Clone(body[:min(len(body), maxText)])
	return a, nil
}

var notes = map[string]core.SessionNote{
	protocol.SessionNew:   core.NoteNew,
	protocol.SessionSaved: core.NoteSaved,
	protocol.SessionEnded: core.NoteEnded,
}

// isJSON reports whether a media type is JSON. A missing one counts as JSON.
func isJSON(contentType string) bool {
	if contentType == "" {
		return true
	}
	media, _, _ := mime.ParseMediaType(contentType)
	return media == "application/json" || strings.HasSuffix(media, "+json") || strings.HasSuffix(media, "/json")
}

// retryAfter reads the header: seconds, or a date. 0 is none.
func retryAfter(value string) float64 {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.ParseUint(value, 10, 32); err == nil {
		return float64(seconds)
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, math.Ceil(time.Until(at).Seconds()))
	}
	return 0
}
