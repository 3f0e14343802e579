#!/usr/bin/env bash
# Runs conformance suites that others wrote against the built binary and counts
# what they say:
#
#   scripts/suites.sh              all of them
#   scripts/suites.sh versitygw    one of these four:
#                                  versitygw, versitygw-corrected, minio-go, minio-go-corrected
#
# The suites come from the Go module registry into a temporary folder; nothing
# of them is kept here but scripts/suites-known.txt, which says of every failure
# whether S3 itself would pass. A failure that is not listed there, and a line
# that fits none, make the command fail. Logs and one line a test go to
# artifacts/suites/.
#
# ONLY='GLOB' runs the tests whose names match, JOBS=N so many side by side.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/serve.bash

binary=${BINARY:-bin/emulator}
known=scripts/suites-known.txt
out=$PWD/artifacts/suites
only=${ONLY:-*}
versitygw=github.com/versity/versitygw@v1.8.0
minio_go=github.com/minio/minio-go/v7@v7.4.1
seconds_a_test=120
jobs=${JOBS:-4}

work=$(mktemp -d)
trap 'stop_emulator; rm -rf "$work"' EXIT
mkdir -p "$out"
: >"$work/used"
scripts/need.sh go
# A client of ours has no business with the machine's AWS settings.
unset "${!AWS_@}"

# Results are lines of SUITE/TEST <tab> PASS, FAIL, SKIP or NA <tab> MESSAGE.

main() {
  local suite suites=("$@") status=0
  [ $# -gt 0 ] || suites=(versitygw versitygw-corrected minio-go minio-go-corrected)
  for suite in "${suites[@]}"; do
    case $suite in
      versitygw) run_versitygw ;;
      versitygw-corrected) run_versitygw_corrected ;;
      minio-go | minio-go-corrected) run_minio_go "$suite" ;;
      *) echo "suites.sh: no suite is called $suite" >&2; exit 2 ;;
    esac
    judge "$suite" || status=1
  done
  [ $# -gt 0 ] || [ "$only" != '*' ] || stale || status=1
  return "$status"
}

# stale names the lines of what is known that no failure of any suite fits.
stale() {
  awk 'NR == FNR { used[$0]; next } !/^#/ && NF && !(FNR in used) { print "no failure is like that: " $0; bad = 1 } END { exit bad }' "$work/used" "$known"
}

# versitygw's own test command has one subcommand a test. Each runs in its own
# process and starts from an empty server, so that a test that crashes or leaves
# buckets behind says nothing about the next. JOBS of them run side by side, each
# with a server of its own: most of their time they sleep.
run_versitygw() {
  echo "building $versitygw"
  mkdir -p "$work/versitygw"
  GOBIN=$work/versitygw GOFLAGS=-mod=mod go install "${versitygw/@//cmd/versitygw@}" 2>"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
  flow versitygw "$work/versitygw" "$(versitygw_source)"
}

# The same tests once more, from a copy in which is put right what the suite
# expects otherwise than S3 answers, where that ends nearly every test: so that
# the rest of each test counts too.
run_versitygw_corrected() {
  local source=$work/versitygw-source
  cp -r "$(versitygw_source)" "$source"
  chmod -R u+w "$source"
  correct "$source/tests/integration/utils.go"
  echo "building $versitygw with corrections"
  mkdir -p "$work/versitygw-corrected"
  (cd "$source" && go build -mod=mod -o "$work/versitygw-corrected/versitygw" ./cmd/versitygw) 2>"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
  flow versitygw-corrected "$work/versitygw-corrected" "$source"
}

# correct FILE: one call a correction; each must find its place.
correct() {
  # S3 refuses the bypass of retention on a bucket without object lock
  # (recorded: localstack's test_delete_object_with_no_locking).
  replace "$1" 'BypassGovernanceRetention: aws.Bool(true),' \
    'BypassGovernanceRetention: map[bool]*bool{true: aws.Bool(true)}[attempts > 0],'
  # S3's messages mostly lack the full stop that the suite expects.
  replace "$1" 'received.Message != apiErr.Description' \
    'strings.TrimSuffix(received.Message, ".") != strings.TrimSuffix(apiErr.Description, ".")'
  replace "$1" 'ae.ErrorMessage() != apiErr.Description' \
    'strings.TrimSuffix(ae.ErrorMessage(), ".") != strings.TrimSuffix(apiErr.Description, ".")'
  # S3 refuses an empty version id.
  replace "$1" 'getPtr(obj.versionId)' 'map[bool]*string{true: getPtr(obj.versionId)}[obj.versionId != ""]'
  replace "$1" 'getPtr(versionId)' 'map[bool]*string{true: getPtr(versionId)}[versionId != ""]'
  # New buckets of S3 block public access.
  replace "$1" 'if cfg.VersioningStatus != "" {' \
    'if _, err := s3client.DeletePublicAccessBlock(context.Background(), &s3.DeletePublicAccessBlockInput{Bucket: &bucket}); err != nil {
		return err
	}
	if cfg.VersioningStatus != "" {'
}

