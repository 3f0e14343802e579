#!/usr/bin/env bash
# Runs examples/ci as it stands in a real Docker engine: its checks and its app's
# tests pass, and without the seed's CORS rule both fail and say why. Exit status 3
# means that there is no engine, or no base images to build from.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/serve.bash
source scripts/serve.bash
# shellcheck source=scripts/engine.bash
source scripts/engine.bash

name=ci-example project=crossfront-example-$$
work=$(mktemp -d)
example=$work/ci

finish() {
  local status=$?
  [ ! -d "$example" ] || (cd "$example" && compose down --timeout 5 >/dev/null 2>&1) || true
  stop_engine
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT

run() { # SERVICE LOG: its exit status
  local status=0
  compose run --rm "$1" >"$2" 2>&1 || status=$?
  echo "$status"
}

engine
docker image inspect crossfront >/dev/null 2>&1 || build_crossfront crossfront
cp -a examples/ci "$example"
# shellcheck disable=SC2046 # names of images have no spaces
base_images $(sed -n 's/^FROM //p' "$example"/*/Dockerfile | sort -u)
for part in app test; do build_image "crossfront-example-$part" "$example/$part"; done
cd "$example"
mkdir -p reports

check "expectations hold" equal "$(run check check.log)" 0 || cat check.log
check "JUnit counts them" contains "$(cat reports/cors.xml)" 'failures="0"'
check "the app's tests pass" equal "$(run test test.log)" 0 || cat test.log
check "JUnit counts them, too" contains "$(cat reports/test.xml)" 'failures="0"'

compose down --timeout 5 >/dev/null 2>&1
sed -i '/cors: cors.json/d' seed/seed.yaml
check "without the rule, expectations fail" equal "$(run check check.log)" 1
check "and say what is missing" contains "$(cat check.log)" "Bucket media has no CORS configuration"
check "and what to add" contains "$(cat check.log)" '"AllowedOrigins":["http://app.example.com"]'
check "JUnit has it" contains "$(cat reports/cors.xml)" "Bucket media has no CORS configuration"
check "the app's tests fail" equal "$(run test test.log)" 1
check "and say what is missing, too" contains "$(cat test.log)" "Bucket media has no CORS configuration"

summary ci-example
