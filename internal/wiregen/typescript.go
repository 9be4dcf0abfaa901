package wiregen

import (
	"fmt"
	"strings"

	"sluice/jsbridge/wire"
)

// tsPart has what writes the commands of a part, and what a host does for its operations.
func tsPart(p wire.Part) string {
	var b strings.Builder
	b.WriteString(header)
	if len(p.Commands) > 0 {
		b.WriteString("\nimport type { Writer } from \"../wire.js\";\n")
	}
	for _, m := range p.Commands {
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
	if len(p.Operations) == 0 {
		return b.String()
	}
	fmt.Fprintf(&b, "\n/** What a host does for the operations about %s. */\nexport interface %s {\n", p.About, tsInterface(p))
	for _, m := range p.Operations {
		var fields []string
		for _, f := range m.Fields {
			fields = append(fields, f.Name+": "+tsType(f.Type))
		}
		fmt.Fprintf(&b, "  /** %s */\n  %s(%s): void;\n", m.Doc, lower(m.Name), strings.Join(fields, ", "))
	}
	return b.String() + "}\n"
}

func tsInterface(p wire.Part) string {
	return strings.ToUpper(p.Name[:1]) + p.Name[1:] + "Operations"
}

func tsOperations() string {
	var b strings.Builder
	b.WriteString(header + "\nimport type { Reader } from \"../wire.js\";\n")
	var all []string
	for _, p := range wire.Parts {
		if len(p.Operations) == 0 {
			continue
		}
		fmt.Fprintf(&b, "import type { %s } from \"./%s.gen.js\";\n", tsInterface(p), p.Name)
		all = append(all, tsInterface(p))
	}
	fmt.Fprintf(&b, "\n/** What a host does for each operation. */\nexport interface Operations extends %s {}\n", strings.Join(all, ", "))
	b.WriteString("\n/** Reads operations up to the end of the reader and has each one done. */\n" +
		"export function readOperations(r: Reader, on: Operations): void {\n  while (r.more()) {\n    const code = r.u8();\n    switch (code) {\n")
	for _, m := range wire.Operations {
		var fields []string
		for _, f := range m.Fields {
			fields = append(fields, "r."+tsMethod(f.Type)+"()")
		}
		fmt.Fprintf(&b, "      case %d:\n        on.%s(%s);\n        break;\n", m.Code, lower(m.Name), strings.Join(fields, ", "))
	}
	b.WriteString("      default:\n        throw new Error(`sluice: unknown operation ${code}; sluice.wasm is of another version than the script`);\n    }\n  }\n}\n")
	return b.String()
}

func tsChanges() string {
	var b strings.Builder
	b.WriteString(header)
	for _, c := range wire.Changes {
		fmt.Fprintf(&b, "\n/** %s %s */\nexport const CHANGE_%s = %d;\n", c.Name, c.Doc, constant(c.Name), c.Code)
	}
	return b.String()
}

func tsKeywords(keywords []string) string {
	return header + "\n/** The leading words of names that are queries. */\n" +
		"export const keywords: readonly string[] = [\"" + strings.Join(keywords, "\", \"") + "\"];\n"
}

// tsAll is what the other modules import.
func tsAll() string {
	var b strings.Builder
	b.WriteString(header + "\n")
	for _, p := range wire.Parts {
		fmt.Fprintf(&b, "export * from \"./wire/%s.gen.js\";\n", p.Name)
	}
	for _, name := range []string{"changes", "keywords", "operations"} {
		fmt.Fprintf(&b, "export * from \"./wire/%s.gen.js\";\n", name)
	}
	return b.String()
}

func tsType(t wire.Type) string {
	if t == wire.Text {
		return "string"
	}
	return "number"
}

func tsMethod(t wire.Type) string { return []string{"u8", "u32", "f64", "text"}[t] }

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
