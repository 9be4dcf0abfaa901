package store

// list is what is known of how a collection's list came to be.
type list struct {
	whole   *Write       // the last write of all of it, nil if there was none
	changes []membership // those that may have to be made again on a later write of all of it
}

// membership is a change of what is in a list.
type membership struct {
	write *Write
	op    AdderOp
	items []member // with names where the list is an object
	node  *Node    // the adder, where its Merge makes the change
}
