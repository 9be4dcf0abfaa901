// Package wiregen writes the two codecs of the wire format, Go and TypeScript, from its
// definition in jsbridge/wire/format.go.
package wiregen

import (
	"fmt"
	"strings"

	"sluice/jsbridge/wire"
)

const header = "// Code generated from jsbridge/wire/format.go by `sluice gen`. DO NOT EDIT.\n"

// Go returns the source of jsbridge/wire/codec_gen.go.
func Go() string {
	var b strings.Builder
	b.WriteString(header + "\npackage wire\n")
	goMessages(&b, "Command", wire.Commands)
	goMessages(&b, "Operation", wire.Operations)
	b.WriteString("\n// The codes of the changes.\nconst (\n")
	for _, c := range wire.Changes {
		fmt.Fprintf(&b, "\tChange%s uint32 = %d // %s\n", c.Name, c.Code, c.Doc)
	}
	b.WriteString(")\n")
	return b.String()
}

func goMessages(b *strings.Builder, kind string, messages []wire.Message) {
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

// Table returns the source of jsbridge/wire/messages_gen_test.go.
func Table() string {
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

// TypeScript returns the source of www/packages/sluice/src/wire.gen.ts.
func TypeScript(keywords []string) string {
	var b strings.Builder
	b.WriteString(header + "\nimport type { Reader, Writer } from \"./wire.js\";\n")
	fmt.Fprintf(&b, "\n/** The leading words of names that are queries. */\nexport const keywords: readonly string[] = %s;\n", jsonList(keywords))
	for _, c := range wire.Changes {
		fmt.Fprintf(&b, "\n/** %s %s */\nexport const CHANGE_%s = %d;\n", c.Name, c.Doc, constant(c.Name), c.Code)
	}
	for _, m := range wire.Commands {
		fmt.Fprintf(&b, "\n/** %s %s */\nexport function write%s(w: Writer", m.Name, m.Doc, m.Name)
		for _, f := range m.Fields {
			fmt.Fprintf(&b, ", %s: %s", f.Name, tsType(f.Type))
		}
		fmt.Fprintf(&b, "): void {\n  w.u8(%d);\n", m.Code)
		for _, f := range m.Fields {
			fmt.Fprintf(&b, "  w.%s(%s);\n", tsMethod(f.Type), f.Name)
		}
		b.WriteString("}\n")
	}
	b.WriteString("\n/** What a host does for each operation. */\nexport interface Operations {\n")
	for _, m := range wire.Operations {
		fmt.Fprintf(&b, "  /** %s */\n  %s(", m.Doc, lower(m.Name))
		for i, f := range m.Fields {
			if i > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "%s: %s", f.Name, tsType(f.Type))
		}
		b.WriteString("): void;\n")
	}
	b.WriteString("}\n\n/** Reads operations up to the end of the reader and has each one done. */\n" +
		"export function readOperations(r: Reader, on: Operations): void {\n  while (r.more()) {\n    const code = r.u8();\n    switch (code) {\n")
	for _, m := range wire.Operations {
		fmt.Fprintf(&b, "      case %d:\n        on.%s(", m.Code, lower(m.Name))
		for i, f := range m.Fields {
			if i > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "r.%s()", tsMethod(f.Type))
		}
		b.WriteString(");\n        break;\n")
	}
	b.WriteString("      default:\n        throw new Error(`sluice: unknown operation ${code}; sluice.wasm is of another version than the script`);\n    }\n  }\n}\n")
	return b.String()
}

func tsType(t wire.Type) string {
	if t == wire.Text {
		return "string"
	}
	return "number"
}

func tsMethod(t wire.Type) string { return []string{"u8", "u32", "f64", "text"}[t] }

func lower(name string) string { return strings.ToLower(name[:1]) + name[1:] }

// constant writes a name in upper case, its words parted by underscores.
func constant(name string) string {
	var b strings.Builder
	for i, c := range name {
		if i > 0 && c >= 'A' && c <= 'Z' {
			b.WriteByte('_')
		}
		b.WriteRune(c)
	}
	return strings.ToUpper(b.String())
}

func jsonList(words []string) string {
	return "[\"" + strings.Join(words, "\", \"") + "\"]"
}
