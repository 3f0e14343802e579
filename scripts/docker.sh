#!/usr/bin/env bash
# Builds the image and tries it in a real Docker engine: its size, compose's
# health check, and the demo's story told with curl. Exit status 3 means that
# there is no engine to try it in, or no base images to build from.
#
# Starts dockerd itself when none answers and it may, and stops only that one.
# Where no registry can be reached, STAND_IN_IMAGES may name a program that is
# called with image names and makes local images under them.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/serve.bash
source scripts/serve.bash
# shellcheck source=scripts/engine.bash
source scripts/engine.bash

name=docker image=crossfront project=crossfront-try-$$ largest=25000000 up=''
work=$(mktemp -d)

finish() {
  local status=$?
  if [ -n "$up" ]; then
    [ "$status" -eq 0 ] || compose logs || true
    compose down --timeout 5 >/dev/null 2>&1 || true
  fi
  stop_engine
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT

port() { # CONTAINER-PORT
  docker port "$container" "$1/tcp" | head -n1 | sed 's/.*://'
}

# seconds_to_healthy is the time from the container's start to the first check
# that passed, by the engine's own clock.
seconds_to_healthy() {
  local started healthy
  for _ in $(seq 100); do
    [ "$(docker inspect -f '{{.State.Health.Status}}' "$container")" = healthy ] && break
    sleep 0.1
  done
  started=$(docker inspect -f '{{.State.StartedAt}}' "$container")
  healthy=$(docker inspect -f '{{range .State.Health.Log}}{{if eq .ExitCode 0}}{{.End.Format "2006-01-02T15:04:05.999999999Z07:00"}} {{end}}{{end}}' "$container")
  healthy=${healthy%% *}
  [ -n "$healthy" ] || { echo 999; return; }
  awk -v a="$(date -d "$started" +%s.%N)" -v b="$(date -d "$healthy" +%s.%N)" 'BEGIN { printf "%.2f", b - a }'
}

at_most() { # NUMBER LIMIT
  awk -v n="$1" -v limit="$2" 'BEGIN { exit !(n <= limit) }' || { echo "      $1 is more than $2" >&2; return 1; }
}

viewer() { # PATH: the headers that a page's request gets
  curl -s -o /dev/null -D - -H 'Origin: http://localhost:3000' "$edge$1"
}

console_call() { # METHOD PATH BODY: the status
  curl -s -o /dev/null -w '%{http_code}' -X "$1" -H 'Content-Type: application/json' -d "$3" "$console$2"
}

# story is the demo's, told with curl: two causes, two fixes, one cache.
story() {
  local playlist=/vod/index.m3u8
  check "the page is served" contains "$(curl -s "$console/")" "<html"
  check "a private bucket plays through the edge" contains "$(viewer $playlist)" "200 OK"
  check "at first nothing allows the page" lacks "$(viewer $playlist)" "Access-Control-Allow-Origin"
  check "CORS is saved in the bucket" equal "$(console_call PUT /api/buckets/media/cors \
    '[{"AllowedOrigins":["*"],"AllowedMethods":["GET","HEAD"]}]')" 200
  check "the origin request policy is saved" equal "$(console_call PUT /api/distributions/EDEMO/behaviors/0 \
    '{"originRequestPolicyId":"88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"}')" 200
  check "the old answer is still in the cache" contains "$(viewer $playlist)" "Hit from cloudfront"
  check "and still allows nothing" lacks "$(viewer $playlist)" "Access-Control-Allow-Origin"
  check "the path is invalidated" equal "$(console_call POST /api/distributions/EDEMO/invalidations '{"paths":["/*"]}')" 201
  check "now the page is allowed" contains "$(viewer $playlist)" "Access-Control-Allow-Origin: *"
}

engine
build_crossfront "$image"
size=$(docker image inspect -f '{{.Size}}' "$image")
echo "image: $size bytes"
check "the image is under 25 MB" at_most "$size" "$largest"
check "it runs as nobody in particular" equal "$(docker image inspect -f '{{.Config.User}}' "$image")" 65532:65532

check "it needs no network" equal "$(docker run -d --rm --network none --name "$project-alone" "$image" >/dev/null && sleep 2 && docker exec "$project-alone" /emulator healthcheck && echo healthy; docker rm -f "$project-alone" >/dev/null 2>&1)" healthy
up=yes
EMULATOR_AWS_PORT=0 EMULATOR_EDGE_PORT=0 EMULATOR_EDGE_TLS_PORT=0 EMULATOR_CONSOLE_PORT=0 \
  compose up -d --no-build >"$work/up.log" 2>&1 || { cat "$work/up.log" >&2; exit 1; }
container=$(compose ps -q emulator)
healthy=$(seconds_to_healthy)
echo "healthy after $healthy s"
check "healthy in under 2 s" at_most "$healthy" 2
check "ports are bound on this machine only" equal "$(docker port "$container" | grep -cv '127\.0\.0\.1:' || true)" 0
edge=http://127.0.0.1:$(port 8080) console=http://127.0.0.1:$(port 3000)
story
check "it stops in good order" equal "$(compose stop --timeout 5 >/dev/null 2>&1; docker inspect -f '{{.State.ExitCode}}' "$container")" 0

summary docker