replace() { # FILE FROM TO
  FROM=$2 TO=$3 awk '
    {
      while (i = index($0, ENVIRON["FROM"])) {
        printf "%s%s", substr($0, 1, i - 1), ENVIRON["TO"]
        $0 = substr($0, i + length(ENVIRON["FROM"])); n++
      }
      print
    }
    END { exit !n }' "$1" >"$1.new" || { echo "suites.sh: nowhere in $versitygw: $2" >&2; exit 1; }
  mv "$1.new" "$1"
}

versitygw_source() {
  cd "$work" && go mod download -json "$versitygw" | sed -nE 's/^\t"Dir": "(.*)",?$/\1/p'
}

# flow SUITE DIR SOURCE: runs the tests with the test command in DIR.
flow() {
  local job
  full_flow "$3/tests/integration/group-tests.go" >"$work/tests"
  for job in $(seq "$jobs"); do
    mkdir -p "$work/job$job"
    cp "$2/versitygw" "$work/job$job/"
    awk -v jobs="$jobs" -v job="$job" 'NR % jobs == job - 1' "$work/tests" >"$work/job$job/tests"
    worker "$1" "$work/job$job" &
  done
  wait
  # In the order of the suite.
  awk -F '\t' -v suite="$1" 'NR == FNR { line[$1] = $0; next } (suite "/" $1) in line { print line[suite "/" $1] }' \
    <(cat "$work"/job*/tsv) "$work/tests" >"$out/$1.tsv"
  cat "$work"/job*/log >"$out/$1.log"
  rm -rf "$work"/job*
}

# worker SUITE DIR: runs the tests that DIR names with a server of its own. Its
# access key is the number of the server's account, for the suite takes keys for
# accounts.
worker() {
  local test code
  trap stop_emulator EXIT
  start_emulator "$binary" --empty --credentials 000000000000:test
  cd "$2"
  : >log
  while read -r test; do
    # shellcheck disable=SC2254
    case $test in $only) ;; *) continue ;; esac
    curl -fsS -o /dev/null -X POST "$console/api/reset" || { echo "the emulator no longer answers after $test" >&2; exit 1; }
    code=0
    # shellcheck disable=SC2086 # an empty VERSIONING is no argument
    timeout "$seconds_a_test" ./versitygw test --allow-insecure --access 000000000000 --secret test \
      --endpoint "$aws" "$test" ${VERSIONING---versioning-enabled} >one 2>&1 </dev/null || code=$?
    sed -i -E 's/\x1b\[[0-9;]*m//g' one
    { echo "=== $test"; cat one; } >>log
    verdict "$1" "$test" "$code"
  done <tests >tsv
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

# verdict SUITE TEST EXIT-CODE: the line of one of versitygw's tests.
verdict() {
  local result message
  result=$(grep -m1 -oE '^(PASS|FAIL|SKIP)' one || true)
  message=$(sed -nE 's/^FAIL [^:]*: *//p' one | head -n1)
  [ -n "$message" ] || message=$(sed -nE 's/^[A-Za-z_0-9]*: (failed to delete the bucket: .*)/\1/p' one | head -n1)
  if [ "$3" -eq 124 ]; then
    result=FAIL message="no end after $seconds_a_test s"
  elif grep -q '^panic: ' one; then
    result=FAIL message=$(grep -m1 '^panic: ' one)
  elif grep -q '^No help topic for' one; then
    result=NA message="has no command of its own"
  elif [ "$3" -ne 0 ] || [ -z "$result" ]; then
    result=FAIL message=${message:-exit status $3 without a verdict}
  fi
  printf '%s/%s\t%s\t%s\n' "$1" "$2" "$result" "${message//$'\t'/ }"
}

