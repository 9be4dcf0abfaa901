package core

import (
	"maps"
	"slices"
)

// Page says what keeps a page from polling. The zero value: nothing.
type Page struct {
	Hidden, Offline Choice // of a client's own, Default is as for all
}

// SetPage says whether the page is hidden, and whether it is offline. While it is either, nothing is
// polled. What has become due meanwhile is asked for when it is neither any more.
func (c *Core) SetPage(now Time, p Page) {
	c.advance(now)
	c.page = p
	for _, id := range slices.Sorted(maps.Keys(c.clients)) {
		c.pageOfSocket(c.clients[id])
		c.resume(c.clients[id])
	}
	c.commit()
}

// SetClientPage says the same to one client, which heeds that instead.
func (c *Core) SetClientPage(now Time, id ClientID, p Page) {
	c.advance(now)
	if cl := c.clients[id]; cl != nil {
		cl.page = p
		c.pageOfSocket(cl)
		c.resume(cl)
	}
	c.commit()
}

// away reports whether nothing is to be polled.
func (c *Core) away(cl *client) bool { return c.hidden(cl) || c.offline(cl) }

func (c *Core) hidden(cl *client) bool  { return cl.page.Hidden.over(c.page.Hidden) }
func (c *Core) offline(cl *client) bool { return cl.page.Offline.over(c.page.Offline) }

// over gives a choice, or in its absence that of all.
func (own Choice) over(all Choice) bool { return own == Yes || own == Default && all == Yes }

// resume asks for what has become due while the page was away.
func (c *Core) resume(cl *client) {
	if c.away(cl) {
		return
	}
	for _, p := range cl.polls {
		if p.request == nil && p.alarm.place < 0 {
			c.poll(p)
		}
	}
	for _, r := range slices.Clone(cl.repeats) {
		if r.repeated != nil && r.repeated.due {
			c.again(r)
		}
	}
}
