package normal

import (
	"errors"

	"sluice/store/jsontext"
)

// Reserved is the name, in JSON, of the first member of an object that stands for a value which
// JSON does not have.
const Reserved = `"\u0000"`

// ErrKey says that a key is no text: it has a lone surrogate.
var ErrKey = errors.New("normal: a key is not well-formed")

// Keys gives objects their keys in the place of the usual rule, by which the member id is the key if it is a
// string or a number.
type Keys interface {
	// Key gives the key of a plain object, a JSON string or number; nil has it stay where it is. It
	// is asked for what is inside of an object before the object itself. The result is copied.
	Key(object []byte) ([]byte, error)
}

// canonical gives a key in the one form that equal keys have: 0 and "0" differ, 1 and 1.0 do not.
func canonical(dst, key []byte) ([]byte, error) {
	if key[0] != '"' {
		return jsontext.NumberText(dst, key), nil
	}
	start := len(dst)
	dst, fine := jsontext.Unquote(dst, key)
	if !fine {
		return nil, ErrKey
	}
	text := append([]byte(nil), dst[start:]...)
	return jsontext.Quote(dst[:start], text), nil
}

// plain reports whether a key in a text is in that form already, as far as that is seen at once.
func plain(key []byte) bool {
	if key[0] == '"' {
		for _, c := range key {
			if c == '\\' {
				return false
			}
		}
		return true
	}
	for _, c := range key {
		if c-'0' > 9 {
			return false
		}
	}
	return len(key) < 16
}

// opaque reports whether the object that begins at b[i] stands for a value that JSON does not have.
func opaque(b []byte, i int) bool {
	i = jsontext.SkipSpace(b, i+1)
	return i+len(Reserved) <= len(b) && string(b[i:i+len(Reserved)]) == Reserved
}
