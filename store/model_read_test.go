package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sort"
	"strings"
)

// pair is a row as a schema reads it.
type pair struct {
	node *Node
	id   rowID
}

// modelReading reads a world.
type modelReading struct {
	*world
	broken map[pair]bool // rows that are INVALID because of what they need
	used   []rowID
}

type status uint8

const (
	fine status = iota
	lost
	bad
)

// read writes what a root shows, as show does, and gives the rows that it shows.
func (w *world) read(n *Node, key, args string) (text string, st status, used []rowID) {
	rd := &modelReading{world: w, broken: map[pair]bool{}}
	for {
		count := len(rd.broken)
		rd.used = nil
		text, st := rd.root(n, key, args)
		if len(rd.broken) == count {
			if st != fine {
				text = "-"
			}
			return text, st, rd.used
		}
	}
}

func (rd *modelReading) root(n *Node, key, args string) (string, status) {
	if k := rd.keys[key]; k != nil && k.has && n.Kind != All {
		if n.Kind == Entity {
			return rd.value(n, k.value, nil, true)
		}
		return rd.value(n, k.value, []pair{{}}, true)
	}
	if n.Kind == All {
		items := []any{}
		for _, id := range rd.order {
			if id.table == n.Items.Name {
				items = append(items, id)
			}
		}
		if len(items) == 0 && !rd.known[n.Items.Name] {
			return "", lost
		}
		list := &Node{Kind: Array, Items: n.Items}
		return rd.value(list, items, []pair{{}}, true)
	}
	if id, ok := rd.find(n, args); ok {
		return rd.value(n, id, nil, true)
	}
	return "", lost
}

// value writes a value that is read by n. whole says that it is all that the reader gets.
func (rd *modelReading) value(n *Node, v any, around []pair, whole bool) (string, status) {
	if id, ok := v.(rowID); ok && (n == nil || n.Kind != Entity && n.Kind != Invalidate) {
		return id.pk, fine
	}
	if n != nil && n.Kind == Invalidate {
		n = n.Items
	}
	if n != nil && n.Kind == Entity {
		switch x := v.(type) {
		case rowID:
			return rd.row(pair{n, x}, around)
		case string:
			if x != "" {
				return rd.row(pair{n, rowID{n.Name, x}}, around)
			}
		case json.Number:
			return rd.row(pair{n, rowID{n.Name, x.String()}}, around)
		}
	}
	switch v := v.(type) {
	case nil:
		return "null", fine
	case string:
		if v == "" {
			return `""`, fine
		}
		return v, fine
	case []any:
		var items []string
		var of *Node
		if n != nil && n.Kind == Array {
			of = n.Items
		}
		for _, item := range v {
			if text, st := rd.value(of, item, around, false); st == fine {
				items = append(items, text)
			}
		}
		return "[" + strings.Join(items, ",") + "]", fine
	case map[string]any:
		var names []string
		st, used := fine, len(rd.used)
		for name, value := range v {
			var of *Node
			if n != nil && n.Kind == Object {
				if f := n.at([]byte(name)); f >= 0 {
					of = n.Fields[f].Node
				}
			}
			text, is := rd.value(of, value, around, false)
			if is == bad {
				st = bad
			}
			if is == fine {
				names = append(names, name+":"+text)
			}
		}
		sort.Strings(names)
		if st == bad {
			rd.used = rd.used[:used]
		}
		return "{" + strings.Join(names, ",") + "}", st
	default:
		var b bytes.Buffer
		_ = json.NewEncoder(&b).Encode(v)
		return strings.TrimSpace(b.String()), fine
	}
}

func (rd *modelReading) row(p pair, around []pair) (string, status) {
	r := rd.rows[p.id]
	switch {
	case r == nil:
		return "", lost
	case r.invalid || rd.broken[p]:
		return "", bad
	}
	for i := range around {
		if around[len(around)-1-i] == p {
			return fmt.Sprintf("^%d", i), fine
		}
	}
	var names []string
	used := len(rd.used)
	for name, m := range r.members {
		var of *Node
		required := false
		if f := p.node.at([]byte(name)); f >= 0 {
			of, required = p.node.Fields[f].Node, p.node.Fields[f].Required
		}
		text, st := rd.value(of, m.value, append(around[:len(around):len(around)], p), false)
		if st == bad && required {
			rd.broken[p], rd.used = true, rd.used[:used]
			return "", bad
		}
		if st == fine {
			names = append(names, name+":"+text)
		}
	}
	sort.Strings(names)
	rd.used = append(rd.used, p.id)
	return "{" + strings.Join(names, ",") + "}", fine
}
