#!/usr/bin/env bash
# Makes sure that the named programs are there. Each is also the name of a Debian package,
# which root installs; others are told what to install.
source "$(dirname "$0")/lib.sh"

missing=()
for program in "$@"; do
  command -v "$program" >/dev/null || missing+=("$program")
done
[ ${#missing[@]} -gt 0 ] || exit 0

# A compiler alone has no C headers.
packages=("${missing[@]/#gcc/gcc libc6-dev}")
command="apt-get install -y --no-install-recommends ${packages[*]}"
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  fail "the tests need ${missing[*]}. On Debian: sudo $command"
fi
say "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
$command
