package client

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"sluice/store/jsontext"
)

// path is a url with parameters, as the package sluice has it in JavaScript: equal parameters give
// equal keys there and here. :name is one segment, *name one or more, {…} is there when all of its
// parameters are given, \ takes away the meaning of the next character.
type path struct {
	text        string
	parts       [][]token // every second one is a group
	takesParams bool
	pattern     *regexp.Regexp
}

// token is a text, or a parameter.
type token struct {
	text string
	sign byte // 0: it is a text
}

var parameter = regexp.MustCompile(`(?s)\\(.)|([:*])([A-Za-z_]\w*)|.`)

// pathOf reads a path.
func pathOf(text string) (*path, error) {
	if !regexp.MustCompile(`^([^{}]|\{[^{}]*\})*$`).MatchString(text) {
		return nil, usage("the path %q has { and } that do not match, or nest", text)
	}
	p := &path{text: text}
	pattern := "(?s)^"
	for i, part := range regexp.MustCompile(`[{}]`).Split(text, -1) {
		var tokens []token
		source := ""
		for _, m := range parameter.FindAllStringSubmatch(part, -1) {
			switch {
			case m[2] != "":
				p.takesParams = true
				tokens = append(tokens, token{m[3], m[2][0]})
				source += map[string]string{":": "[^/?]+", "*": "[^?]+"}[m[2]]
			case m[1] != "":
				tokens = append(tokens, token{text: m[1]})
				source += regexp.QuoteMeta(m[1])
			default:
				tokens = append(tokens, token{text: m[0]})
				source += regexp.QuoteMeta(m[0])
			}
		}
		p.parts = append(p.parts, tokens)
		if i%2 == 1 {
			source = "(?:" + source + ")?"
		}
		pattern += source
	}
	sign := "?"
	if strings.Contains(text, "?") {
		sign = "&"
	}
	p.pattern = regexp.MustCompile(pattern + "([?" + sign + "].*)?$")
	return p, nil
}

// matches reports whether a key is one of the path. The query does not count.
func (p *path) matches(method, key string) bool {
	rest, ok := strings.CutPrefix(key, method+" ")
	return ok && p.pattern.MatchString(rest)
}

// url gives the url for parameters, a JSON object or "". Those that the path does not use become the
// query.
func (p *path) url(params []byte) (string, error) {
	given := make(map[string]json.RawMessage)
	if len(params) > 0 {
		if err := json.Unmarshal(params, &given); err != nil {
			return "", usage("%s: the first argument is %s; give an object", p.text, params)
		}
	}
	used := make(map[string]bool)
	var out strings.Builder
	for i, part := range p.parts {
		filled, names, missing, err := p.fill(part, given)
		if err != nil {
			return "", err
		}
		if missing != "" {
			if i%2 == 0 {
				return "", usage("%s: %s is missing", p.text, missing)
			}
			continue
		}
		out.WriteString(filled)
		for _, name := range names {
			used[name] = true
		}
	}
	query, err := queryOf(given, used)
	if err != nil || query == "" {
		return out.String(), err
	}
	sign := "?"
	if strings.Contains(out.String(), "?") {
		sign = "&"
	}
	return out.String() + sign + query, nil
}

// fill gives a part of the path with its parameters.
func (p *path) fill(part []token, given map[string]json.RawMessage) (filled string, names []string, missing string, err error) {
	var out strings.Builder
	for _, t := range part {
		if t.sign == 0 {
			out.WriteString(t.text)
			continue
		}
		names = append(names, t.text)
		value := given[t.text]
		switch {
		case len(value) == 0 || string(value) == "null" || string(value) == `""`:
			missing = t.text
		case t.sign == ':':
			text, err := encoded(t.text, value)
			if err != nil {
				return "", nil, "", err
			}
			out.WriteString(text)
		default:
			for i, segment := range flat(value) {
				text, err := encoded(t.text, segment)
				if err != nil {
					return "", nil, "", err
				}
				if i > 0 {
					out.WriteByte('/')
				}
				out.WriteString(strings.ReplaceAll(text, "%2F", "/"))
			}
		}
	}
	return out.String(), names, missing, nil
}

func queryOf(given map[string]json.RawMessage, used map[string]bool) (string, error) {
	var names []string
	for name := range given {
		if !used[name] {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
	})
	var out strings.Builder
	for _, name := range names {
		for _, value := range flat(given[name]) {
			if string(value) == "null" {
				continue
			}
			text, err := encoded(name, value)
			if err != nil {
				return "", err
			}
			if out.Len() > 0 {
				out.WriteByte('&')
			}
			out.WriteString(escaped(name) + "=" + text)
		}
	}
	return out.String(), nil
}

// flat gives the items of a list, or the one value.
func flat(value json.RawMessage) []json.RawMessage {
	if value[0] != '[' {
		return []json.RawMessage{value}
	}
	var out []json.RawMessage
	for item := jsontext.ItemsOf(value, 0); item.Next(); {
		out = append(out, value[item.Value:item.End])
	}
	return out
}

// encoded gives a value as it stands in a url.
func encoded(name string, value json.RawMessage) (string, error) {
	switch c := value[0]; {
	case c == '"':
		text, whole := jsontext.Unquote(nil, value)
		if !whole {
			return "", usage("the parameter %s has a lone surrogate", name)
		}
		return escaped(string(text)), nil
	case c == '{' || c == '[' || c == 'n':
		return "", usage("the parameter %s is %s; give a text or a number", name, value)
	case c == 't' || c == 'f':
		return string(value), nil
	}
	return escaped(string(jsontext.NumberText(nil, value))), nil
}

// escaped is what encodeURIComponent gives.
func escaped(text string) string {
	return component.Replace(url.QueryEscape(text))
}

var component = strings.NewReplacer("+", "%20", "%21", "!", "%27", "'", "%28", "(", "%29", ")", "%2A", "*")
