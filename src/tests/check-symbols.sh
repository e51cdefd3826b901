#!/bin/sh
# check-symbols.sh - holds the library's symbols to their prefixes and its header
#
# usage: check-symbols.sh LIBRARY HEADER
set -eu
export LC_ALL=C

if [ $# -ne 2 ]; then
	echo "usage: check-symbols.sh LIBRARY HEADER" >&2
	exit 2
fi
library=$1
header=$2

# what sanitizers and coverage add is not ours to name
added='^__(odr_asan|asan|ubsan|gcov|llvm|sancov|cov|prof)'

defined()
{
	nm -P -g --defined-only "$library" |
		awk -v added="$added" 'NF > 1 && $1 !~ added { print $1 }' | sort -u
}

# The functions that the header declares, and its variables. An inline function
# is in no library, and "berth_status (*f)" declares nothing of that name.
declared()
{
	awk '
	{ text = text $0 "\n" }
	function cut(from, to, keep,    start, rest, end) {
		while ((start = index(text, from))) {
			rest = substr(text, start + length(from))
			end = index(rest, to)
			rest = end ? substr(rest, end + length(to) - keep) : ""
			text = substr(text, 1, start - 1) " " rest
		}
	}
	END {
		cut("/*", "*/", 0)
		cut("//", "\n", 1)
		gsub(/\\\n/, " ", text)
		gsub(/(^|\n)[ \t]*#[^\n]*/, "\n", text)
		gsub(/\n/, " ", text)
		count = split(text, statements, /[;{}]/)
		for (i = 1; i <= count; i++) {
			statement = statements[i]
			if (statement ~ /(^| )(static|typedef) /)
				continue
			if (match(statement, /berth_[a-z0-9_]+ *\( *[^* ]/)) {
				name = substr(statement, RSTART, RLENGTH)
				sub(/ *\(.*/, "", name)
				print name
			} else if (statement ~ /(^| )extern .*berth_/) {
				sub(/ *(\[.*)?$/, "", statement)
				sub(/.*[ *]/, "", statement)
				print statement
			}
		}
	}' "$header" | sort -u
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
defined >"$work/defined"
declared >"$work/declared"
grep '^berth_' "$work/defined" >"$work/public" || true

status=0
# complain FILE MESSAGE - one line for each name in the file
complain()
{
	[ -s "$1" ] || return 0
	sed "s|\$|: $2|" "$1"
	status=1
}

for list in defined declared; do
	[ -s "$work/$list" ] || {
		echo "nothing is $list"
		status=1
	}
done
grep -v -e '^berth_' -e '^bth_' "$work/defined" >"$work/foreign" || true
comm -13 "$work/public" "$work/declared" >"$work/undefined"
comm -23 "$work/public" "$work/declared" >"$work/undeclared"
complain "$work/foreign" "begins with neither berth_ nor bth_"
complain "$work/undefined" "declared by the header, but not in the library"
complain "$work/undeclared" "in the library, but not declared by the header"
exit "$status"
