package client

import (
	"errors"

	"sluice/core"
)

// Writer is what [Set], [SetResponse] and their like write to: a [*Client], or a [*Batch].
type Writer interface {
	// write makes a call that changes what is stored; first, if it is not nil, runs before all else of a batch.
	write(call *call, first, do command) error
}

// command makes a direct write. What it gives refuses the call.
type command func(c *Client, now core.Time, id core.CallID) error

// Batch collects writes that are to be one commit.
type Batch struct{ writes []batched }

type batched struct {
	call      *call
	first, do command
	err       error // of first
}

func (b *Batch) write(call *call, first, do command) error {
	b.writes = append(b.writes, batched{call: call, first: first, do: do})
	return nil
}

// Batch runs fill, and then carries out the writes that it made to b as one commit: those who watch are
// told once. Until then the store is as it was before. If fill gives an error, nothing is
// written, and it is returned. Else the errors of those writes are that were refused, joined; the others
// are made.
func (c *Client) Batch(fill func(b *Batch) error) error {
	var b Batch
	if err := fill(&b); err != nil {
		return err
	}
	return c.commit(b.writes)
}

// write makes a call that changes what is stored, and gives why it was refused.
func (c *Client) write(call *call, first, do command) error {
	return c.commit([]batched{{call: call, first: first, do: do}})
}

// commit makes such calls at once.
func (c *Client) commit(writes []batched) error {
	if len(writes) == 0 {
		return nil
	}
	for _, w := range writes {
		w.call.done = make(chan result, 1)
	}
	c.do(func(now core.Time) {
		before := c.lastCall
		for i := range writes {
			if w := &writes[i]; w.first != nil && !c.closed {
				w.err = w.first(c, now, 0)
			}
		}
		if len(writes) > 1 {
			c.core.Batch(now, true)
		}
		for _, w := range writes {
			if c.closed {
				w.call.done <- result{}
				continue
			}
			c.lastCall++
			id := c.lastCall
			c.calls[id] = w.call
			err := w.err
			if err == nil {
				err = w.do(c, now, id)
			}
			if err != nil {
				c.finish(id, result{err: err})
			}
		}
		if len(writes) > 1 {
			c.core.Batch(now, false)
		}
		c.carryOut()
		c.sweepLater()
		for id := before + 1; id <= c.lastCall; id++ {
			delete(c.given, id)
		}
	})
	var errs []error
	for _, w := range writes {
		if r := <-w.call.done; r.err != nil {
			errs = append(errs, w.call.failed(r.err))
		}
	}
	if len(errs) == 1 {
		return errs[0]
	}
	return errors.Join(errs...)
}
