package store

import (
	"math"
	"strconv"

	"sluice/store/jsontext"
)

// references goes over the value at i and takes those of refs off that are values in it and name rows.
// It returns where the value ends.
func references(text []byte, i int, refs []int) (end int, rest []int) {
	if len(refs) > 0 && refs[0] == i && named(text[i:]) != nil {
		return jsontext.SkipValue(text, i, jsontext.MaxDepth), refs[2:]
	}
	switch text[i] {
	case '[':
		j, more := jsontext.SkipOpen(text, i)
		for more {
			end, refs = references(text, j, refs)
			j, more = jsontext.SkipComma(text, end, ']')
		}
		return j, refs
	case '{':
		j, more := jsontext.SkipOpen(text, i)
		for more {
			_, value, _ := jsontext.SkipName(text, j)
			end, refs = references(text, value, refs)
			j, more = jsontext.SkipComma(text, end, '}')
		}
		return j, refs
	default:
		return jsontext.SkipValue(text, i, 0), refs
	}
}

// named gives the quoted pk of the reference that a text begins with, a string or
// {"id":pk,"schema":type}; nil if it is none.
func named(text []byte) []byte {
	object := text[0] == '{'
	if object {
		id, schema := false, false
		var at int
		for m := jsontext.MembersOf(text, 0); m.Next(); {
			switch name := text[m.Name:m.NameEnd]; {
			case text[m.Value] != '"':
				return nil
			case string(name) == `"id"` && !id:
				id, at = true, m.Value
			case string(name) == `"schema"` && id && !schema:
				schema = true
			default:
				return nil
			}
		}
		if !schema {
			return nil
		}
		text = text[at:]
	}
	if text[0] != '"' {
		return nil
	}
	end, _ := jsontext.SkipString(text, 0)
	return text[:end]
}

// fields are the items of a list.
type fields struct {
	list [][]byte
	ok   bool
}

// each calls fn with the items, lists of a length, of the list that a member is.
func each(text []byte, name string, length int, fn func(fields) bool) bool {
	list, ok := memberOf(text, name)
	if !ok || list[0] != '[' {
		return false
	}
	for _, item := range listItems(list) {
		f := fields{list: listItems(item), ok: true}
		if len(f.list) != length || !fn(f) {
			return false
		}
	}
	return true
}

// listItems gives the texts of the items of a list, none of anything else.
func listItems(list []byte) [][]byte {
	if list[0] != '[' {
		return nil
	}
	var out [][]byte
	for item := jsontext.ItemsOf(list, 0); item.Next(); {
		out = append(out, list[item.Value:item.End])
	}
	return out
}

func (f *fields) text(at int) string {
	if f.list[at][0] != '"' {
		f.ok = false
		return ""
	}
	out, whole := jsontext.Unquote(nil, f.list[at])
	f.ok = f.ok && whole
	return string(out)
}

func (f *fields) number(at int) float64 {
	n, err := strconv.ParseFloat(string(f.list[at]), 64)
	if err != nil && !math.IsInf(n, 1) {
		f.ok = false
	}
	return n
}

// place gives a whole number below a limit.
func (f *fields) place(at, limit int) int {
	n, err := strconv.Atoi(string(f.list[at]))
	if err != nil || n < 0 || n >= limit {
		f.ok = false
		return 0
	}
	return n
}
