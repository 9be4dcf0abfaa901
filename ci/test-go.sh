#!/usr/bin/env bash
# The Go tests under the race detector. Packages to test may be named; results go to dist/test/go.json.
source "$(dirname "$0")/lib.sh"
# The race detector needs a C compiler.
ci/packages.sh redis-server gcc
mkdir -p dist/test
[ $# -gt 0 ] || set -- ./...
go test -race -json -timeout 10m "$@" | node ci/gotest.mjs dist/test/go.json
