package core

import "unsafe"

// aliasOf returns a string that shares the bytes, as a shell's do that reads commands in place.
func aliasOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
