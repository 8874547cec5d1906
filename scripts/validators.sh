#!/usr/bin/env bash
# validators.sh puts the programs that check the FHIR bundle in a test where
# the test finds them: at the versions of the lock file, outside the
# repository, once for each lock file. It prints the folder. Needs node, npm
# and, the first time, a network; nothing of it is shipped.
#
#     scripts/validators.sh
set -euo pipefail
from="$(cd "$(dirname "$0")/.." && pwd)/internal/fhir/testdata/validators"
sum=$(cat "$from/package-lock.json" "$from/validate.mjs" | { sha256sum 2>/dev/null || shasum -a 256; } | cut -c 1-12)
cache=${FERMATA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fermata}
to=$cache/fhir-validators-$sum

if [[ ! -f $to/validate.mjs ]]; then
    for program in node npm; do
        command -v "$program" >/dev/null || { echo "$program is not here: the FHIR bundle is not checked by other programs." >&2; exit 1; }
    done
    mkdir -p "$cache"
    partial=$(mktemp -d "$to.XXXXXX")
    trap 'rm -rf "$partial"' EXIT
    cp "$from/package.json" "$from/package-lock.json" "$from/validate.mjs" "$partial/"
    (cd "$partial" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >&2 </dev/null ||
        { echo "The FHIR validators could not be had: the bundle is not checked by other programs." >&2; exit 1; }
    mv "$partial" "$to" 2>/dev/null || [[ -f $to/validate.mjs ]] # another run may have been faster
fi
echo "$to"
