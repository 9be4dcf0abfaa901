package store

import (
	"fmt"
	"math"
	"strconv"

	"sluice/store/jsontext"
)

// DefinitionError says that a schema cannot be used.
type DefinitionError struct{ Message string }

func (e *DefinitionError) Error() string { return e.Message }

// Define adds nodes to the schemas of the store. text is a JSON array of nodes, which may
// refer to each other and to earlier ones by id; see the shell's description of schemas for their
// members. On an error nothing is added.
func (s *Store) Define(text []byte) error {
	if err := jsontext.Check(text); err != nil {
		return err
	}
	d := definition{store: s, nodes: make(map[uint32]*Node), tables: make(map[string]*table), kin: make(map[kinship]*Node)}
	text = text[jsontext.SkipSpace(text, 0):]
	for item := jsontext.ItemsOf(text, 0); item.Next(); {
		id := d.number(text[item.Value:item.End], "id")
		d.nodes[uint32(id)] = &Node{ID: uint32(id)}
		d.order = append(d.order, d.nodes[uint32(id)])
	}
	for item := jsontext.ItemsOf(text, 0); item.Next(); {
		d.node(text[item.Value:item.End])
	}
	d.check()
	d.join()
	if d.err != nil {
		for _, t := range d.adopted {
			t.node = nil
		}
		for id := range d.nodes {
			s.refused[id] = d.err
		}
		return d.err
	}
	d.commit()
	return nil
}

// Refused says why a node could not be defined; nil if that was not tried, or it is defined by now.
func (s *Store) Refused(id uint32) error { return s.refused[id] }

// Node gives a node by its id, nil if it was not defined.
func (s *Store) Node(id uint32) *Node { return s.nodes[id] }

type definition struct {
	store   *Store
	nodes   map[uint32]*Node
	order   []*Node // as in the text
	tables  map[string]*table
	adopted []*table // that had no schema before
	kin     map[kinship]*Node
	err     error
}

func (d *definition) fail(format string, args ...any) {
	if d.err == nil {
		d.err = &DefinitionError{Message: fmt.Sprintf(format, args...)}
	}
}

var kinds = map[string]Kind{
	"entity": Entity, "array": Array, "object": Object, "values": Values, "union": Union, "all": All,
	"query": Query, "collection": Collection, "adder": Adder, "invalidate": Invalidate,
}

var adderOps = map[string]AdderOp{"push": Push, "unshift": Unshift, "assign": Assign, "remove": Remove, "move": Move}

func (d *definition) node(text []byte) {
	n := d.nodes[uint32(d.number(text, "id"))]
	n.Kind = kinds[d.text(text, "kind")]
	if n.Kind == 0 {
		d.fail("unknown kind of schema: %s", d.text(text, "kind"))
		return
	}
	n.Items = d.child(text, "items")
	if n.Kind == Adder {
		n.Items = d.child(text, "collection")
		n.Op = adderOps[d.text(text, "op")]
	}
	n.Name = d.text(text, "name")
	n.Fields = d.fields(text, "fields")
	if n.Kind == Union {
		n.Fields = d.fields(text, "types")
		n.By, n.ByFunc = d.memberOrFunc(text, "by")
	}
	for _, name := range d.texts(text, "required") {
		if i := n.at([]byte(name)); i >= 0 {
			n.Fields[i].Required = true
		}
	}
	if pk, ok := memberOf(text, "pk"); ok && len(pk) > 0 && pk[0] == '[' {
		n.PK = d.texts(text, "pk")
	} else if ok {
		var one string
		if one, n.PKFunc = d.memberOrFunc(text, "pk"); one != "" {
			n.PK = []string{one}
		}
	} else if n.Kind == Entity {
		n.PK = []string{"id"}
	}
	n.Indexes = d.texts(text, "indexes")
	n.Process, n.Validate, n.Merge = d.function(text, "process"), d.function(text, "validate"), d.function(text, "merge")
	n.ShouldUpdate, n.ShouldReorder = d.function(text, "shouldUpdate"), d.function(text, "shouldReorder")
	n.ArgsKey, n.NestKey = d.function(text, "argsKey"), d.function(text, "nestKey")
	n.Filter, n.Skip = d.function(text, "filter"), d.function(text, "skip")
	n.Expiry = math.NaN()
	if _, ok := memberOf(text, "expiry"); ok {
		if n.Expiry = d.number(text, "expiry"); n.Expiry < 0 {
			n.Expiry = math.Inf(1)
		}
	}
	n.plain = n.PKFunc == 0 && n.Process == 0 && n.Validate == 0 && n.Merge == 0 && n.ShouldUpdate == 0 && n.ShouldReorder == 0
}

func (d *definition) number(text []byte, name string) float64 {
	value, ok := memberOf(text, name)
	if !ok {
		return 0
	}
	f, err := strconv.ParseFloat(string(value), 64)
	if err != nil {
		d.fail("%s of a schema is no number", name)
	}
	return f
}

func (d *definition) function(text []byte, name string) Func { return Func(d.number(text, name)) }

func (d *definition) text(text []byte, name string) string {
	value, ok := memberOf(text, name)
	if !ok || value[0] != '"' {
		return ""
	}
	out, whole := jsontext.Unquote(nil, value)
	if !whole {
		d.fail("%s of a schema is not well-formed", name)
	}
	return string(out)
}

func (d *definition) texts(text []byte, name string) []string {
	value, _ := memberOf(text, name)
	var out []string
	for item := jsontext.ItemsOf(value, 0); item.Next(); {
		one, whole := jsontext.Unquote(nil, value[item.Value:item.End])
		if !whole {
			d.fail("%s of a schema is not well-formed", name)
		}
		out = append(out, string(one))
	}
	return out
}

func (d *definition) memberOrFunc(text []byte, name string) (string, Func) {
	value, _ := memberOf(text, name)
	if len(value) > 0 && value[0] == '{' {
		return "", d.function(value, "fn")
	}
	return d.text(text, name), 0
}

func (d *definition) fields(text []byte, name string) []Field {
	value, _ := memberOf(text, name)
	if len(value) == 0 {
		return nil
	}
	var out []Field
	for m := jsontext.MembersOf(value, 0); m.Next(); {
		name, _ := jsontext.Unquote(nil, value[m.Name:m.NameEnd])
		out = append(out, Field{Name: string(name), Node: d.byID(value[m.Value:m.End])})
	}
	return out
}

func (d *definition) child(text []byte, name string) *Node {
	value, ok := memberOf(text, name)
	if !ok {
		return nil
	}
	return d.byID(value)
}

func (d *definition) byID(text []byte) *Node {
	id, err := strconv.ParseUint(string(text), 10, 32)
	n := d.nodes[uint32(id)]
	if n == nil {
		n = d.store.nodes[uint32(id)]
	}
	if why := d.store.refused[uint32(id)]; n == nil && why != nil && d.err == nil {
		d.err = why
	}
	if err != nil || n == nil {
		d.fail("a schema refers to %s, which was not defined", text)
	}
	return n
}
