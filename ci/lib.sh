# Sourced by the scripts beside it: strict mode, and the top of the checkout as the working
# directory, with the tools of bin/ first on PATH.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PWD/bin:$PATH"

# say prints a step's name; fail ends the script with a message.
say() { printf '\n== %s\n' "$*"; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}
