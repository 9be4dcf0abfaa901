// Package wiregen writes the two codecs of the wire format, Go and TypeScript, from its
// definition in jsbridge/wire.
package wiregen

import (
	"fmt"
	"go/format"
	"strings"

	"sluice/jsbridge/wire"
)

const (
	header     = "// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.\n"
	goFolder   = "jsbridge/wire/"
	typeScript = "www/packages/sluice/src/"
)

// Files returns what is generated: sources by their paths in a checkout. keywords are the leading words of
// names that are queries.
func Files(keywords []string) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, p := range wire.Parts {
		files[goFolder+p.Name+"_gen.go"] = []byte(goPart(p))
		files[typeScript+"wire/"+p.Name+".gen.ts"] = []byte(tsPart(p))
	}
	files[goFolder+"changes_gen.go"] = []byte(goChanges())
	files[goFolder+"messages_gen_test.go"] = []byte(goTable())
	files[typeScript+"wire/changes.gen.ts"] = []byte(tsChanges())
	files[typeScript+"wire/keywords.gen.ts"] = []byte(tsKeywords(keywords))
	files[typeScript+"wire/operations.gen.ts"] = []byte(tsOperations())
	files[typeScript+"wire.gen.ts"] = []byte(tsAll())
	for name, text := range files {
		if !strings.HasSuffix(name, ".go") {
			continue
		}
		source, err := format.Source(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		files[name] = source
	}
	return files, nil
}

func lower(name string) string { return strings.ToLower(name[:1]) + name[1:] }
