#!/usr/bin/env bash
# need.sh makes sure that everything `make test` needs is on this machine:
# make, a C compiler (for the race detector), PostgreSQL and Chromium.
#
# On Debian and Ubuntu, as root or where sudo asks for no password, it installs
# what is missing. Elsewhere, or with FERMATA_NO_INSTALL=1, it says what to
# install and leaves with status 1. It prints nothing when nothing is missing.
#
# Node runs the programs that check the FHIR bundle. It is installed likewise,
# but nothing waits for it: without it that one test is skipped.
set -euo pipefail

have() { command -v "$1" >/dev/null 2>&1; }

# The same places as internal/pgtest.
have_postgres() {
    local dir
    for dir in "${FERMATA_POSTGRES_BIN:-}" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin \
        /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin; do
        [[ -n $dir && -x $dir/postgres && -x $dir/initdb ]] && return
    done
    have postgres && have initdb
}

# The same names as internal/browser.
have_chrome() {
    local name
    for name in ${FERMATA_CHROME:+"$FERMATA_CHROME"} chromium chromium-browser google-chrome google-chrome-stable; do
        have "$name" && return
    done
    [[ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ]]
}

# missing prints the Debian package of each thing that is not here.
missing() {
    have make || echo make
    have "${CC:-gcc}" || echo gcc libc6-dev
    have_postgres || echo postgresql
    have_chrome || echo chromium
}

as_root() {
    if [[ $(id -u) == 0 ]]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    [[ ${FERMATA_NO_INSTALL:-} != 1 ]] && have apt-get &&
        { [[ $(id -u) == 0 ]] || { have sudo && sudo -n true 2>/dev/null; }; }
}

install() {
    echo "Installing what the tests need: $*"
    as_root apt-get update -qq </dev/null || echo "apt-get update did not succeed; trying with the lists at hand." >&2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null
}

how_to() {
    cat >&2 <<TEXT
The tests need these, which are not here: $*

  Debian, Ubuntu   apt-get install $*
  Fedora           dnf install make gcc postgresql-server chromium
  macOS            xcode-select --install; brew install postgresql; and Chrome or Chromium

A Chrome elsewhere can be named in FERMATA_CHROME, a folder with PostgreSQL's
programs in FERMATA_POSTGRES_BIN. Without any of them, go test ./... runs all
tests that need Go alone.
TEXT
    exit 1
}

if ! have go; then
    echo "Go is not here: see https://go.dev/dl for version 1.26 or later." >&2
    exit 1
fi
if [[ -n ${FERMATA_CHROME:-} ]] && ! have "$FERMATA_CHROME"; then
    echo "FERMATA_CHROME names $FERMATA_CHROME, which cannot be run." >&2
    exit 1
fi
require() {
    local wanted
    read -r -a wanted <<<"$(missing | tr '\n' ' ')"
    [[ ${#wanted[@]} == 0 ]] && return
    may_install || how_to "${wanted[@]}"
    install "${wanted[@]}" || how_to "${wanted[@]}"
    read -r -a wanted <<<"$(missing | tr '\n' ' ')"
    [[ ${#wanted[@]} == 0 ]] || how_to "${wanted[@]}"
}

wish_for_node() {
    have node && have npm && return
    may_install && install nodejs npm && return
    echo "Node and npm are not here: the FHIR bundle is not checked by other programs."
}

require
wish_for_node
