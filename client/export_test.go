package client

// Kept is how many things a client keeps of requests: none when it is closed.
func Kept(c *Client) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.calls) + len(c.fetches) + len(c.flows) + len(c.retained) + len(c.values.known) + len(c.steps) + len(c.begun) + len(c.through) + len(c.live.topics.byID) + len(c.live.topics.byTopic) + len(c.live.topics.byName)
}
