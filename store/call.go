package store

import (
	"errors"
	"math"
	"strconv"

	"sluice/store/jsontext"
)

// errNoFunctions is what a schema with functions meets in a store that was made without any.
var errNoFunctions = errors.New("store: there is nobody to call functions")

// call runs a function of the user. An empty result is undefined.
func (s *Store) call(fn Func, args ...[]byte) ([]byte, error) {
	if s.functions == nil {
		return nil, errNoFunctions
	}
	out, err := s.functions.Call(fn, args...)
	if err != nil {
		return nil, err
	}
	out = jsontext.Clean(out)
	if out = out[jsontext.SkipSpace(out, 0):]; len(out) == 0 {
		return nil, nil
	}
	if err := jsontext.Check(out); err != nil {
		return nil, err
	}
	return out, nil
}

// call runs a function of the user while a response is read. When it fails, in.err is set. The
// response is known to be JSON before the first function sees a part of it.
func (in *ingest) call(fn Func, args ...[]byte) []byte {
	if !in.sound {
		if in.err = jsontext.Check(in.body); in.err != nil {
			return nil
		}
		in.sound = true
	}
	out, err := in.store.call(fn, args...)
	in.err = err
	return out
}

// parent gives the text of the object that holds a place, and that of the name of its member there: of
// an item of a list the object that holds the list. At the root it is the response, and there
// is no name. While the parent stays the same, the text is the same slice.
func (in *ingest) parent(from place) (object, name []byte) {
	if from.at < 0 {
		return in.body, nil
	}
	if p := &in.last; p.object == nil || p.at != from.at || &p.body[0] != &in.body[0] {
		*p = parent{body: in.body, at: from.at, name: "\x00"}
		if !in.sound {
			if in.err = jsontext.Check(in.body); in.err != nil {
				return nil, nil
			}
			in.sound = true
		}
		p.object = in.body[from.at:jsontext.SkipValue(in.body, from.at, jsontext.MaxDepth)]
	}
	if in.last.name != from.name {
		in.last.name = from.name
		in.last.quoted = jsontext.Quote(nil, []byte(from.name))
	}
	return in.last.object, in.last.quoted
}

// parent remembers what was last given as one.
type parent struct {
	body   []byte
	at     int
	object []byte
	name   string
	quoted []byte
}

// truthy reports whether a result counts as true.
func truthy(result []byte) bool {
	switch string(result) {
	case "", "false", "null", "0", "-0", `""`:
		return false
	default:
		return true
	}
}

// appendMeta writes what the meta of a row says. What is infinite is a number that is read as
// infinite.
func appendMeta(dst []byte, w *Write) []byte {
	dst = appendTime(append(dst, `{"fetchedAt":`...), w.FetchedAt)
	dst = appendTime(append(dst, `,"date":`...), w.Date)
	dst = appendTime(append(dst, `,"expiresAt":`...), w.ExpiresAt)
	return append(dst, '}')
}

func appendTime(dst []byte, ms float64) []byte {
	switch {
	case math.IsInf(ms, 1):
		return append(dst, "1e999"...)
	case math.IsNaN(ms):
		return append(dst, "null"...)
	default:
		return strconv.AppendFloat(dst, ms, 'f', -1, 64)
	}
}
