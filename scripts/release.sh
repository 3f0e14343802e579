#!/usr/bin/env bash
# Writes into dist/ what a release consists of: a static binary for each platform,
# SHA256SUMS, and two bills of material in CycloneDX's JSON, one of the binary and
# one of the page in it.
#
#   scripts/release.sh              builds them
#   scripts/release.sh --check      only tries that two clones of this commit give
#                                   the same bytes, and that the other image builds
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/serve.bash
source scripts/serve.bash

platforms=(linux/amd64 linux/arm64 darwin/arm64 windows/amd64)
gomod=github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=$(git describe --tags --always --dirty 2>/dev/null || echo devel)

build() { # FOLDER PLATFORM OUTPUT
  make -s -C "$1" build BINARY="$3" GOOS="${2%/*}" GOARCH="${2#*/}" VERSION="$version" >"$work/build.log" 2>&1 ||
    { tail -n 20 "$work/build.log" >&2; return 1; }
}

check_bytes() {
  local copy
  for copy in one another; do
    git clone -q . "$work/$copy/crossfront"
    build "$work/$copy/crossfront" linux/amd64 "$work/$copy/emulator"
  done
  check "two clones give the same bytes" cmp "$work/one/emulator" "$work/another/emulator"
  check "it builds for linux/arm64" build "$work/one/crossfront" linux/arm64 "$work/other"
  summary release
}

if [ "${1:-}" = --check ]; then
  check_bytes
  exit
fi

rm -rf dist
mkdir -p dist
for platform in "${platforms[@]}"; do
  name=emulator-${platform/\//-}
  [ "${platform%/*}" != windows ] || name=$name.exe
  build . "$platform" "$PWD/dist/$name"
done
go run "$gomod" bin -json -noserial -output dist/sbom-binary.cdx.json dist/emulator-linux-amd64 2>/dev/null
npm --prefix web/player sbom --sbom-format cyclonedx --omit dev --package-lock-only >dist/sbom-page.cdx.json
(cd dist && sha256sum -- * >SHA256SUMS)
cat dist/SHA256SUMS
