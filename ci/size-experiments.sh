#!/usr/bin/env bash
# Builds sluice.wasm in the ways that might make it smaller and prints, for each, its size raw and
# as brotli (quality 11) in bytes, the time that Node takes to compile it (median of 9, ms), and the
# seconds that building takes. Results of one run stand in docs/development.md.
source "$(dirname "$0")/lib.sh"
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT

measure() { # name, file, seconds
  node ci/size-experiments.mjs "$1" "$2" "$3"
}
go_variant() { # name, flags…
  local name=$1 started=$SECONDS
  shift
  ci/wasm.sh "$temp/$name.wasm" "$@"
  measure "$name" "$temp/$name.wasm" $((SECONDS - started))
}
opt_variant() { # name, flags…
  local name=$1 started=$SECONDS
  shift
  wasm-opt --enable-bulk-memory --enable-sign-ext --enable-nontrapping-float-to-int --enable-mutable-globals "$@" -o "$temp/$name.wasm" "$temp/default.wasm"
  measure "default, wasm-opt $*" "$temp/$name.wasm" $((SECONDS - started))
}

printf '%-44s %10s %10s %8s %8s\n' variant raw brotli compile build
go_variant unstripped -ldflags=
go_variant default -ldflags="-s -w"
go_variant no-inlining -ldflags="-s -w" -gcflags=all=-l
go_variant no-inlining-in-std -ldflags="-s -w" -gcflags=std=-l
go_variant inlining-in-the-store -ldflags="-s -w" -gcflags=all=-l '-gcflags=./store/...=' -gcflags=runtime= -gcflags=internal/runtime/maps=
go_variant no-bounds-checks -ldflags="-s -w" -gcflags=all=-B
for level in -O1 -O2 -O3 -Os -Oz; do
  opt_variant "opt$level" "$level"
done
opt_variant opt-strip --strip-producers --strip-debug --vacuum
