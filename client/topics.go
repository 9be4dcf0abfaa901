package client

import (
	"cmp"
	"maps"
	"slices"

	"sluice/core/socket"
)

// topics are the subscriptions that are stored.
type topics struct {
	byID    map[socket.SubscriptionID]*topic
	byTopic map[Topic]*topic
	byName  map[string][]*topic // by topic and key as one text
}

func (s *topics) add(t *topic) {
	if s.byID == nil {
		*s = topics{map[socket.SubscriptionID]*topic{}, map[Topic]*topic{}, map[string][]*topic{}}
	}
	s.byID[t.id], s.byTopic[t.Topic] = t, t
	s.byName[t.String()] = append(s.byName[t.String()], t)
}

func (s *topics) remove(t *topic) {
	if s.byID[t.id] != t {
		return
	}
	delete(s.byID, t.id)
	delete(s.byTopic, t.Topic)
	// A message that is being handled may have the list at hand.
	left := slices.DeleteFunc(slices.Clone(s.byName[t.String()]), func(other *topic) bool { return other == t })
	if s.byName[t.String()] = left; len(left) == 0 {
		delete(s.byName, t.String())
	}
}

// all gives them in the order of their registration.
func (s *topics) all() []*topic {
	return slices.SortedFunc(maps.Values(s.byID), func(a, b *topic) int { return cmp.Compare(a.id, b.id) })
}

// named gives those of some names, in the order of their registration.
func (s *topics) named(names []string) (out []*topic) {
	for _, name := range names {
		out = append(out, s.byName[name]...)
	}
	slices.SortFunc(out, func(a, b *topic) int { return cmp.Compare(a.id, b.id) })
	return slices.Compact(out)
}
