#!/usr/bin/env bash
# Runs examples/python, tests with boto3, against the built binary. Exit status 3 means
# that there is no Python 3 with venv and pip to try it with.
#
#   scripts/python.sh [BINARY]      default: bin/emulator
set -euo pipefail
cd "$(dirname "$0")/.."

binary=$(realpath "${1:-bin/emulator}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! python3 -m venv "$work/venv" >/dev/null 2>&1 ||
  ! "$work/venv/bin/pip" install -q --disable-pip-version-check -r examples/python/requirements.txt >"$work/pip.log" 2>&1; then
  tail -n 3 "$work/pip.log" 2>/dev/null || true
  echo "python: skipped, no Python 3 with venv and pip, or no package index"
  exit 3
fi
status=0
# Nothing of the user's own settings may reach the test.
env -u AWS_PROFILE -u AWS_SESSION_TOKEN -u AWS_ENDPOINT_URL AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null \
  no_proxy=127.0.0.1,localhost EMULATOR="$binary" \
  "$work/venv/bin/python" -m pytest -p no:cacheprovider -v examples/python >"$work/pytest.log" 2>&1 || status=$?
sed -nE 's/^(\S+) PASSED.*/ok    \1/p; s/^(\S+) (FAILED|ERROR).*/FAIL  \1/p' "$work/pytest.log"
[ "$status" -eq 0 ] || cat "$work/pytest.log"
exit "$status"
