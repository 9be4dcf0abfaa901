#!/usr/bin/env bash
# Builds the core for browsers: ci/wasm.sh OUTPUT [go build flags…]
# The default flags drop the symbol table and debug information; ci/trim-wasm.mjs makes the rest smaller.
# See ci/size-experiments.sh for what other flags, and wasm-opt, would bring.
source "$(dirname "$0")/lib.sh"
output=$1
shift
[ $# -gt 0 ] || set -- -ldflags="-s -w"
mkdir -p "$(dirname "$output")"
rm -f "$output" # go build would leave a file that it made before, and trimming is done once
GOOS=js GOARCH=wasm go build -trimpath "$@" -o "$output" ./wasm
node ci/trim-wasm.mjs "$output"
