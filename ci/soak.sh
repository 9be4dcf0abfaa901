#!/usr/bin/env bash
# Fuzzes every fuzz test for FUZZTIME (default 60s) each, then runs the race tests ROUNDS (default 5) times.
source "$(dirname "$0")/lib.sh"
ci/packages.sh redis-server
for package in $(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./...); do
  for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
    say "$package $target"
    go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-60s}" "$package"
  done
done
say "race tests, ${ROUNDS:-5} rounds"
go test -race -count="${ROUNDS:-5}" -timeout 60m ./...
