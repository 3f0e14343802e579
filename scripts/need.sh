#!/usr/bin/env bash
# Makes sure that the named tools are there, and says in one sentence what to
# do where it cannot help:
#
#   scripts/need.sh go node npm gcc chromium
#
# gcc (for the race detector), the browsers chromium, firefox and webkit (with a
# screen for it), the codecs with which the latter two play H.264, and the
# benchmark's peers nginx, varnish and wrk are installed with apt-get when they are missing, with sudo when the
# user is not root.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "$*" >&2
  exit 1
}

apt_install() { # PACKAGE…
  local as=()
  command -v apt-get >/dev/null || fail "$1 is missing and there is no apt-get here: install it yourself and try again."
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "$1 is missing: run \"apt-get install $*\" as root and try again."
    as=(sudo)
  fi
  echo "installing $* with apt-get"
  "${as[@]}" apt-get -o DPkg::Lock::Timeout=300 update -qq
  "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "$@" >/dev/null
}

# apt_install_idle PACKAGE: installs a server and keeps it from running.
apt_install_idle() {
  local as=() policy=/usr/sbin/policy-rc.d ours=
  [ "$(id -u)" -eq 0 ] || as=(sudo)
  # Debian's way to forbid packages to start what they bring.
  if [ ! -e "$policy" ] && printf '#!/bin/sh\nexit 101\n' | "${as[@]}" tee "$policy" >/dev/null; then
    ours=yes
    "${as[@]}" chmod +x "$policy"
  fi
  (apt_install "$1") || { [ -z "$ours" ] || "${as[@]}" rm "$policy"; exit 1; }
  [ -z "$ours" ] || "${as[@]}" rm "$policy"
  if command -v systemctl >/dev/null; then "${as[@]}" systemctl disable "$1" >/dev/null 2>&1 || true; fi
}

# installed COMMAND: servers are in folders that not every user's PATH has.
installed() { PATH=$PATH:/usr/sbin:/usr/local/sbin command -v "$1" >/dev/null; }

need_go() {
  local want have
  want=$(awk '$1 == "go" { print $2; exit }' go.mod)
  command -v go >/dev/null || fail "Go is not installed; this needs Go ${want%.0} or later: https://go.dev/dl/"
  # In this folder an older Go fetches the right one by itself, if it may.
  have=$(go env GOVERSION 2>/dev/null) || fail "this needs Go ${want%.0} or later, $(GOTOOLCHAIN=local go env GOVERSION 2>/dev/null || echo 'an older one') is installed: https://go.dev/dl/"
  older "${have#go}" "$want" && fail "this needs Go ${want%.0} or later, $have is installed: https://go.dev/dl/"
  return 0
}

need_node() {
  command -v node >/dev/null || fail "Node is not installed; this needs Node 20 or later: https://nodejs.org/"
  older "$(node --version | tr -d v)" 20.0.0 && fail "this needs Node 20 or later, $(node --version) is installed: https://nodejs.org/"
  return 0
}

# older A B: is version A before B?
older() {
  [ "$1" != "$2" ] && [ "$(printf '%s\n%s\n' "${1%%[!0-9.]*}" "$2" | sort -V | head -n1)" = "${1%%[!0-9.]*}" ] && [ "${1%%[!0-9.]*}" != "$2" ]
}

for tool in "$@"; do
  case $tool in
    go) need_go ;;
    node) need_node ;;
    npm) command -v npm >/dev/null || fail "npm is not installed; it comes with Node: https://nodejs.org/" ;;
    gcc) command -v gcc >/dev/null || apt_install gcc libc6-dev ;;
    chromium) command -v chromium >/dev/null || apt_install chromium ;;
    firefox) command -v firefox-esr >/dev/null || command -v firefox >/dev/null || apt_install firefox-esr ;;
    webkit) compgen -G "/usr/lib*/*/webkit2gtk-4.1/MiniBrowser" >/dev/null || apt_install libwebkit2gtk-4.1-0; installed Xvfb || apt_install xvfb ;;
    codecs) compgen -G "/usr/lib*/*/gstreamer-1.0/libgstlibav.so" >/dev/null || apt_install gstreamer1.0-libav gstreamer1.0-plugins-bad ;;
    nginx) installed nginx || apt_install_idle nginx ;;
    varnish) installed varnishd || apt_install_idle varnish ;;
    wrk) command -v wrk >/dev/null || apt_install wrk ;;
    *) fail "need.sh: nothing is known about $tool" ;;
  esac
done
