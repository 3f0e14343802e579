# Sourced by scripts that test a running binary.
#
#   start_emulator BINARY [FLAG…]   starts it on free ports and waits until it
#                                   has printed its addresses; sets aws, edge,
#                                   edge_tls and console to base URLs
#   stop_emulator                   stops it; call it from an EXIT trap
#   check WHAT CONDITION…           one assertion; counts in passed and failed
#   summary                         prints the count; fails when one failed
# shellcheck shell=bash disable=SC2034

passed=0 failed=0 emulator_pid=''

start_emulator() {
  local binary=$1 line
  shift
  [ -x "$binary" ] || { echo "$binary is not there: run make build" >&2; exit 2; }
  emulator_log=$(mktemp)
  "$binary" serve --aws 127.0.0.1:0 --edge 127.0.0.1:0 --edge-tls 127.0.0.1:0 --console 127.0.0.1:0 \
    --log-format text --quiet "$@" 2>"$emulator_log" &
  emulator_pid=$!
  until line=$(grep -m1 '^emulator ready' "$emulator_log"); do
    kill -0 "$emulator_pid" 2>/dev/null || { cat "$emulator_log" >&2; exit 1; }
    sleep 0.05
  done
  aws=$(address aws "$line") edge=$(address edge "$line")
  edge_tls=$(address edge-tls "$line") console=$(address console "$line")
}

address() { # NAME LINE
  sed -E "s/.*  $1 ([^ ]+).*/\1/" <<<"$2"
}

stop_emulator() {
  [ -z "$emulator_pid" ] || { kill "$emulator_pid" 2>/dev/null && wait "$emulator_pid" 2>/dev/null; } || true
  emulator_pid=''
  rm -f "${emulator_log:-}"
}

check() {
  local what=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "ok    $what"
  else
    failed=$((failed + 1))
    echo "FAIL  $what" >&2
  fi
}

equal() { # GOT WANT
  [ "$1" = "$2" ] || { printf '      got  %s\n      want %s\n' "$1" "$2" >&2; return 1; }
}

contains() { # TEXT PART
  [[ $1 == *"$2"* ]] || { printf '      %s\n      does not contain %s\n' "$1" "$2" >&2; return 1; }
}

lacks() { # TEXT PART
  [[ $1 != *"$2"* ]] || { printf '      %s\n      contains %s\n' "$1" "$2" >&2; return 1; }
}

summary() { # WHAT
  echo "$1: $passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}
