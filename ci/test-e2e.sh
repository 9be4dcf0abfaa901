#!/usr/bin/env bash
# The end-to-end tests, of which files may be named; results go to dist/test/e2e.json.
source "$(dirname "$0")/lib.sh"
ci/packages.sh chromium redis-server
mkdir -p dist/test
results=$PWD/dist/test
cd www/e2e
vitest run --reporter=default --reporter=json --outputFile.json="$results/e2e.json" "$@"
