package store

import "sluice/store/jsontext"

// place is where a value was found: functions of an entity are told, and it decides what
// becomes of the place when the value is INVALID.
type place struct {
	at   int    // where the object or array begins that holds it, -1 at the root
	name string // the member's
	rise rise
}

// reference reads the pk of a row in the place of the row.
func (in *ingest) reference(n *Node, i int, up rise) int {
	end := jsontext.SkipValue(in.body, i, 0)
	if end < 0 {
		return end
	}
	if string(in.body[i:end]) == `""` {
		in.text = append(in.text, `""`...)
		return end
	}
	pk := in.pkText(in.body[i:end])
	if len(pk) == 0 {
		return in.noPK(n)
	}
	in.link(in.row(n, pk), n, up)
	return end
}

// link writes a reference in the place of a row.
func (in *ingest) link(r *row, n *Node, up rise) {
	in.text, in.refs = appendRef(in.text, in.refs, in.base, r, n, up)
}

// row gives the row of a pk, made if need be for this change only.
func (in *ingest) row(n *Node, pk []byte) *row {
	r, made := n.table.row(pk)
	if made {
		in.change.made = append(room(in.change.made, 1), r)
	}
	return r
}
