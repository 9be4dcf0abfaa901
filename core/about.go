package core

// About is what is known of a record of a name, beside what it shows.
type About struct {
	Name, Key string
	Variant   string // of a hook's requests, as in Call; told on a server alone
	Query     bool
	Cached    bool // its data may be given again
	CacheKey  string
	Until     Time   // when that ends; +Inf for never
	Normal    bool   // its data is normalised
	Kept      bool   // it counts for the capacity of its name
	Finished  uint32 // how many requests have ended with an answer or an error, on a server
}

// NameRecords has the shell of a client told whose its records are, by [EffectNamed], from now on.
func (c *Core) NameRecords(now Time, id ClientID) {
	c.advance(now)
	if cl := c.clients[id]; cl != nil {
		cl.names = true
		for _, r := range sortedRecords(cl.records) {
			c.name(r)
		}
	}
	c.commit()
}

// name tells what is known of a record, if that is to be told and was not.
func (c *Core) name(r *record) {
	if !r.client.names || r.keyed != nil || r.pair.variant != "" && !r.client.options.Server {
		return
	}
	a := r.describe()
	if r.told && a == r.about {
		return
	}
	r.about, r.told = a, true
	c.emit(Effect{Kind: EffectNamed, Client: r.client.id, Record: r.id, About: a})
}

func (r *record) describe() About {
	a := About{Name: r.pair.name, Key: r.pair.key, Variant: r.pair.variant, Query: r.query, Normal: r.normal, Kept: r.kept, Finished: r.finished}
	if r.cached != nil {
		a.Cached, a.CacheKey, a.Until = true, r.cached.key, r.cached.until
	}
	return a
}

// Named is a record of a name, and what is known of it.
type Named struct {
	Record RecordID
	About
}

// Named lists the records of names, in the order of their making. What it shows of each is the shell's.
func (c *Core) Named(id ClientID) (out []Named) {
	cl := c.clients[id]
	if cl == nil {
		return nil
	}
	for _, r := range sortedRecords(cl.records) {
		if r.keyed == nil {
			out = append(out, Named{r.id, r.describe()})
		}
	}
	return out
}
