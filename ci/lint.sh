#!/usr/bin/env bash
# Everything that can be wrong without running: every check runs, and the script fails if one did.
source "$(dirname "$0")/lib.sh"
bad=0
check() {
  local name=$1
  shift
  if "$@"; then printf '  ok    %s\n' "$name"; else
    printf '  FAIL  %s\n' "$name"
    bad=1
  fi
}

# The packages that are built for browsers, but for the program itself.
browser() { GOOS=js GOARCH=wasm "$@" ./abort/... ./core/... ./store/... ./jsbridge/... ./internal/protocol/...; }

formatted() {
  local files
  files=$(gofumpt -l $(git ls-files -co --exclude-standard '*.go' | xargs ls -d 2>/dev/null))
  [ -z "$files" ] || { printf 'make fmt would change:\n%s\n' "$files"; return 1; }
}

types() {
  local project bad=0
  for project in packages/sluice packages/sluice/test demo e2e bench; do
    [ ! -f "www/$project/tsconfig.json" ] || (cd www && tsc --noEmit -p "$project") || bad=1
  done
  return $bad
}

# What is generated is compared with what is there, and the other way around; the files are left as they were.
generated() {
  local temp file bad=0
  temp=$(mktemp -d)
  go run ./cmd/sluice gen "$temp" || bad=1
  while read -r file; do
    cmp -s "$temp/$file" "$file" || { echo "$file is not what make generate writes"; bad=1; }
  done < <({ cd "$temp" && find . -type f | cut -c3- && cd - >/dev/null && git ls-files -co --exclude-standard '*_gen.go' '*_gen_test.go' '*.gen.ts'; } | sort -u)
  rm -rf "$temp"
  return $bad
}

check "gofumpt" formatted
check "go vet" go vet ./...
check "go vet, js/wasm" browser go vet
check "go vet, wasm" env GOOS=js GOARCH=wasm go vet ./wasm
check "staticcheck" staticcheck ./...
check "staticcheck, js/wasm" browser staticcheck
# It takes what is only exported by //go:wasmexport for unused.
check "staticcheck, wasm" env GOOS=js GOARCH=wasm staticcheck -checks inherit,-U1000 ./wasm
check "generated files" generated
check "tsc" types
check "eslint" env -C www eslint --max-warnings 0 .
exit $bad
