#!/usr/bin/env bash
# Builds the core for browsers: ci/wasm.sh OUTPUT [go build flags…]
# The default flags drop the symbol table and debug information; what only traces of crashes need is
# taken out afterwards. See ci/size-experiments.sh for what other flags, and wasm-opt, would bring.
source "$(dirname "$0")/lib.sh"
output=$1
shift
[ $# -gt 0 ] || set -- -ldflags="-s -w"
mkdir -p "$(dirname "$output")"
GOOS=js GOARCH=wasm go build -trimpath "$@" -o "$output" ./wasm
node ci/trim-wasm.mjs "$output"
