package store

// listing gives what the list of all rows of n's types holds: those that are stored, in the order
// of their first storing; nil while no type is known.
func (s *Store) listing(n *Node) *content {
	if !n.known() {
		return nil
	}
	k := &content{own: []byte{'['}, by: n, write: timeless}
	tables := n.Items.tables()
	next := make([]int, len(tables))
	for {
		from := -1
		for i, t := range tables {
			for next[i] < len(t.order) && t.order[next[i]].row == nil {
				next[i]++
			}
			if next[i] < len(t.order) && (from < 0 || t.order[next[i]].seq < tables[from].order[next[from]].seq) {
				from = i
			}
		}
		if from < 0 {
			break
		}
		k.appendItem(n.Items, tables[from].order[next[from]].row)
		next[from]++
	}
	k.own = append(k.own, ']')
	return k
}

// appendItem adds a row to a list of n.
func (k *content) appendItem(n *Node, r *row) {
	if len(k.own) > 1 {
		k.own = append(k.own, ',')
	}
	if n.Kind == Entity {
		k.own, k.refs = appendRef(k.own, k.refs, 0, r, n, stays)
		return
	}
	for i := range n.Fields {
		if t := &n.Fields[i]; t.Node.table == r.table {
			k.own, k.refs = appendTagged(k.own, k.refs, 0, r, t, stays)
			return
		}
	}
}
