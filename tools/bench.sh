#!/bin/sh
# bench.sh - how fast berth is at this commit
#
# usage: bench.sh [startup|speed|instructions|memory]...
#
# BERTH_PROGRAM is the program to measure, BERTH_SHARED the folder that may hold
# a corpus of manifests from real projects.
set -eu

tools=$(dirname -- "$(readlink -f -- "$0")")
root=$(dirname -- "$tools")

commit=$(git -C "$root" rev-parse --short HEAD 2>/dev/null) || commit='without a commit'
[ -z "$(git -C "$root" status --porcelain 2>/dev/null)" ] || commit="$commit and changes"

echo "berth $commit, $(getconf _NPROCESSORS_ONLN) processors"
exec python3 "$tools/bench-measure.py" \
	"${BERTH_PROGRAM:-$root/build/release/src/berth}" \
	"${BERTH_SHARED:-$root/../shared}/corpus" "$@"
