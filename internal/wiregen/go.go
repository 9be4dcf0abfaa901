package wiregen

import (
	"fmt"
	"strings"

	"sluice/jsbridge/wire"
)

// goPart has codes, types and codec of the messages of a part.
func goPart(p wire.Part) string {
	var b strings.Builder
	b.WriteString(header + "\npackage wire\n")
	goMessages(&b, "Command", p.Commands)
	goMessages(&b, "Operation", p.Operations)
	return b.String()
}

func goMessages(b *strings.Builder, kind string, messages []wire.Message) {
	if len(messages) == 0 {
		return
	}
	fmt.Fprintf(b, "\n// The codes of the %ss.\nconst (\n", strings.ToLower(kind))
	for _, m := range messages {
		fmt.Fprintf(b, "\t%s%s uint8 = %d\n", kind, m.Name, m.Code)
	}
	b.WriteString(")\n")
	for _, m := range messages {
		name := m.Name + kind
		fmt.Fprintf(b, "\n// %s %s\ntype %s struct {\n", name, m.Doc, name)
		for _, f := range m.Fields {
			fmt.Fprintf(b, "\t%s %s\n", goName(f.Name), []string{"uint8", "uint32", "float64", "string"}[f.Type])
		}
		fmt.Fprintf(b, "}\n\n// Decode reads the fields; the code has been read. Texts alias the stream.\nfunc (m *%s) Decode(r *Reader) {\n", name)
		for _, f := range m.Fields {
			fmt.Fprintf(b, "\tm.%s = r.%s()\n", goName(f.Name), []string{"U8", "U32", "F64", "Text"}[f.Type])
		}
		fmt.Fprintf(b, "}\n\n// Append appends code and fields.\nfunc (m *%s) Append(b []byte) []byte {\n\tb = append(b, %s%s)\n", name, kind, m.Name)
		for _, f := range m.Fields {
			if f.Type == wire.U8 {
				fmt.Fprintf(b, "\tb = append(b, m.%s)\n", goName(f.Name))
				continue
			}
			fmt.Fprintf(b, "\tb = Append%s(b, m.%s)\n", []string{"", "U32", "F64", "Text"}[f.Type], goName(f.Name))
		}
		b.WriteString("\treturn b\n}\n")
	}
}

func goChanges() string {
	var b strings.Builder
	b.WriteString(header + "\npackage wire\n\n// The codes of the changes.\nconst (\n")
	for _, c := range wire.Changes {
		fmt.Fprintf(&b, "\tChange%s uint32 = %d // %s\n", c.Name, c.Code, c.Doc)
	}
	return b.String() + ")\n"
}

// goTable is what the tests of the codec go through.
func goTable() string {
	var b strings.Builder
	b.WriteString(header + "\npackage wire\n\n// commands and operations hold a zero message of each kind, by name.\nvar (\n")
	for _, kind := range []struct {
		list, name string
		messages   []wire.Message
	}{{"commands", "Command", wire.Commands}, {"operations", "Operation", wire.Operations}} {
		fmt.Fprintf(&b, "\t%s = byName(\n", kind.list)
		for _, m := range kind.messages {
			fmt.Fprintf(&b, "\t\t&%s%s{},\n", m.Name, kind.name)
		}
		b.WriteString("\t)\n")
	}
	return b.String() + ")\n"
}

func goName(name string) string { return strings.ToUpper(name[:1]) + name[1:] }
