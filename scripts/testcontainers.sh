#!/usr/bin/env bash
# Runs examples/testcontainers, in Go and Node, against the image. Exit status 3 means
# that there is no engine, or no base images to build from.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/serve.bash
source scripts/serve.bash
# shellcheck source=scripts/engine.bash
source scripts/engine.bash

# shellcheck disable=SC2034 # for engine.bash
name=testcontainers
work=$(mktemp -d)
trap 'stop_engine; rm -rf "$work"' EXIT

engine
docker image inspect crossfront >/dev/null 2>&1 || build_crossfront crossfront
cp -a examples/testcontainers "$work/examples"
# Ryuk, which removes containers that a killed test leaves behind, is an image of its
# own; containers are on this machine, wherever Testcontainers thinks that it runs.
export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1

in_go() { (cd "$work/examples/go" && go test ./...); }
in_node() { (cd "$work/examples/node" && npm ci --silent && npm test); }
try() { "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; return 1; }; }
check "in Go" try in_go
check "in Node" try in_node
summary testcontainers
