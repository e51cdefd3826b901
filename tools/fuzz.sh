#!/usr/bin/env bash
# fuzz.sh - runs every fuzz target of a build for some seconds, two at a time
#
# usage: fuzz.sh BUILD SECONDS [TARGET...]
#
# What is learnt stays in build/fuzz-corpus/TARGET; an input that ends a target is kept as
# build/fuzz-corpus/TARGET.crash-HASH (or leak-, timeout-, oom-), its report in TARGET.log.
set -eu

root=$(dirname -- "$(readlink -f -- "$0")")/..
build=$1 seconds=$2
shift 2
corpus=$root/build/fuzz-corpus

# the documents that the tests have
gather_seeds()
{
	mkdir -p "$corpus/seeds"
	for file in "$root"/testdata/{rules/*,spec,expand,seed}/*.yaml "$root"/examples/*.yaml; do
		name=${file#"$root"/}
		cp -u "$file" "$corpus/seeds/${name//\//-}"
	done
}

# most TARGET - the longest input that is worth its time
most()
{
	case $1 in
	read | emit) echo 8192 ;;
	diff | name) echo 1024 ;;
	scalar | pattern) echo 512 ;;
	quantity) echo 128 ;;
	*) echo 4096 ;;
	esac
}

run()
{
	folders=("$corpus/$1")
	[ ! -d "$root/testdata/fuzz/$1" ] || folders+=("$root/testdata/fuzz/$1")
	case $1 in config | diff | pattern | quantity | scalar) ;; *) folders+=("$corpus/seeds") ;; esac
	mkdir -p "$corpus/$1"
	"$build/src/fuzz/fuzz-$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
		-max_len="$(most "$1")" -dict="$root/src/fuzz/words.dict" -print_final_stats=1 \
		${FUZZ_SEED:+-seed="$FUZZ_SEED"} \
		-artifact_prefix="$corpus/$1." "${folders[@]}" >"$corpus/$1.log" 2>&1 || {
		grep -v '^#[0-9]' "$corpus/$1.log" | head -n 60
		echo "fuzz: $1 fails"
		return 1
	}
	sed -n "s/^stat::number_of_executed_units: */$1: /p" "$corpus/$1.log"
}

gather_seeds
[ $# -gt 0 ] || for file in "$build"/src/fuzz/fuzz-*; do
	[ -d "$file" ] || set -- "$@" "${file##*/fuzz-}"
done
status=0
while [ $# -gt 0 ]; do
	run "$1" & first=$!
	second=
	if [ $# -gt 1 ]; then
		shift
		run "$1" & second=$!
	fi
	shift
	wait "$first" || status=1
	[ -z "$second" ] || wait "$second" || status=1
done
exit "$status"
