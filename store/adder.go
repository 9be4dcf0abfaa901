package store

// The schemas of this file are not read yet: a response that meets one is refused.

func (in *ingest) added(n *Node, i int) int               { return in.misfit(n, i, "no adder") }
func (in *ingest) invalidated(n *Node, i int, _ bool) int { return in.misfit(n, i, "no invalidation") }
func (in *ingest) collection(n *Node, i int, _ place) int { return in.misfit(n, i, "no collection") }
func (in *ingest) custom(n *Node, i int, _ place) int     { return in.misfit(n, i, "no functions") }
func (in *ingest) call(Func, []byte, place) []byte        { return nil }
