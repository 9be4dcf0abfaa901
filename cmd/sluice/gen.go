package main

import (
	"context"
	"os"
	"path/filepath"

	"sluice/core"
	"sluice/internal/wiregen"
)

// gen writes the generated sources of a checkout, the codecs of the wire format. Its one argument is the
// checkout's folder, by default the present one.
func gen(_ context.Context, _ process, arguments []string) error {
	root := "."
	switch len(arguments) {
	case 0:
	case 1:
		root = arguments[0]
	default:
		return usagef("it takes one folder, not %d", len(arguments))
	}
	files, err := wiregen.Files(core.Keywords)
	if err != nil {
		return err
	}
	for name, text := range files {
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
