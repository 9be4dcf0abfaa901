package core

import (
	"fmt"

	"sluice/store"
)

// sink keeps the texts that it is told, of schemas without references.
type sink struct {
	rows  map[string]string
	roots map[RootID]string
	told  map[RootID]int
	made  int
}

func newSink() *sink {
	return &sink{rows: map[string]string{}, roots: map[RootID]string{}, told: map[RootID]int{}}
}

// shows gives the text of a root that is one row, or a list of them; "" when nothing is there.
func (s *sink) shows(root RootID) string { return s.roots[root] }

func (s *sink) Of(ClientID) store.Sink { return s }

func (s *sink) Reset(ClientID) {
	clear(s.rows)
	clear(s.roots)
}

func (s *sink) Make(_ store.Space, n *store.Node, row uint32, own []byte) {
	s.made++
	s.rows[fmt.Sprint(n.ID, " ", row)] = string(own)
}
func (s *sink) Relink(store.Space, *store.Node, uint32) {}
func (s *sink) Drop(_ store.Space, n *store.Node, row uint32) {
	delete(s.rows, fmt.Sprint(n.ID, " ", row))
}
func (s *sink) Share(store.Space, *store.Node, uint32) {}
func (s *sink) Forget(*store.Node, uint32)             {}

func (s *sink) MakeRoot(_ store.Space, _ *store.Node, root uint32, own []byte) {
	s.roots[root] = string(own)
	s.told[root]++
}
func (s *sink) RelinkRoot(_ store.Space, _ *store.Node, root uint32) { s.told[root]++ }
func (s *sink) DropRoot(_ store.Space, _ *store.Node, root uint32) {
	delete(s.roots, root)
	s.told[root]++
}
func (s *sink) ShareRoot(store.Space, *store.Node, uint32) {}
func (s *sink) ForgetRoot(*store.Node, uint32)             {}
