#!/usr/bin/env bash
# Runs conformance suites that others wrote against the built binary and counts
# what they say:
#
#   scripts/suites.sh              all of them
#   scripts/suites.sh versitygw    one: versitygw, minio-go
#
# The suites come from the Go module registry into a temporary folder; nothing
# of them is kept here but scripts/suites-known.txt, which says of every test
# that fails whether S3 itself would pass it. A failure that is not listed
# there, one that fails otherwise than it says, or a listed one that now passes
# makes the command fail. Logs and one line a test go to artifacts/suites/.
#
# ONLY='GLOB' runs the tests whose names match.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/serve.bash

binary=${BINARY:-bin/emulator}
known=scripts/suites-known.txt
out=$PWD/artifacts/suites
only=${ONLY:-*}
versitygw=github.com/versity/versitygw@v1.8.0
minio_go=github.com/minio/minio-go/v7@v7.4.1
seconds_a_test=60

work=$(mktemp -d)
trap 'stop_emulator; rm -rf "$work"' EXIT
mkdir -p "$out"
scripts/need.sh go
# A client of ours has no business with the machine's AWS settings.
unset "${!AWS_@}"

# Results are lines of SUITE/TEST <tab> PASS, FAIL, SKIP or NA <tab> MESSAGE.

main() {
  local suite suites=("$@") status=0
  [ $# -gt 0 ] || suites=(versitygw minio-go)
  for suite in "${suites[@]}"; do
    case $suite in
      versitygw) run_versitygw ;;
      minio-go) run_minio_go ;;
      *) echo "suites.sh: no suite is called $suite" >&2; exit 2 ;;
    esac
    judge "$suite" || status=1
  done
  return "$status"
}

# versitygw's own test command has one subcommand a test. Each runs in its own
# process and starts from an empty server, so that a test that crashes or leaves
# buckets behind says nothing about the next.
run_versitygw() {
  local source test code
  echo "building $versitygw"
  mkdir -p "$work/versitygw"
  GOBIN=$work/versitygw GOFLAGS=-mod=mod go install "${versitygw/@//cmd/versitygw@}" 2>"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
  source=$(cd "$work" && go mod download -json "$versitygw" | sed -nE 's/^\t"Dir": "(.*)",?$/\1/p')
  start_emulator "$binary" --empty
  : >"$out/versitygw.log"
  full_flow "$source/tests/integration/group-tests.go" >"$work/tests"
  while read -r test; do
    # shellcheck disable=SC2254
    case $test in $only) ;; *) continue ;; esac
    curl -fsS -o /dev/null -X POST "$console/api/reset" || { echo "the emulator no longer answers after $test" >&2; exit 1; }
    code=0
    # shellcheck disable=SC2086 # empty is no argument
    (cd "$work/versitygw" && timeout "$seconds_a_test" ./versitygw test --allow-insecure --access test --secret test \
      --endpoint "$aws" "$test" ${VERSIONING---versioning-enabled}) >"$work/one" 2>&1 </dev/null || code=$?
    sed -i -E 's/\x1b\[[0-9;]*m//g' "$work/one"
    { echo "=== $test"; cat "$work/one"; } >>"$out/versitygw.log"
    verdict "$test" "$code"
  done <"$work/tests" >"$out/versitygw.tsv"
  stop_emulator
}

