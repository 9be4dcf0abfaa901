package main

import (
	"go/format"
	"os"
	"path/filepath"

	"sluice/core"
	"sluice/internal/wiregen"
)

// gen writes the generated sources of the checkout at root.
func gen(root string) error {
	codec, err := format.Source([]byte(wiregen.Go()))
	if err != nil {
		return err
	}
	for name, text := range map[string][]byte{
		"jsbridge/wire/codec_gen.go":          codec,
		"www/packages/sluice/src/wire.gen.ts": []byte(wiregen.TypeScript(core.Keywords)),
	} {
		if err := os.WriteFile(filepath.Join(root, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
