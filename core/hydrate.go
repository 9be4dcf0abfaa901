package core

import "sluice/store"

// Kept is something that the shell keeps for a key: the value of an endpoint without schema, or an error.
type Kept struct {
	Record RecordID
	Key    string
	Failed bool // it is an error
}

// Kept lists what the shell keeps in a space. For the base, answers of mutations are published before.
func (c *Core) Kept(now Time, id ClientID, sp store.Space) (out []Kept) {
	c.advance(now)
	cl := c.clients[id]
	if cl == nil || cl.store == nil {
		return nil
	}
	if sp == store.Base {
		c.publish(cl)
	}
	for _, r := range sortedKeys(cl) {
		key := r.keyed.text
		if cl.store.HasValueIn(sp, key) {
			out = append(out, Kept{Record: r.id, Key: key})
		}
		if m, _ := cl.store.MetaIn(sp, key); m.Error != 0 {
			out = append(out, Kept{Record: r.id, Key: key, Failed: true})
		}
	}
	c.commit()
	return out
}

// Dehydrate gives all that is committed as text that can stand inside of a script element. shell is JSON
// that goes along; keys whose value it cannot carry are left out.
func (c *Core) Dehydrate(id ClientID, shell []byte, without []string) []byte {
	cl := c.clients[id]
	if cl == nil {
		return nil
	}
	left := make(map[string]bool, len(without))
	for _, key := range without {
		left[key] = true
	}
	return cl.data().Dehydrate(nil, shell, func(key string) bool { return !left[key] })
}

// Hydrate adds what another client has dehydrated. What the shell is to keep of it is told by an
// [EffectHydrated].
func (c *Core) Hydrate(now Time, id ClientID, call CallID, text []byte) {
	c.advance(now)
	cl := c.clients[id]
	if cl == nil || len(text) == 0 {
		c.emit(Effect{Kind: EffectDone, Call: call})
		c.commit()
		return
	}
	c.publish(cl)
	s := cl.data()
	h, err := s.Hydrate(text, float64(c.clock), func(uint32) uint32 { return 1 })
	if err != nil {
		c.refuse(call, &UsageError{Message: "hydrate: the text is none that dehydrate gave"})
		c.commit()
		return
	}
	cl.marks = max(cl.marks, h.Last.N)
	e := Effect{Kind: EffectHydrated, Client: id, Shell: h.Shell}
	for _, key := range h.Values {
		r := c.keyOf(cl, key)
		r.hasData = true
		e.Kept = append(e.Kept, Kept{Record: r.id, Key: key})
	}
	for _, key := range h.Errors {
		r := c.keyOf(cl, key)
		r.hasError, r.noError = true, false
		e.Kept = append(e.Kept, Kept{Record: r.id, Key: key, Failed: true})
	}
	for _, r := range sortedKeys(cl) {
		if m, known := s.Meta(r.keyed.text); known {
			r.asked, r.fetched = true, Time(m.FetchedAt)
		}
		c.noErrorOf(cl, r)
		c.touchKey(r)
	}
	c.written(cl)
	c.emit(e)
	c.later = append(c.later, Effect{Kind: EffectDone, Call: call})
	c.commit()
}
