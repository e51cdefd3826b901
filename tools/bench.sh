#!/bin/sh
# bench.sh - how fast berth is at this commit
#
# usage: bench.sh [startup|speed|instructions|memory|yaml|api|bind]...
#
# BERTH_PROGRAM is the program to measure, BERTH_SHARED the folder that may hold
# a corpus of manifests from real projects.
set -eu

tools=$(dirname -- "$(readlink -f -- "$0")")
root=$(dirname -- "$tools")

commit=$(git -C "$root" rev-parse --short HEAD 2>/dev/null) || commit='without a commit'
[ -z "$(git -C "$root" status --porcelain 2>/dev/null)" ] || commit="$commit and changes"

echo "berth $commit, $(getconf _NPROCESSORS_ONLN) processors"
program=${BERTH_PROGRAM:-$root/build/release/src/berth}
shared=${BERTH_SHARED:-$root/../shared}

# how many recorded texts are read as kubectl reads them
yaml()
{
	cases=$shared/oracle/yaml
	if [ -f "$cases/cases.jsonl" ]; then
		echo "read as kubectl reads: $(python3 "$cases/score.py" "$program" \
			"$cases/cases.jsonl" | tail -n 1)"
	else
		echo "read as kubectl reads: no recorded texts (BERTH_SHARED)"
	fi
}

# what validation costs beside reading, in time of one processor, and looking up a field
api_cost()
{
	measure=$(dirname -- "$program")/tests/berth-measure
	stream=$(mktemp)
	trap 'rm -f "$stream"' EXIT
	python3 "$tools/bench-stream.py" 20000000 >"$stream"
	echo
	echo "generated stream: $("$measure" "$stream")"
	if [ -d "$shared/corpus" ]; then
		printf 'corpus: '
		find "$shared/corpus" -name '*.y*ml' | "$measure"
	else
		echo 'corpus: skipped, it is not there (BERTH_SHARED)'
	fi
	"$measure" lookups
}

[ $# -gt 0 ] || set -- startup speed instructions memory yaml api bind
for name; do
	case $name in
	yaml) yaml ;;
	api) python3 "$tools/bench-api.py" "$program" "$shared" && api_cost ;;
	bind) python3 "$tools/bench-bind.py" "$program" "$shared" ;;
	startup | speed | instructions | memory)
		python3 "$tools/bench-measure.py" "$program" "$shared/corpus" "$name" ;;
	*)
		echo "bench: '$name' is none of startup, speed, instructions, memory, yaml, api, bind" >&2
		exit 2 ;;
	esac
done