# minio-go's functional tests are a main program that stops at the first panic.
# Here the same functions are called one by one from a main of our own, which
# notes each one's end; one that ends and reported no failure has passed.
run_minio_go() { # SUITE
  local source dir=$work/$1 test
  echo "building $minio_go for $1"
  mkdir -p "$dir"
  source=$(cd "$work" && go mod download -json "$minio_go" | sed -nE 's/^\t"Dir": "(.*)",?$/\1/p')
  sed -E "s/^func main\(\) \{/func originalMain() {/; /^\/\/go:build mint/d" "$source/functional_tests.go" >"$dir/functional_tests.go"
  # SSE-C is left out as the suite itself does without TLS.
  sed -nE '/^func originalMain/,/^}/{ /if tls \{/,/^\t\t\}/d; s/^\t+(test[A-Za-z0-9_]+)\(\)$/\1/p }' "$dir/functional_tests.go" | awk '!seen[$0]++' >"$work/tests"
  if [ "$1" = minio-go-corrected ]; then
    # New buckets of S3 block public access.
    replace "$dir/functional_tests.go" 'c.SetBucketPolicy(' 'openly(c)('
  fi
  cp "$source/go.sum" "$dir/"
  sed -E 's#^module .*#module suite#; /^tool /d' "$source/go.mod" >"$dir/go.mod"
  {
    cat <<GO
package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/signer"
)

// openly sets policies on buckets that block public ones no longer.
func openly(c *minio.Client) func(context.Context, string, string) error {
	return func(ctx context.Context, bucket, policy string) error {
		req, err := http.NewRequestWithContext(ctx, "DELETE", c.EndpointURL().String()+"/"+bucket+"?publicAccessBlock=", nil)
		if err != nil {
			return err
		}
		req.Header.Set("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
		res, err := http.DefaultClient.Do(signer.SignV4(*req, "test", "test", "", "us-east-1"))
		if err != nil {
			return err
		}
		res.Body.Close()
		return c.SetBucketPolicy(ctx, bucket, policy)
	}
}

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
  (cd "$dir" && ONLY=$only RUN_ON_FAIL=1 MINT_MODE=full SERVER_ENDPOINT=${aws#http://} ACCESS_KEY=test SECRET_KEY=test ENABLE_HTTPS=0 \
    timeout 900 ./suite) >"$out/$1.log" 2>&1 </dev/null || echo "$1: the suite ended with status $?" >&2
  stop_emulator
  awk -F '\t' -v suite="$1" '
    /^=== RUN /                   { name = $0; sub(/^=== RUN /, "", name); failed = ""; na = 0; pass = 0; next }
    /"status":"FAIL"/ && !failed  { failed = line($0) }
    /"status":"NA"/               { na = 1 }
    /"status":"PASS"/             { pass = 1 }
    /^=== END /                   {
      rest = $0; sub(/^=== END [^ ]+ ?/, "", rest)
      if (rest != "") failed = failed == "" ? rest : failed
      print suite "/" name "\t" (failed != "" ? "FAIL\t" failed : na && !pass ? "NA\t" : "PASS\t")
      name = ""
    }
    END { if (name != "") print suite "/" name "\tFAIL\tthe program ended in it" }
    function line(json,   message, error) {
      message = json; if (!sub(/.*"message":"/, "", message)) message = ""; sub(/","[a-z]*":.*|"}$/, "", message)
      error = json; if (sub(/.*"error":/, "", error)) message = message ": " error
      return message
    }' "$out/$1.log" >"$out/$1.tsv"
}

# judge SUITE: counts the results and holds the failures against what is known.
# The first line of suites-known.txt counts whose name fits, * standing for
# anything, and whose part of the message is there, or with = before it all.
judge() {
  awk -v suite="$1" -v used="$work/used" '
    function trim(s) { gsub(/^ +| +$/, "", s); return s }
    function fits(i, message) { return part[i] == "" || (part[i] ~ /^=/ ? "=" message == part[i] : index(message, part[i]) > 0) }
    function known(name, message,   i) {
      for (i = 1; i <= n; i++) if (name ~ pattern[i] && fits(i, message)) { hits[i]++; return i }
      return 0
    }
    FILENAME == ARGV[1] {
      if (/^#/ || !NF) next
      if (split($0, f, "|") < 4) { print ARGV[1] ": line " FNR " has no four parts"; bad = 1; next }
      title[++n] = trim(f[1]); class[n] = trim(f[2]); part[n] = trim(f[3]); line[n] = FNR
      pattern[n] = title[n]; gsub(/[*]/, ".*", pattern[n]); pattern[n] = "^" pattern[n] "$"
      if (title[n] ~ /\/[*]$/ && part[n] == "") { print ARGV[1] ": line " FNR " excuses everything"; bad = 1 }
      next
    }
    {
      split($0, f, "\t"); count[f[2]]++; total++; ran[f[1]] = f[2]
      if (f[2] != "FAIL") next
      if (i = known(f[1], f[3])) of[class[i]]++
      else { new = new "  " f[1] ": " substr(f[3], 1, 300) "\n"; unknown++ }
    }
    END {
      printf "%s: %d tests, %d passed, %d failed, %d skipped or not applicable\n", suite, total, count["PASS"], count["FAIL"], count["SKIP"] + count["NA"]
      for (c in of) printf "  %d failed, known: %s\n", of[c], c
      for (i = 1; i <= n; i++) if (hits[i]) print line[i] >>used
      if (new != "") printf "  %d failed, unknown, or otherwise than listed:\n%s", unknown, new
      exit (bad || new != "" || !total)
    }' "$known" "$out/$1.tsv" | tee "$out/$1.txt"
}

main "$@"
