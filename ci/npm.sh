#!/usr/bin/env bash
# Installs the packages that www/package-lock.json names.
source "$(dirname "$0")/lib.sh"
command -v npm >/dev/null || fail "npm is missing: install Node.js 20.19 or newer"
cd www
npm ci --loglevel=error --no-audit --no-fund
