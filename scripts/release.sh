#!/usr/bin/env bash
# release.sh builds everything that goes out, into dist/: for each system an
# archive (program, licences, manual page, completions, systemd unit), a list
# of what is in it (SBOM, CycloneDX), and SHA256SUMS over all.
#
# The same commit and the same Go give the same bytes on any machine: no paths,
# no symbols, no time but that of the commit. It needs Go, git and the modules.
#
#     scripts/release.sh [VERSION]        v1.0.0; by default what git calls it
#     TARGETS="linux/amd64" scripts/release.sh
set -euo pipefail
cd "$(dirname "$0")/.."

version=${1:-$(git describe --tags --always --dirty)}
at=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
targets=${TARGETS:-linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64}
build=dist/build
rm -rf dist
mkdir -p "$build"
export CGO_ENABLED=0 GOFLAGS=-mod=readonly

# What is the same for all: made once, by a program for this machine.
shared=$build/shared
mkdir -p "$shared/completions"
go build -trimpath -o "$build/here" ./cmd/fermata
"$build/here" man >"$shared/fermata.1"
for shell in bash zsh fish; do "$build/here" completion "$shell" >"$shared/completions/fermata.$shell"; done
cp LICENSE CHANGELOG.md packaging/fermata.service "$shared/"

# Each library's licence goes along with it.
go list -deps -f '{{with .Module}}{{if .Version}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' ./cmd/fermata | sort -u |
    while read -r path number dir; do
        for file in "$dir"/LICEN[CS]E* "$dir"/COPYING* "$dir"/NOTICE* "$dir"/PATENTS*; do
            if [[ -f $file ]]; then printf '%s %s: %s\n\n%s\n\n' "$path" "$number" "$(basename "$file")" "$(cat "$file")"; fi
        done
    done >"$shared/LICENSES-OF-LIBRARIES.txt"
for file in internal/web/assets/vendor/*LICENSE* internal/web/assets/fonts/OFL-*; do
    printf '%s\n\n%s\n\n' "$(basename "$file")" "$(cat "$file")"
done >>"$shared/LICENSES-OF-LIBRARIES.txt"

for target in $targets; do
    os=${target%/*} arch=${target#*/} ending=
    if [[ $os == windows ]]; then ending=.exe; fi
    folder=$build/fermata_${version}_${os}_${arch}
    cp -R "$shared" "$folder"
    GOOS=$os GOARCH=$arch go build -trimpath -ldflags '-s -w -buildid=' -o "$folder/fermata$ending" ./cmd/fermata
    printf '%-16s %5.1f MB\n' "$target" "$(wc -c <"$folder/fermata$ending" | awk '{ print $1 / 1e6 }')"
done
scripts=$(sed -n 's/^| vendor[^|]*| \([^,|]*\),[^|]*| \([^ |]*\) .*/\1@\2/p' internal/web/assets/VENDORED.md | sort -u | paste -sd, -)
go run ./cmd/release -version "$version" -time "$at" -also "$scripts" -out dist "$build"/fermata_*
rm -rf "$build"
ls dist
