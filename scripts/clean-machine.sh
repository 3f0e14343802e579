#!/usr/bin/env bash
# Does the README's two commands in a container that has Go, Node and apt, and nothing
# else: make run answers, make test passes. Takes as long as the tests. Exit status 3
# means that there is no engine, or no base image.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/serve.bash
source scripts/serve.bash
# shellcheck source=scripts/engine.bash
source scripts/engine.bash

# shellcheck disable=SC2034 # for engine.bash
name=clean-machine image=golang:1.26-bookworm
work=$(mktemp -d)
trap 'stop_engine; rm -rf "$work"' EXIT

# What is done inside, in a copy of the committed tree. An image of Go alone gets Node.
# shellcheck disable=SC2016
inside='
set -eu
command -v git >/dev/null && command -v curl >/dev/null && command -v make >/dev/null ||
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends git curl make ca-certificates >/dev/null; }
command -v node >/dev/null || { curl -fsSL https://deb.nodesource.com/setup_20.x | bash - && apt-get install -y -qq nodejs; } >/dev/null
git config --global --add safe.directory "*"
git clone -q /source /crossfront && cd /crossfront
# On free ports: the network is the host'"'"'s, where the builds find their packages.
make run ARGS="--aws 127.0.0.1:0 --edge 127.0.0.1:0 --edge-tls 127.0.0.1:0 --console 127.0.0.1:0 --log-format text" >/tmp/run.log 2>&1 &
until grep -q "emulator ready" /tmp/run.log; do kill -0 $! || { cat /tmp/run.log; exit 1; }; sleep 1; done
curl -fsS -o /dev/null "$(sed -n "s/^emulator ready.* console \(http[^ ]*\).*/\1/p" /tmp/run.log)/" && echo "ok    make run serves the page"
pkill -TERM emulator 2>/dev/null || kill $(cat /proc/[0-9]*/stat | awk "\$2 == \"(emulator)\" { print \$1 }")
make test >/tmp/test.log 2>&1 && echo "ok    make test passes" || { tail -n 60 /tmp/test.log; echo "FAIL  make test"; exit 1; }
'
engine
base_images "$image"
docker run --rm --network host --shm-size 1g -v "$PWD:/source:ro" "$image" bash -c "$inside"
