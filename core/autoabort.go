package core

import "strings"

// Keywords are the leading words of names that are queries: `getUser`, `is2fa`,
// `list_groups`. The list is part of the public interface.
var Keywords = []string{"get", "fetch", "load", "is", "has", "list", "all", "search", "view", "retrieve"}

// Matches reports whether the name's leading word is one of the rule's: the word stands at
// the start, in the same case, and is followed by the end of the name or by a character
// that is not a lower-case ASCII letter.
func (a AutoAbort) Matches(name string) bool {
	if a.Off {
		return false
	}
	words := a.Words
	if words == nil {
		words = Keywords
	}
	for _, word := range words {
		if strings.HasPrefix(name, word) && endsWord(name, len(word)) {
			return true
		}
	}
	return false
}

func endsWord(name string, at int) bool {
	return at == len(name) || name[at] < 'a' || name[at] > 'z'
}
