#!/usr/bin/env bash
# Writes www/package-lock.json anew from the package.json files alone, so that nothing that
# happens to be installed leaks into it. Run it after changing a dependency.
source "$(dirname "$0")/lib.sh"
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
cd www
cp --parents package.json .npmrc packages/*/package.json demo/package.json bench/package.json e2e/package.json react18/package.json "$temp"
cp package-lock.json "$temp" 2>/dev/null || true
(cd "$temp" && npm install --package-lock-only)
cp "$temp/package-lock.json" package-lock.json
