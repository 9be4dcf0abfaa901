package main

import (
	"context"
	"go/format"
	"os"
	"path/filepath"

	"sluice/core"
	"sluice/internal/wiregen"
)

// gen writes the generated sources of a checkout: both codecs of the wire format, and what the tests of one
// go through. Its one
// argument is the checkout's folder, by default the present one.
func gen(_ context.Context, _ process, arguments []string) error {
	root := "."
	switch len(arguments) {
	case 0:
	case 1:
		root = arguments[0]
	default:
		return usagef("it takes one folder, not %d", len(arguments))
	}
	codec, err := format.Source([]byte(wiregen.Go()))
	if err != nil {
		return err
	}
	table, err := format.Source([]byte(wiregen.Table()))
	if err != nil {
		return err
	}
	for name, text := range map[string][]byte{
		"jsbridge/wire/codec_gen.go":          codec,
		"jsbridge/wire/messages_gen_test.go":  table,
		"www/packages/sluice/src/wire.gen.ts": []byte(wiregen.TypeScript(core.Keywords)),
	} {
		if err := os.WriteFile(filepath.Join(root, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
