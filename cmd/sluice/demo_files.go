package main

import (
	"os"
	"path/filepath"
)

// findDemo looks for a part of the demo in the checkout that is the working directory,
// and in the one whose bin directory this program lies in.
func findDemo(part string) (path string, ok bool) {
	roots := []string{"."}
	if executable, err := os.Executable(); err == nil {
		roots = append(roots, filepath.Join(filepath.Dir(executable), ".."))
	}
	for _, root := range roots {
		path := filepath.Join(root, "www", "demo", filepath.FromSlash(part))
		if _, err := os.Stat(path); err == nil {
			return path, true
		}
	}
	return "", false
}
