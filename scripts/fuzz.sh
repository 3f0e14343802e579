#!/usr/bin/env bash
# Runs every fuzz target of the module for a while, one after another, and
# fails when one of them finds something:
#
#   scripts/fuzz.sh [PACKAGE…]      default: ./...
#
# FUZZTIME is how long each runs (default: 60s), FUZZ which of them do, an
# extended regular expression for "package target" (default: all). The input
# that a target failed on stays in its package's testdata/fuzz, where go test
# tries it again from then on: commit it with the fix.
set -euo pipefail
cd "$(dirname "$0")/.."

time=${FUZZTIME:-60s} only=${FUZZ:-.}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# targets prints "package target" lines. go test -list names a package below
# the names of its tests.
targets() {
  go test -list '^Fuzz' "$@" | awk '/^Fuzz/ { names[n++] = $1 }
    $1 == "ok" { for (i = 0; i < n; i++) print $2, names[i]; n = 0 }'
}

# only_late: the time was up while an input ran, which go test calls a failure
# (https://go.dev/issue/48591), and nothing was found.
only_late() { grep -q 'context deadline exceeded' "$log" && ! grep -q 'Failing input written' "$log"; }

list=$(targets "${@:-./...}" | grep -E -- "$only") || { echo "no fuzz target matches $only" >&2; exit 2; }
passed=0 failed=0
while read -r package target; do
  if go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 5s -parallel 1 "$package" </dev/null >"$log" 2>&1 || only_late; then
    passed=$((passed + 1))
    echo "ok    ${package#*/} $target: $(sed -nE 's/.* execs: ([0-9]+).*interesting: ([0-9]+).*/\1 inputs, \2 of interest/p' "$log" | tail -n1)"
  else
    failed=$((failed + 1))
    echo "FAIL  ${package#*/} $target"
    sed 's/^/      /' "$log"
  fi
done <<<"$list"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
