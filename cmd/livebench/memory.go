package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
)

// usage is what the process takes after a collection, in bytes.
type usage struct {
	Resident uint64 `json:"resident"` // what the system says, when what is free has been given back
	Heap     uint64 `json:"heap"`     // what is in use of the heap and of the stacks
}

func memory() (usage, error) {
	debug.FreeOSMemory() // collects
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return usage{}, err
	}
	for line := range strings.Lines(string(status)) {
		if text, is := strings.CutPrefix(line, "VmRSS:"); is {
			kilobytes, err := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(text), " kB"), 10, 64)
			return usage{Resident: kilobytes * 1024, Heap: stats.HeapAlloc + stats.StackInuse}, err
		}
	}
	return usage{}, fmt.Errorf("/proc/self/status has no VmRSS")
}
