#!/usr/bin/env bash
# Runs everything, also what comes after a failure, and ends with one line: N passed, N failed.
# Logs and results are kept in dist/test/.
source "$(dirname "$0")/lib.sh"
ci/packages.sh chromium redis-server gcc
rm -rf dist/test
mkdir -p dist/test

step() {
  local name=$1 started=$SECONDS status=0
  shift
  say "$name"
  "$@" 2>&1 | tee "dist/test/$name.log" || status=$?
  echo "$status $((SECONDS - started))" >"dist/test/$name.status"
}

step build make build pack
step lint make lint
step size make size
step go make test-go
step browser make test-browser
step ts make test-ts
step e2e make test-e2e
node ci/summary.mjs dist/test
