package core

import "strings"

// recipe is what a request of a query is made by, again.
type recipe struct {
	call     CallID // which carries it, and is retained
	meta     Meta
	latest   bool
	upload   bool // progress is shown
	download bool
	timeout  float64 // ms
	retry    *Retry
}

func (cl *client) recipeOf(call *Call, latest bool, timeout float64) recipe {
	p := recipe{call: call.ID, latest: latest, upload: call.Upload, download: call.Download, timeout: timeout, retry: cl.retryOf(call.Retry)}
	if call.Meta != nil {
		p.meta = *call.Meta
		p.meta.CacheKey = strings.Clone(p.meta.CacheKey)
	}
	return p
}

// remake makes a request of a record again, whatever may be given again without.
func (c *Core) remake(r *record, p *recipe) {
	q := c.newRequest(r.client, RouteName, r)
	if r.pair == sessionPair {
		q.route = RouteSession
	}
	meta := p.meta
	q.query, q.stores, q.meta, q.repeated, q.latest, q.retry = true, true, &meta, true, p.latest, p.retry
	q.upload, q.download = p.upload, p.download
	c.carry(q, p.call)
	c.start(q, c.clock, p.timeout)
}

// remember keeps how the data of a query is asked for, where a socket may find that it is to be asked for again.
func (c *Core) remember(r *record, call *Call, latest bool, timeout float64) {
	if r.client.socket == nil || !r.query || r.pair.name == "" || r.pair == sessionPair || call.Meta != nil && call.Meta.Silent {
		return
	}
	c.forgetRecipe(r)
	p := r.client.recipeOf(call, latest, timeout)
	r.recipe = &p
	c.emit(Effect{Kind: EffectRetain, Call: p.call})
}

func (c *Core) forgetRecipe(r *record) {
	if r.recipe != nil {
		c.emit(Effect{Kind: EffectLet, Call: r.recipe.call})
		r.recipe = nil
	}
}

// Refetch asks again for the data of the targets: of queries that have some, or an error, or are being asked for. Only a
// client that has a socket remembers how.
func (c *Core) Refetch(now Time, id ClientID, targets []Target) {
	c.advance(now)
	if cl := c.clients[id]; cl != nil {
		for _, r := range cl.meant(targets) {
			if r.recipe != nil && r.asked {
				c.remake(r, r.recipe)
			}
		}
	}
	c.commit()
}
