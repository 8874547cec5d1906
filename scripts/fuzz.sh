#!/usr/bin/env bash
# fuzz.sh runs every fuzz target of the project for a while (first argument,
# 10s if absent), one after the other, and stops at the first that finds
# something; go test then names the file that holds what it found.
set -euo pipefail
cd "$(dirname "$0")/.."
for_how_long=${1:-10s}

targets=$(grep -r --include='*_test.go' --exclude-dir=testdata '^func Fuzz[A-Z]' internal |
    sed -E 's|^(.*)/[^/]*:func (Fuzz[A-Za-z0-9_]*)\(.*|\1 \2|' | sort -u || true)
if [[ -z $targets ]]; then
    echo "There are no fuzz targets yet."
    exit
fi
while read -r package target; do
    printf '== %s %s\n' "$package" "$target"
    go test -run '^$' -fuzz "^$target\$" -fuzztime "$for_how_long" "./$package" </dev/null
done <<<"$targets"
