package abort

// Controller aborts its [Signal]. Use [NewController]. It is safe for concurrent use, and
// nothing has to be closed: a controller that is never used again is garbage.
type Controller struct {
	signal *Signal
}

// NewController returns a controller whose signal is not aborted.
func NewController() *Controller {
	return &Controller{signal: &Signal{backing: newBacking()}}
}

// Signal returns the controller's signal, always the same one.
func (c *Controller) Signal() *Signal { return c.signal }

// Abort aborts the signal and returns when its listeners have run. It reports whether this
// call did it: a signal that is aborted already keeps its first reason and tells nobody. A
// number that is no reason counts as [Aborted].
func (c *Controller) Abort(reason Reason) bool {
	if reason.String() == "" {
		reason = Aborted
	}
	if !c.signal.backing.abort(reason) {
		return false
	}
	c.signal.fire()
	return true
}
