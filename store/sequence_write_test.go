package store

import (
	"fmt"
	"strings"

	"github.com/stretchr/testify/require"
)

// answers are the keys that are written, with their schemas.
var answers = []struct {
	node uint32
	key  string
}{
	{1, "one"},
	{2, "list"},
	{4, "both"},
	{5, "post"},
	{6, "posts"},
	{7, "link"},
	{8, "links"},
	{10, "summary"},
	{11, "list"},
	{12, "boxes"},
	{3, "user"},
	{13, "delete"},
	{14, "users"},
	{15, "delete"},
}

// body makes a value that fits a schema.
func (p *sequence) body(n *Node, depth int) string {
	switch n.Kind {
	case Entity:
		if depth > 0 && p.pick(3) == 0 {
			return []string{`"1"`, `2`, `"3"`, `null`, `""`}[p.pick(5)]
		}
		members := []string{fmt.Sprintf(`"id":"%d"`, 1+p.pick(3))}
		if x := p.pick(4); x > 0 {
			members = append(members, fmt.Sprintf(`"v":%d`, x))
		}
		if x := p.pick(6); x > 3 {
			members = append(members, fmt.Sprintf(`"w":{"x":[%d]}`, x))
		}
		if depth < 3 {
			for _, f := range n.Fields {
				if p.pick(2) == 0 {
					members = append(members, fmt.Sprintf(`%q:%s`, f.Name, p.body(f.Node, depth+1)))
				}
			}
		}
		return "{" + strings.Join(members, ",") + "}"
	case Invalidate:
		return fmt.Sprintf(`"%d"`, 1+p.pick(3))
	case Array, All:
		var items []string
		for range p.pick(4) {
			items = append(items, p.body(n.Items, depth+1))
		}
		return "[" + strings.Join(items, ",") + "]"
	case Object:
		if depth > 0 && p.pick(4) == 0 {
			return "null"
		}
		members := []string{fmt.Sprintf(`"total":%d`, p.pick(2))}
		for _, f := range n.Fields {
			if p.pick(3) > 0 {
				members = append(members, fmt.Sprintf(`%q:%s`, f.Name, p.body(f.Node, depth+1)))
			}
		}
		return "{" + strings.Join(members, ",") + "}"
	}
	panic(n.Kind)
}

// say makes a response.
func (p *sequence) say(w *Write) saying {
	a := answers[p.pick(len(answers))]
	n := p.s.Node(a.node)
	return saying{node: n, key: a.key, body: p.body(n, 0), write: w}
}

func (p *sequence) take(x saying) {
	p.note("take %d %q %s, origin %d, start %v, end %v", x.node.ID, x.key, x.body, x.write.Origin, x.write.Start, x.write.End)
	p.write(x.node.ID, x.key, x.body, x.write)
	p.m.base.say(x)
	if p.said = append(p.said, x); len(p.said) > 4 {
		p.said = p.said[1:]
	}
}

func (p *sequence) show(x saying) {
	p.note("layer %d: %d %q %s, start %v", x.request, x.node.ID, x.key, x.body, x.write.Start)
	c, err := p.s.PrepareLayer(x.request, x.node, x.key, []byte("[]"), []byte(x.body), x.write)
	require.NoError(p.t, err)
	p.s.SetLayer(c)
	p.m.set(x)
}
