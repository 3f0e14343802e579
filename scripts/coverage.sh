#!/usr/bin/env bash
# Fails when the tests of the CORS engine or of CloudFront's rules reach less than 95 %
# of their statements.
set -euo pipefail
cd "$(dirname "$0")/.."
least=95
go test -cover ./corsengine/... ./emulator/edge/policy | awk -v least="$least" '
  { print }
  match($0, /coverage: [0-9.]+%/) { n++; if (substr($0, RSTART + 10) + 0 < least) { low = 1; print "FAIL  less than " least " %: " $2 } }
  $1 == "FAIL" { low = 1 }
  END { exit low || n < 3 }'
