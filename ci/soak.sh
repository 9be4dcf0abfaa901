#!/usr/bin/env bash
# Lets live topics live through faults for FAULT_SECONDS (default 300), fuzzes every fuzz test for FUZZTIME (default 60s) each, then runs the race tests ROUNDS (default 5) times.
source "$(dirname "$0")/lib.sh"
ci/packages.sh redis-server gcc
say "live topics under faults, ${FAULT_SECONDS:=300} seconds"
FAULT_CLIENTS="${FAULT_CLIENTS:-300}" FAULT_RATE="${FAULT_RATE:-1000}" FAULT_SECONDS="$FAULT_SECONDS" \
  go test -v -count=1 -timeout "$((FAULT_SECONDS + 600))s" ./internal/livefault
for package in $(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./...); do
  for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
    say "$package $target"
    go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-60s}" "$package"
  done
done
unset FAULT_CLIENTS FAULT_RATE FAULT_SECONDS
say "race tests, ${ROUNDS:-5} rounds"
go test -race -count="${ROUNDS:-5}" -timeout 60m ./...
