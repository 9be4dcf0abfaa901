package server

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type base struct {
	Shared string `json:"shared"`
	Hidden int    `json:"name"`
}

type sample struct {
	base
	ID       int     `json:"id"`
	Small    uint8   `json:"small"`
	Ratio    float32 `json:"ratio"`
	Name     string  `json:"name"`
	Untagged bool
	On       bool              `json:"on,omitempty"`
	Any      any               `json:"any"`
	IDs      []int             `json:"ids"`
	Pair     [2]string         `json:"pair"`
	Bytes    []byte            `json:"bytes"`
	When     time.Time         `json:"when"`
	Labels   map[string]string `json:"labels"`
	Next     *sample           `json:"next"`
	Text     int64             `json:"text,string"`
	Skipped  string            `json:"-"`
	Raw      json.RawMessage   `json:"raw"`
}

var sampleShape = shapeOf(reflect.TypeFor[sample](), map[reflect.Type]*shape{})

func TestDecodeReadsInput(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want sample
	}{
		"an empty body is {}":             {"", sample{}},
		"space is an empty body":          {" \r\n\t", sample{}},
		"null leaves zero":                {`null`, sample{}},
		"null members leave zero":         {`{"id":null,"ids":null,"next":null,"name":null}`, sample{}},
		"members":                         {`{"id":1,"name":"n","on":true,"ids":[1,2]}`, sample{ID: 1, Name: "n", On: true, IDs: []int{1, 2}}},
		"a promoted member":               {`{"shared":"s"}`, sample{base: base{Shared: "s"}}},
		"a name without a tag":            {`{"Untagged":true}`, sample{Untagged: true}},
		"names compare exactly":           {`{"ID":1,"NAME":"x","untagged":true}`, sample{}},
		"unknown members are ignored":     {`{"x":{"y":[1,{"z":null}]},"id":3}`, sample{ID: 3}},
		"ignored names stay ignored":      {`{"Skipped":"x","-":"y"}`, sample{}},
		"the last duplicate counts":       {`{"id":1,"name":"a","id":2}`, sample{ID: 2, Name: "a"}},
		"a wrong duplicate is replaced":   {`{"id":"x","id":2}`, sample{ID: 2}},
		"duplicates don't merge":          {`{"next":{"id":1},"next":{"name":"n"}}`, sample{Next: &sample{Name: "n"}}},
		"duplicates don't merge in lists": {`{"ids":[1,2,3],"ids":[4]}`, sample{IDs: []int{4}}},
		"an escaped name is the same":     {`{"id":1,"\u0069d":2}`, sample{ID: 2}},
		"a number as text":                {`{"text":"5"}`, sample{Text: 5}},
		"an integer beyond 2^53 is exact": {`{"id":9007199254740993}`, sample{ID: 9007199254740993}},
		"__proto__ is a plain key":        {`{"labels":{"__proto__":"p"},"__proto__":{"id":1}}`, sample{Labels: map[string]string{"__proto__": "p"}}},
		"NUL and lone surrogates in text": {`{"name":"a\u0000b\ud800c"}`, sample{Name: "a\x00b\uFFFDc"}},
		"a deep value within the limit":   {`{"any":` + strings.Repeat("[", 63) + strings.Repeat("]", 63) + `}`, sample{Any: nest(63)}},
		"a duplicate in a map":            {`{"labels":{"a":"1","a":"2"}}`, sample{Labels: map[string]string{"a": "2"}}},
		"a wrong duplicate in a map":      {`{"labels":{"a":1,"b":"2","a":"3"}}`, sample{Labels: map[string]string{"a": "3", "b": "2"}}},
		"base64":                          {`{"bytes":"AQI="}`, sample{Bytes: []byte{1, 2}}},
		"raw JSON as it is":               {`{"raw": [1, 2] }`, sample{Raw: json.RawMessage(`[1, 2]`)}},
	} {
		t.Run(name, func(t *testing.T) {
			var got sample
			err := decodeJSON([]byte(test.text), sampleShape, 64, &got)
			require.Nil(t, err)
			assert.Equal(t, test.want, got)
		})
	}
}

// nest gives n arrays in each other.
func nest(n int) any {
	inner := []any{}
	for range n - 1 {
		inner = []any{inner}
	}
	return inner
}

