package atlas

// Found is what a search finds.
type Found struct {
	Total  int    // how many cities match
	Cities []City // the best of them, at most the limit asked for
}

// How well a city's name fits a query; the smaller, the better.
const (
	wholeName  = iota // the query is the name: "york" for York
	wholeWords        // it begins the name or is whole words of it: "york" for Yorkton and New York City
	partOfName        // its words begin words of the name: "yor" for New York City
	noMatch
)

// Search finds cities by the beginnings of words, without regard to case and accents.
// The query's first word must begin a word of the city's name; each further one a word
// of the name, of the country's name, or the country's or admin code ("paris france",
// "springfield il").
//
// The order is: the query is the whole name; it begins the name or is whole words of
// it; the rest. Equals are ordered by population, largest first. A query without
// letters and digits finds nothing.
func (a *Atlas) Search(query string, limit int) Found {
	words := fold(query)
	if len(words) == 0 {
		return Found{Cities: []City{}}
	}
	ranges := make([]wordRange, len(words))
	for i, word := range words {
		ranges[i] = a.index.find(word)
		if ranges[i].first == ranges[i].end {
			return Found{Cities: []City{}}
		}
	}
	best := ranking{limit: limit}
	total := 0
	// A query of one word fits wherever it is found, no better than floor.
	single, floor := len(words) == 1, wholeName
	if !ranges[0].exact {
		floor = wholeWords
	}
	for w := ranges[0].first; w < ranges[0].end; w++ {
		for _, city := range a.index.cities(w) {
			if !a.index.leads(city, w, ranges[0]) {
				continue // counted at another of its words
			}
			if single && !best.takes(floor, city) {
				total++
				continue
			}
			if fit := a.fit(city, ranges); fit != noMatch {
				total++
				best.add(fit, city)
			}
		}
	}
	found := Found{Total: total, Cities: make([]City, 0, len(best.entries))}
	for _, e := range best.entries {
		found.Cities = append(found.Cities, a.cities[e.city])
	}
	return found
}

// leads reports whether word is the first word of the city's name in the range.
func (x *index) leads(city, word int32, r wordRange) bool {
	for _, w := range x.name(city) {
		if r.contains(w) {
			return w == word
		}
	}
	return false
}

// fit gives the best fit among the spellings of the city's name.
func (a *Atlas) fit(city int32, query []wordRange) int {
	best := noMatch
	rest := a.index.name(city)
	for len(rest) > 0 {
		spelling := rest
		rest = nil
		for i, word := range spelling {
			if word == noWord {
				spelling, rest = spelling[:i], spelling[i+1:]
				break
			}
		}
		best = min(best, a.fitSpelling(city, spelling, query))
	}
	return best
}

func (a *Atlas) fitSpelling(city int32, name []int32, query []wordRange) int {
	inName, inOrder, whole := 0, true, true
	for i, r := range query {
		position := -1
		for p, word := range name {
			if r.contains(word) {
				position = p
				if !r.exact || word == r.first {
					break // else look for the very word further on
				}
			}
		}
		if position < 0 {
			if i == 0 || !a.inPlace(city, r) {
				return noMatch
			}
			continue
		}
		inOrder = inOrder && position == inName
		whole = whole && r.exact && name[position] == r.first
		inName++
	}
	switch {
	case whole && inOrder && inName == len(name):
		return wholeName
	case whole || inOrder:
		return wholeWords
	default:
		return partOfName
	}
}

// inPlace reports whether a word of the range is one of the city's country or admin code.
func (a *Atlas) inPlace(city int32, r wordRange) bool {
	if r.contains(a.index.admins[city]) {
		return true
	}
	for _, word := range a.index.places[a.cities[city].Country] {
		if r.contains(word) {
			return true
		}
	}
	return false
}

// ranking keeps the best entries, best first.
type ranking struct {
	limit   int
	entries []rankingEntry
}

type rankingEntry struct {
	fit  int
	city int32
}

func (e rankingEntry) before(other rankingEntry) bool {
	return e.fit < other.fit || e.fit == other.fit && e.city < other.city
}

// takes reports whether add would keep an entry.
func (r *ranking) takes(fit int, city int32) bool {
	return len(r.entries) < r.limit || r.limit > 0 && rankingEntry{fit, city}.before(r.entries[r.limit-1])
}

func (r *ranking) add(fit int, city int32) {
	if !r.takes(fit, city) {
		return
	}
	entry := rankingEntry{fit, city}
	if len(r.entries) == r.limit {
		r.entries = r.entries[:r.limit-1]
	}
	position := len(r.entries)
	for position > 0 && entry.before(r.entries[position-1]) {
		position--
	}
	r.entries = append(r.entries, entry)
	copy(r.entries[position+1:], r.entries[position:])
	r.entries[position] = entry
}
