#!/usr/bin/env bash
# The tests of what only a browser has, run in Chromium; results go to dist/test/browser.json.
# Arguments and environment of a js/wasm program must stay below 8 KB together, hence env -i.
source "$(dirname "$0")/lib.sh"
ci/packages.sh chromium
mkdir -p dist/test
packages=$(GOOS=js GOARCH=wasm go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./abort/... ./jsbridge/... ./store/jsontext)
env -i HOME="${HOME:-/tmp}" PATH="$PWD/bin:$(dirname "$(command -v go)"):/usr/bin:/bin" \
  GOFLAGS="$(go env GOFLAGS)" GOPROXY="$(go env GOPROXY)" GOMODCACHE="$(go env GOMODCACHE)" GOCACHE="$(go env GOCACHE)" \
  GOOS=js GOARCH=wasm \
  go test -p 1 -count=1 -json -timeout 5m $packages | node ci/gotest.mjs dist/test/browser.json
