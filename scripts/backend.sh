#!/usr/bin/env bash
# Builds real S3-compatible clusters, SeaweedFS and versitygw, from the Go module
# registry and holds buckets with a backend against them, beside our own S3:
#
#   scripts/backend.sh [FOLDER]     default: artifacts/clusters
#
# The programs stay in the folder, where the next run finds them; SeaweedFS takes
# some minutes and 2 GB to build the first time. BACKEND_WEED and
# BACKEND_VERSITYGW name programs that are there already.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/need.sh go

seaweedfs=github.com/seaweedfs/seaweedfs@v0.0.0-20261109003541-7506e5f91cd6
versitygw=github.com/versity/versitygw/cmd/versitygw@v1.8.0
programs=$(mkdir -p "${1:-artifacts/clusters}" && cd "${1:-artifacts/clusters}" && pwd)
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

# SeaweedFS replaces a module in its go.mod, which go install does not take: it
# is built where its sources are the main module.
build_weed() {
  local sources
  (cd "$work" && go mod init clusters >/dev/null 2>&1)
  sources=$(cd "$work" && go mod download -json "$seaweedfs" | sed -nE 's/^[[:space:]]*"Dir": "(.*)",?$/\1/p')
  mkdir "$work/weed"
  cp -R "$sources/." "$work/weed"
  chmod -R u+w "$work/weed"
  (cd "$work/weed" && CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$programs/weed" ./weed)
}

weed=${BACKEND_WEED:-$programs/weed}
gateway=${BACKEND_VERSITYGW:-$programs/versitygw}
[ -x "$weed" ] || build_weed
[ -x "$gateway" ] || (cd "$work" && GOBIN=$programs GOFLAGS=-mod=mod go install "$versitygw")

BACKEND_WEED=$weed BACKEND_VERSITYGW=$gateway go test -count=1 -v -run 'TestBackend' ./emulator
