#!/usr/bin/env bash
# Builds the core for browsers: ci/wasm.sh OUTPUT [go build flags…]
# The default flags drop the symbol table and debug information. Three things make the rest smaller: parts of the
# runtime that a page cannot use are left out (ci/overlay.mjs), the garbage collector is the one that Go
# had before 1.26, which has less code and is as fast here, and ci/trim-wasm.mjs packs what is linked.
# See ci/size-experiments.sh for what other flags, and wasm-opt, would bring.
source "$(dirname "$0")/lib.sh"
output=$1
shift
[ $# -gt 0 ] || set -- -ldflags="-s -w"
mkdir -p "$(dirname "$output")"
rm -f "$output" # go build would leave a file that it made before, and trimming is done once
node ci/overlay.mjs bin/.overlay
GOEXPERIMENT=nogreenteagc GOOS=js GOARCH=wasm go build -trimpath -overlay=bin/.overlay/overlay.json "$@" -o "$output" ./wasm
node ci/trim-wasm.mjs "$output"
