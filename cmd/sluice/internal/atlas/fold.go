package atlas

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold splits a text into its words as the search compares them: lower case, accents
// and apostrophes removed, letters that no accent explains spelt out (ß → ss, ø → o),
// everything that is neither letter nor digit parting words. "Saint-Étienne" and
// "saint etienne" are the same two words; "N'Djamena" is the one word "ndjamena".
func fold(text string) []string {
	var words []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
			word.Reset()
		}
	}
	for _, r := range norm.NFKD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r) || isApostrophe(r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if spelt, ok := spelling(unicode.ToLower(r)); ok {
				word.WriteString(spelt)
			} else {
				word.WriteRune(unicode.ToLower(r))
			}
		default:
			end()
		}
	}
	end()
	return words
}

// foldApart is fold with apostrophes parting words: "L'Aquila" is "l" and "aquila".
func foldApart(text string) []string {
	return fold(strings.Map(func(r rune) rune {
		if isApostrophe(r) {
			return ' '
		}
		return r
	}, text))
}

func isApostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', '`', '´', 'ʼ', 'ʻ', 'ʿ', 'ʾ', '”':
		return true
	}
	return false
}

// spelling gives the plain letters for a lower-case letter that has no decomposition.
func spelling(r rune) (string, bool) {
	switch r {
	case 'ß':
		return "ss", true
	case 'æ':
		return "ae", true
	case 'œ':
		return "oe", true
	case 'þ':
		return "th", true
	case 'ø':
		return "o", true
	case 'đ', 'ð':
		return "d", true
	case 'ł':
		return "l", true
	case 'ħ':
		return "h", true
	case 'ı':
		return "i", true
	case 'ə':
		return "a", true
	}
	return "", false
}
