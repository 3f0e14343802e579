# Prints of a log of .ci/run what failed and what it said, and nothing else: a
# log is long, and who reads it may see only its end.
#
#   awk -f .ci/failures.awk log
#
# Reads what go test -v, node --test (TAP), make and our own scripts print. A
# test's words are its last 40 lines.

function keep(name, line) { said[name, ++lines[name]] = line }

function tell(name,    i) {
  for (i = lines[name] > 40 ? lines[name] - 39 : 1; i <= lines[name]; i++) print said[name, i]
}

function reset() { split("", said); split("", lines); split("", failed); n = 0; test = "" }

# A Go package ends: its failed tests, and what was said outside of any.
function package(result,    i) {
  for (i = 1; i <= n; i++) { print failed[i]; tell(name[i]) }
  if (n == 0 || "panic" in lines) tell("panic")
  if (n == 0) tell("")
  print result
  reset()
}

/^=== (RUN|PAUSE|CONT|NAME) / { test = $3; next }
/^=== / { reset(); part = $0; next }
/^ *--- FAIL: / { failed[++n] = $0; name[n] = $3; test = ""; next }
/^ *--- (PASS|SKIP): / { test = ""; next }
/^FAIL\t.*\[build failed\]$/ { print; next }
/^FAIL\t/ { package($0); next }
/^(ok  |\?   )\t/ { reset(); next }
/^# [a-z].*\[.*\]$/ { building = 1; print; next }
building && /^[^ ]+\.go:[0-9]+:/ { print; next }
{ building = 0 }
/^(panic|fatal error): / { test = "panic" }

# node --test
/^ *not ok / && !/ # (SKIP|TODO)/ { print; tap = 1; next }
tap { print; if ($1 == "...") tap = 0; next }

# make and scripts
/^make(\[[0-9]+\])?: \*\*\* / { print; next }
/^ok    / { script = 0; lines[""] = 0; next }
/^FAIL  / {
  if (part != "") { print part; part = "" }
  tell(""); lines[""] = 0
  print; script = 15; next
}
script > 0 { script--; print; next }

{ keep(test, $0) }