func TestDecodeNamesWhatDoesNotFit(t *testing.T) {
	for text, want := range map[string]struct{ path, expected string }{
		`{"id":"x"}`:               {"id", "number"},
		`{"id":{}}`:                {"id", "number"},
		`{"id":1.5}`:               {"id", "integer"},
		`{"id":1e3}`:               {"id", "integer"},
		`{"small":256}`:            {"small", "integer"},
		`{"small":-1}`:             {"small", "integer"},
		`{"ratio":1e300}`:          {"ratio", "number"},
		`{"ratio":true}`:           {"ratio", "number"},
		`{"name":1}`:               {"name", "string"},
		`{"on":"true"}`:            {"on", "boolean"},
		`{"on":0}`:                 {"on", "boolean"},
		`{"ids":{}}`:               {"ids", "array"},
		`{"ids":[1,"2"]}`:          {"ids.1", "number"},
		`{"pair":["a",[]]}`:        {"pair.1", "string"},
		`{"labels":[]}`:            {"labels", "object"},
		`{"labels":{"a":{"b":1}}}`: {"labels.a", "string"},
		`{"next":{"next":{"ids":[0,null,true]}}}`: {"next.next.ids.2", "number"},
		`{"next":7}`:                          {"next", "object"},
		`{"when":"yesterday"}`:                {"when", "date-time"},
		`{"next":{"when":5}}`:                 {"next.when", "date-time"},
		`{"bytes":"*"}`:                       {"bytes", "base64"},
		`[]`:                                  {"", "object"},
		`"x"`:                                 {"", "object"},
		`12`:                                  {"", "object"},
		`{"id":1,"id":"x"}`:                   {"id", "number"},
		`{"name":1,"id":"x"}`:                 {"name", "string"},
		`{`:                                   {"", "JSON"},
		`{"id":1`:                             {"", "JSON"},
		`{"id":1} x`:                          {"", "JSON"},
		`{"id":1}{}`:                          {"", "JSON"},
		`{"id":01}`:                           {"", "JSON"},
		`{"id":1,}`:                           {"", "JSON"},
		`{"ids":[1,]}`:                        {"", "JSON"},
		`{id:1}`:                              {"", "JSON"},
		`{"id" 1}`:                            {"", "JSON"},
		`{"any":NaN}`:                         {"", "JSON"},
		"{\"name\":\"a\nb\"}":                 {"", "JSON"},
		`{"name":"\x41"}`:                     {"", "JSON"},
		`{"name":"\u12"}`:                     {"", "JSON"},
		"\xef\xbb\xbf{}":                      {"", "JSON"},
		"{\"name\":\"\xff\"}":                 {"", "UTF-8"},
		"{\"x\":\"\xed\xa0\x80\"}":            {"", "UTF-8"},
		strings.Repeat("[", 65):               {"", "at most 64 levels"},
		`{"x":` + strings.Repeat(`{"a":`, 64): {"", "at most 64 levels"},
	} {
		t.Run(text[:min(len(text), 40)], func(t *testing.T) {
			var got sample
			err := decodeJSON([]byte(text), sampleShape, 64, &got)
			require.NotNil(t, err)
			assert.Equal(t, "api.invalidRequest", err.Code)
			assert.Equal(t, map[string]any{"path": want.path, "expected": want.expected}, err.Params)
		})
	}
}

type (
	left  struct{ Twice, Left int }
	right struct {
		Twice int
		Right int `json:"Left"`
	}
	Ring struct {
		*Ring
		Value int
	}
	numbers []numbers
)

func TestFieldsAreThoseOfEncodingJSON(t *testing.T) {
	type both struct {
		left
		right
	}
	type odd struct {
		A          int `json:"a b"`
		B          int `json:"<é>"`
		D          int `json:",omitempty"`
		unexported int
		E          *int   `json:"e"`
		F          func() `json:"-"`
	}
	_ = odd{}.unexported
	for _, typ := range []reflect.Type{reflect.TypeFor[both](), reflect.TypeFor[odd](), reflect.TypeFor[Ring](), reflect.TypeFor[sample]()} {
		t.Run(typ.String(), func(t *testing.T) {
			text, err := json.Marshal(reflect.New(typ).Interface())
			require.NoError(t, err)
			var members map[string]any
			require.NoError(t, json.Unmarshal(text, &members))
			names := jsonFields(typ)
			for name := range members {
				assert.Contains(t, names, name)
			}
			for name := range names {
				if name == "on" || name == "D" { // left out of the text while empty
					continue
				}
				assert.Contains(t, members, name)
			}
		})
	}
}

func TestATypeMayContainItself(t *testing.T) {
	s := shapeOf(reflect.TypeFor[numbers](), map[reflect.Type]*shape{})
	var got numbers
	require.Nil(t, decodeJSON([]byte(`[[],[[]]]`), s, 64, &got))
	assert.Len(t, got, 2)
	err := decodeJSON([]byte(`[[],[[1]]]`), s, 64, &got)
	require.NotNil(t, err)
	assert.Equal(t, "1.0.0", err.Params["path"])
}
