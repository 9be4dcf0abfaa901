#!/usr/bin/env bash
# Builds the core for browsers: ci/wasm.sh OUTPUT [go build flags…]
# The default flags drop the symbol table and debug information and inline nothing, and what only
# traces of crashes need is taken out afterwards: see ci/size-experiments.sh for what each brings.
source "$(dirname "$0")/lib.sh"
output=$1
shift
[ $# -gt 0 ] || set -- -ldflags="-s -w" -gcflags=all=-l
mkdir -p "$(dirname "$output")"
GOOS=js GOARCH=wasm go build -trimpath "$@" -o "$output" ./wasm
node ci/trim-wasm.mjs "$output"
