# shellcheck shell=bash
# For scripts that try something in a Docker engine. They have set $name, for
# messages, and $work, a folder of their own; call stop_engine at the end.
dockerd_pid=''

skip() {
  echo "$name: skipped, $*"
  exit 3
}

# engine starts dockerd when none answers and it may.
engine() {
  command -v docker >/dev/null || skip "the docker command is not installed"
  docker info >/dev/null 2>&1 && return
  [ -z "${DOCKER_HOST:-}" ] || skip "no engine answers at DOCKER_HOST"
  command -v dockerd >/dev/null || skip "no engine answers and dockerd is not installed"
  [ "$(id -u)" -eq 0 ] || skip "no engine answers and only root may start one"
  dockerd >"$work/dockerd.log" 2>&1 &
  dockerd_pid=$!
  for _ in $(seq 120); do
    docker info >/dev/null 2>&1 && return
    kill -0 "$dockerd_pid" 2>/dev/null || break
    sleep 0.25
  done
  tail -n 5 "$work/dockerd.log" >&2
  skip "dockerd does not start here"
}

# stop_engine stops only the one that engine started.
stop_engine() {
  [ -n "$dockerd_pid" ] || return 0
  kill "$dockerd_pid" 2>/dev/null || true
  wait "$dockerd_pid" 2>/dev/null || true
}

compose() {
  if docker compose version >/dev/null 2>&1; then
    docker compose -p "$project" "$@"
  else
    docker-compose -p "$project" "$@"
  fi
}

# base_images has the named images: local, pulled, or stood in.
base_images() {
  local base missing=()
  for base in "$@"; do
    docker image inspect "$base" >/dev/null 2>&1 || timeout 300 docker pull -q "$base" >/dev/null 2>&1 || missing+=("$base")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ -n "${STAND_IN_IMAGES:-}" ] || skip "${missing[*]} cannot be pulled"
  "$STAND_IN_IMAGES" "${missing[@]}"
}

# build_image builds with the classic builder where there is no other, and on the
# host's network, because builds fetch packages.
build_image() { # IMAGE FOLDER ARGUMENT…
  local image=$1 folder=$2 builder=(env DOCKER_BUILDKIT=0)
  shift 2
  ! docker buildx version >/dev/null 2>&1 || builder=()
  "${builder[@]}" docker build --network host -t "$image" "$@" "$folder" >"$work/build.log" 2>&1 ||
    { tail -n 40 "$work/build.log" >&2; exit 1; }
}

# build_crossfront builds this clone's own image.
build_crossfront() { # IMAGE ARGUMENT…
  local image=$1
  shift
  # shellcheck disable=SC2046 # names of images have no spaces
  base_images $(sed -n 's/^ARG [A-Z]*_IMAGE=//p' Dockerfile)
  build_image "$image" . "$@" \
    --build-arg "VERSION=$(git describe --tags --always --dirty 2>/dev/null || echo devel)" \
    --build-arg "COMMIT=$(git rev-parse HEAD 2>/dev/null || true)"
}
