package core

// Batch begins a batch, or with begin false ends it: the writes in it become one commit at its end.
// A shell begins and ends it without running anything else in between.
func (c *Core) Batch(now Time, begin bool) {
	c.advance(now)
	c.batching = begin
	c.commit()
}
