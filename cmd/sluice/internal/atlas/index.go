package atlas

import (
	"slices"
	"strings"
)

// index finds the cities that have a word with a given beginning. All words of all
// names stand once in a sorted table, so that a beginning is a range of word numbers
// and every comparison of a search is one of integers.
type index struct {
	words []string // sorted, each once
	// The cities of word w are postings[starts[w]:starts[w+1]], ascending, each once: a
	// city's position is its rank by population.
	starts   []int32
	postings []int32
	// The words of city c's spellings, parted by noWord, are nameWords[nameStarts[c]:nameStarts[c+1]].
	nameStarts []int32
	nameWords  []int32
	admins     []int32            // per city: the word of its admin code, or noWord
	places     map[string][]int32 // per country: the words of its name and its code
}

// noWord parts the spellings of a name and stands for a missing admin code.
const noWord int32 = -1

// wordRange is the range of words with a common beginning, from first up to and
// excluding end. Exact tells that the first one is the beginning itself.
type wordRange struct {
	first, end int32
	exact      bool
}

func (r wordRange) contains(word int32) bool { return r.first <= word && word < r.end }

// find returns the range of the words that begin with prefix, empty if there is none.
func (x *index) find(prefix string) wordRange {
	first, exact := slices.BinarySearch(x.words, prefix)
	rest := x.words[first:]
	length, _ := slices.BinarySearchFunc(rest, prefix, func(word, prefix string) int {
		if strings.HasPrefix(word, prefix) {
			return -1
		}
		return strings.Compare(word, prefix)
	})
	return wordRange{first: int32(first), end: int32(first + length), exact: exact}
}

// cities returns the positions of the cities that have a word.
func (x *index) cities(word int32) []int32 {
	return x.postings[x.starts[word]:x.starts[word+1]]
}

// name returns the words of a city's spellings, parted by noWord.
func (x *index) name(city int32) []int32 {
	return x.nameWords[x.nameStarts[city]:x.nameStarts[city+1]]
}

func buildIndex(cities []City, countries map[string]*Country) index {
	numbers := map[string]int32{} // word → number in order of appearance, renumbered below
	number := func(word string) int32 {
		n, ok := numbers[word]
		if !ok {
			n = int32(len(numbers))
			numbers[word] = n
		}
		return n
	}
	x := index{
		nameStarts: make([]int32, len(cities)+1),
		admins:     make([]int32, len(cities)),
		places:     make(map[string][]int32, len(countries)),
	}
	for i, city := range cities {
		for s, spelling := range spellings(city.Name) {
			if s > 0 {
				x.nameWords = append(x.nameWords, noWord)
			}
			for _, word := range spelling {
				x.nameWords = append(x.nameWords, number(word))
			}
		}
		x.nameStarts[i+1] = int32(len(x.nameWords))
		x.admins[i] = noWord
		if words := fold(city.Admin); len(words) == 1 {
			x.admins[i] = number(words[0])
		}
	}
	for code, country := range countries {
		for _, word := range append(fold(country.Name), strings.ToLower(code)) {
			x.places[code] = append(x.places[code], number(word))
		}
	}
	x.sortWords(numbers)
	x.post()
	return x
}

// sortWords fills words and renumbers what was numbered in order of appearance.
func (x *index) sortWords(numbers map[string]int32) {
	x.words = make([]string, 0, len(numbers))
	for word := range numbers {
		x.words = append(x.words, word)
	}
	slices.Sort(x.words)
	sorted := make([]int32, len(numbers))
	for position, word := range x.words {
		sorted[numbers[word]] = int32(position)
	}
	renumber := func(words []int32) {
		for i, word := range words {
			if word != noWord {
				words[i] = sorted[word]
			}
		}
	}
	renumber(x.nameWords)
	for _, words := range x.places {
		renumber(words)
	}
	renumber(x.admins)
}

// post fills starts and postings from the names.
func (x *index) post() {
	x.starts = make([]int32, len(x.words)+1)
	each := func(visit func(word, city int32)) {
		for city := range int32(len(x.nameStarts) - 1) {
			words := x.name(city)
			for i, word := range words {
				if word != noWord && !slices.Contains(words[:i], word) {
					visit(word, city)
				}
			}
		}
	}
	each(func(word, _ int32) { x.starts[word+1]++ })
	for w := range x.words {
		x.starts[w+1] += x.starts[w]
	}
	x.postings = make([]int32, x.starts[len(x.words)])
	next := slices.Clone(x.starts)
	each(func(word, city int32) {
		x.postings[next[word]] = city
		next[word]++
	})
}

// spellings gives the ways to write a name, as words: the whole name; if it has
// apostrophes, with them parting words; and each part of "Biel/Bienne". None is empty
// and none is there twice.
func spellings(name string) [][]string {
	var all [][]string
	add := func(words []string) {
		known := func(other []string) bool { return slices.Equal(words, other) }
		if len(words) > 0 && !slices.ContainsFunc(all, known) {
			all = append(all, words)
		}
	}
	add(fold(name))
	add(foldApart(name))
	if strings.Contains(name, "/") {
		for part := range strings.SplitSeq(name, "/") {
			add(fold(part))
		}
	}
	return all
}
