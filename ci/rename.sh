#!/usr/bin/env bash
# Gives the Go module another path: in go.mod, in the imports, and in the examples of the docs.
source "$(dirname "$0")/lib.sh"
new=${1:-}
[[ $new =~ ^[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*$ ]] || fail "which path? make rename MODULE=example.org/sluice"
old=$(go list -m)
packages=$(find . -maxdepth 1 -type d -name '[a-z]*' -printf '%f\n' | paste -sd '|')
go mod edit -module "$new"
(cd tools && go mod edit -module "$new/tools")
git ls-files -co --exclude-standard '*.go' 'README.md' 'docs/*.md' |
  xargs sed -i -E "s#\"${old//./\\.}/($packages)([/\"])#\"$new/\\1\\2#g"
gofumpt -w $(git ls-files -co --exclude-standard '*.go')
go build ./...
echo "the module is now $new"
