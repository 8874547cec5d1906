#!/usr/bin/env bash
# fuzz.sh runs every fuzz target of the project for a while (first argument,
# 10s if absent), one after the other, and stops at the first that finds
# something; it then names the file that holds what it found. A second
# argument names one package, as internal/seal, instead of all.
set -euo pipefail
cd "$(dirname "$0")/.."
for_how_long=${1:-10s}
where=${2:-internal}
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
found_before=$(go env GOCACHE)/fuzz/fermata

targets=$(grep -r --include='*_test.go' --exclude-dir=testdata '^func Fuzz[A-Z]' "$where" |
    sed -E 's|^(.*)/[^/]*:func (Fuzz[A-Za-z0-9_]*)\(.*|\1 \2|' | sort -u || true)
if [[ -z $targets ]]; then
    echo "There are no fuzz targets in $where."
    exit
fi
last=
while read -r package target; do
    printf '== %s %s\n' "$package" "$target"
    if [[ $package != "$last" ]]; then # one build for all targets of a package
        go test -c -o "$built/fuzz" -fuzz . "./$package" </dev/null
        last=$package
    fi
    (cd "$package" && "$built/fuzz" -test.run '^$' -test.fuzz "^$target\$" -test.fuzztime "$for_how_long" \
        -test.fuzzcachedir "$found_before/$package" </dev/null)
done <<<"$targets"
