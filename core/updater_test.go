package core

import "strings"

// updater is what a call does to the data of a query. A function that gives "throw" throws.
type updater struct {
	query      string
	data       func(data, answer string) string
	optimistic func(data string) string
	revert     func(data string) string
	local      bool
}

// grow makes an updater that appends, throws on long data, or does other things, as told.
func grow(query string, kind byte) updater {
	shorten := func(text string) string {
		if len(text) > 16 {
			return text[:2]
		}
		return text
	}
	u := updater{query: query}
	if kind&1 != 0 {
		u.data = func(data, answer string) string { return shorten(data + "d" + answer) }
	}
	if kind&2 != 0 {
		u.optimistic = func(data string) string { return shorten(data + "o") }
	}
	if kind&4 != 0 {
		u.revert = func(data string) string { return shorten(data + "v") }
	}
	if kind&8 != 0 {
		u.local, u.data, u.optimistic, u.revert = true, func(data, _ string) string { return shorten(data + "l") }, nil, nil
	}
	switch kind >> 4 {
	case 1:
		u.optimistic = func(data string) string { return throwIf(strings.Contains(data, "z"), data) }
	case 2:
		u.data = func(data, _ string) string { return throwIf(len(data) > 4, data+"t") }
	case 3:
		u.data = func(string, string) string { return "null" }
	case 4:
		u.revert = func(data string) string { return throwIf(len(data) > 3, data) }
	case 5:
		u.optimistic = func(data string) string { return data }
	}
	if u.local {
		u.optimistic, u.revert = nil, nil
	}
	return u
}

func throwIf(throw bool, data string) string {
	if throw {
		return "throw"
	}
	return data
}
