# Sourced by the scripts beside it: strict mode, the top of the checkout as the working directory,
# the tools of bin/ and of the npm workspace first on PATH.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PWD/bin:$PWD/www/node_modules/.bin:$PATH"

# say prints a step's name; fail ends the script with a message.
say() { printf '\n== %s\n' "$*"; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}
