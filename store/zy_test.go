package store

import (
	"fmt"
	"testing"
)

type loud struct{ *reader }

func (l loud) p(what string, sp Space, n *Node, num uint32, text []byte) {
	fmt.Printf("  %s %d node %d %d %s\n", what, sp, n.ID, num, text)
}

func (l loud) Make(sp Space, n *Node, row uint32, own []byte) {
	l.p("make", sp, n, row, own)
	l.reader.Make(sp, n, row, own)
}

func (l loud) Relink(sp Space, n *Node, row uint32) {
	l.p("relink", sp, n, row, nil)
	l.reader.Relink(sp, n, row)
}

func (l loud) Drop(sp Space, n *Node, row uint32) {
	l.p("drop", sp, n, row, nil)
	l.reader.Drop(sp, n, row)
}

func (l loud) Share(sp Space, n *Node, row uint32) {
	l.p("share", sp, n, row, nil)
	l.reader.Share(sp, n, row)
}

func (l loud) MakeRoot(sp Space, n *Node, root uint32, own []byte) {
	l.p("makeRoot", sp, n, root, own)
	l.reader.MakeRoot(sp, n, root, own)
}

func (l loud) RelinkRoot(sp Space, n *Node, root uint32) {
	l.p("relinkRoot", sp, n, root, nil)
	l.reader.RelinkRoot(sp, n, root)
}

func (l loud) DropRoot(sp Space, n *Node, root uint32) {
	l.p("dropRoot", sp, n, root, nil)
	l.reader.DropRoot(sp, n, root)
}

func (l loud) ShareRoot(sp Space, n *Node, root uint32) {
	l.p("shareRoot", sp, n, root, nil)
	l.reader.ShareRoot(sp, n, root)
}

func TestZY(t *testing.T) {
	st := newStage(t, sequenceSchema, nil)
	p := st.root(14, "users", "[]")
	l := loud{st.r}
	st.write(2, "list", `[{"id":"1","author":{"id":"2"},"related":[],"box":null}]`, st.at(Direct, 1000))
	st.s.Read(p, l)
	st.r.step()
	fmt.Println(show(st.r.root(View, p)))
	h := st.s.State(Base)
	st.write(13, "delete", `"2"`, st.at(Read, 1001))
	st.s.Read(p, l)
	st.r.step()
	st.s.ReadIn(h, p, l)
	st.r.step()
	fmt.Println(show(st.r.root(h, p)))
	f := st.s.frozen(h)
	for k, x := range f.roots {
		fmt.Println(k.number, x.own, x.content, x.kids[0].own, string(x.kids[0].content.own), x.kids[0].kids[0].own, x.kids[0].kids[0].name)
	}
	fmt.Println(f.rows)
}
