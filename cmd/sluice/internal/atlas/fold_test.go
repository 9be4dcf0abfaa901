package atlas

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestFold(t *testing.T) {
	for text, words := range map[string][]string{
		"":                         nil,
		" -–./ ":                   nil,
		"Zürich":                   {"zurich"},
		"Zu\u0308rich":             {"zurich"}, // decomposed
		"SAINT-ÉTIENNE":            {"saint", "etienne"},
		"Łódź":                     {"lodz"},
		"İstanbul":                 {"istanbul"},
		"Diyarbakır":               {"diyarbakir"},
		"Großräschen":              {"grossraschen"},
		"Ærøskøbing":               {"aeroskobing"},
		"Þingeyri":                 {"thingeyri"},
		"N'Djamena":                {"ndjamena"},
		"Ra’s Bayrūt":              {"ras", "bayrut"},
		"Frankfurt (Oder)":         {"frankfurt", "oder"},
		"Бережани":                 {"бережани"},
		"San Miguel  10\u00a0Etla": {"san", "miguel", "10", "etla"},
		"a\xffb":                   {"a", "b"}, // invalid UTF-8 parts words
	} {
		assert.Equal(t, words, fold(text), "%q", text)
	}
}

func TestSpellings(t *testing.T) {
	for name, words := range map[string][][]string{
		"Paris":       {{"paris"}},
		"L'Aquila":    {{"laquila"}, {"l", "aquila"}},
		"Biel/Bienne": {{"biel", "bienne"}, {"biel"}, {"bienne"}},
		"A / a":       {{"a", "a"}, {"a"}},
		"…":           nil,
	} {
		assert.Equal(t, words, spellings(name), "%q", name)
	}
}