# full_flow FILE: the names of the tests that the suite's full-flow command
# runs, with versioning and without.
full_flow() {
  awk '
    /^func Test[A-Za-z_0-9]*\(/ { group = $2; sub(/\(.*/, "", group) }
    /^\t+ts\.(Run|Sync)\(/      { name = $1; sub(/.*\(/, "", name); sub(/\).*/, "", name); tests[group] = tests[group] " " name }
    /^\t+Test[A-Za-z_0-9]*\(ts\)/ { name = $1; sub(/\(.*/, "", name); calls[group] = calls[group] " " name }
    function walk(group,   names, i, n) {
      if (group in walked) return
      walked[group]
      n = split(tests[group], names, " ")
      for (i = 1; i <= n; i++) print names[i]
      n = split(calls[group], names, " ")
      for (i = 1; i <= n; i++) walk(names[i])
    }
    END { walk("TestFullFlow") }' "$1" | awk '!seen[$0]++'
}

# verdict TEST EXIT-CODE: the line of one of versitygw's tests.
verdict() {
  local result message
  result=$(grep -m1 -oE '^(PASS|FAIL|SKIP)' "$work/one" || true)
  message=$(sed -nE 's/^FAIL [^:]*: *//p' "$work/one" | head -n1)
  if [ "$2" -eq 124 ]; then
    result=FAIL message="no end after $seconds_a_test s"
  elif grep -q '^panic: ' "$work/one"; then
    result=FAIL message=$(grep -m1 '^panic: ' "$work/one")
  elif grep -q '^No help topic for' "$work/one"; then
    result=NA message="has no command of its own"
  elif [ -z "$result" ]; then
    result=FAIL message="exit status $2 without a verdict"
  fi
  printf 'versitygw/%s\t%s\t%s\n' "$1" "$result" "${message//$'\t'/ }"
}

# minio-go's functional tests are a main program that stops at the first panic.
# Here the same functions are called one by one from a main of our own, which
# notes each one's end; one that ends and reported no failure has passed.
run_minio_go() {
  local source dir=$work/minio-go test
  echo "building $minio_go"
  mkdir -p "$dir"
  source=$(cd "$work" && go mod download -json "$minio_go" | sed -nE 's/^\t"Dir": "(.*)",?$/\1/p')
  sed -E "s/^func main\(\) \{/func originalMain() {/; /^\/\/go:build mint/d" "$source/functional_tests.go" >"$dir/functional_tests.go"
  # SSE-C is left out as the suite itself does without TLS.
  sed -nE '/^func originalMain/,/^}/{ /if tls \{/,/^\t\t\}/d; s/^\t+(test[A-Za-z0-9_]+)\(\)$/\1/p }' "$dir/functional_tests.go" | awk '!seen[$0]++' >"$work/tests"
  cp "$source/go.sum" "$dir/"
  sed -E 's#^module .*#module suite#; /^tool /d' "$source/go.mod" >"$dir/go.mod"
  {
    cat <<GO
package main

import (
	"fmt"
	"log/slog"
	"os"
	"path"
	"time"
)

func main() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stdout, nil)))
	for _, t := range []struct{ name string; run func() }{
GO
    while read -r test; do printf '\t\t{"%s", %s},\n' "$test" "$test"; done <"$work/tests"
    cat <<GO
	} {
		if ok, _ := path.Match(os.Getenv("ONLY"), t.name); !ok {
			continue
		}
		fmt.Println("=== RUN", t.name)
		ended := make(chan string, 1)
		go func() {
			defer func() {
				if p := recover(); p != nil {
					ended <- fmt.Sprint("panic: ", p)
				}
			}()
			t.run()
			ended <- ""
		}()
		select {
		case what := <-ended:
			fmt.Println("=== END", t.name, what)
		case <-time.After($seconds_a_test * time.Second):
			fmt.Println("=== END", t.name, "no end after $seconds_a_test s")
		}
	}
}
GO
  } >"$dir/main.go"
  (cd "$dir" && go mod edit -require="$minio_go" && go build -mod=mod -o suite .) 2>"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
  start_emulator "$binary" --empty
  ONLY=$only RUN_ON_FAIL=1 MINT_MODE=full SERVER_ENDPOINT=${aws#http://} ACCESS_KEY=test SECRET_KEY=test ENABLE_HTTPS=0 \
    timeout 900 "$dir/suite" >"$out/minio-go.log" 2>&1 </dev/null || echo "minio-go: the suite ended with status $?" >&2
  stop_emulator
  awk -F '\t' '
    /^=== RUN /                   { name = $0; sub(/^=== RUN /, "", name); failed = ""; na = 0; pass = 0; next }
    /"status":"FAIL"/ && !failed  { failed = line($0) }
    /"status":"NA"/               { na = 1 }
    /"status":"PASS"/             { pass = 1 }
    /^=== END /                   {
      rest = $0; sub(/^=== END [^ ]+ ?/, "", rest)
      if (rest != "") failed = failed == "" ? rest : failed
      print "minio-go/" name "\t" (failed != "" ? "FAIL\t" failed : na && !pass ? "NA\t" : "PASS\t")
      name = ""
    }
    END { if (name != "") print "minio-go/" name "\tFAIL\tthe program ended in it" }
    function line(json,   message, error) {
      message = json; if (!sub(/.*"message":"/, "", message)) message = ""; sub(/","[a-z]*":.*|"}$/, "", message)
      error = json; if (sub(/.*"error":/, "", error)) message = message ": " error
      return message
    }' "$out/minio-go.log" >"$out/minio-go.tsv"
}

# judge SUITE: counts the results and holds the failures against what is known.
judge() {
  awk -v suite="$1" -v only="$only" '
    function trim(s) { gsub(/^ +| +$/, "", s); return s }
    FILENAME == ARGV[1] {
      if (/^#/ || !NF) next
      n = split($0, f, "|")
      if (n < 4) { print ARGV[1] ": line " FNR " has no four parts"; bad = 1; next }
      name = trim(f[1]); class[name] = trim(f[2]); part[name] = trim(f[3]); next
    }
    {
      split($0, f, "\t"); name = f[1]; count[f[2]]++; total++; ran[name]
      if (f[2] == "PASS" && name in class) { stale = stale "  " name "\n" }
      if (f[2] != "FAIL") next
      if (!(name in class)) { new = new "  " name ": " substr(f[3], 1, 300) "\n"; unknown++ }
      else if (part[name] != "" && !index(f[3], part[name])) { new = new "  " name " fails otherwise than listed: " substr(f[3], 1, 300) "\n"; unknown++ }
      else { of[class[name]]++ }
    }
    END {
      printf "%s: %d tests, %d passed, %d failed, %d skipped or not applicable\n", suite, total, count["PASS"], count["FAIL"], count["SKIP"] + count["NA"]
      for (c in of) printf "  %d failed, known: %s\n", of[c], c
      if (only == "*") for (name in class) if (index(name, suite "/") == 1 && !(name in ran)) { stale = stale "  " name " (not run)\n" }
      if (new != "") printf "  %d failed, unknown:\n%s", unknown, new
      if (stale != "") printf "  listed as failing, and are not:\n%s", stale
      exit (bad || new != "" || stale != "" || !total)
    }' "$known" "$out/$1.tsv" | tee "$out/$1.txt"
}

main "$@"
