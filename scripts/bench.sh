#!/usr/bin/env bash
# bench.sh measures, and prints each budget of the design with the figure
# beside it. A budget without a benchmark shows a dash; one that is missed is
# marked and makes the script end with status 1.
#
# scripts/budgets.tsv says which benchmark and which of its units stand for
# which budget. A benchmark that has no row is measured too and listed below.
# One that fails is named at the end, and the others are measured all the same.
# Arguments go to go test: scripts/bench.sh -benchtime 5s
set -euo pipefail
cd "$(dirname "$0")/.."
measured=$(mktemp)
trap 'rm -f "$measured"' EXIT

failed=0
packages=$(grep -rl --include='*_test.go' --exclude-dir=testdata '^func Benchmark[A-Z]' internal | xargs -r -n1 dirname | sort -u || true)
for package in $packages; do
    echo "measuring ./$package" >&2
    go test -timeout 20m -run '^$' -bench . -benchmem "$@" "./$package" </dev/null | tee -a "$measured" >&2 || failed=1
done
echo
uname -srm
[[ -r /proc/loadavg ]] && printf 'load at the end: %s\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
printf '%s, %s cores\n\n' "$(go version | cut -d' ' -f3)" "$(getconf _NPROCESSORS_ONLN)"
awk -f scripts/bench.awk scripts/budgets.tsv "$measured" || failed=1
exit "$failed"
