#!/usr/bin/env bash
# The TypeScript tests; results go to dist/test/ts.json and demo.json.
source "$(dirname "$0")/lib.sh"
mkdir -p dist/test
results=$PWD/dist/test
bad=0
suite() { (cd "www/$1" && vitest run --reporter=default --reporter=json --outputFile.json="$results/$2.json") || bad=1; }
suite packages/sluice ts
suite demo demo
exit $bad
