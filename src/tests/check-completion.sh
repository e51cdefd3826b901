#!/bin/bash
# check-completion.sh BERTH - whether the shells take the completions, and bash completes by them
set -eu

berth=$1 failed=0

# complete WORD... - what bash offers for the last word, in one line
complete_words()
{
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
	_berth
	echo "${COMPREPLY[*]-}"
}

# expect WANTED WORD... - the offer has to be just that
expect()
{
	local wanted=$1 got
	shift
	got=$(complete_words "$@")
	if [ "$got" != "$wanted" ]; then
		echo "'$*' completes to '$got', not to '$wanted'"
		failed=1
	fi
}

for shell in bash zsh fish; do
	if command -v "$shell" >/dev/null; then
		"$berth" completion "$shell" | "$shell" -n /dev/stdin || failed=1
	else
		echo "no $shell: its completion is not looked at"
	fi
done

# shellcheck source=/dev/null
source <("$berth" completion bash)

expect 'lint' berth l
expect '--format' berth lint --fo
expect 'json junit' berth lint --format j
expect 'sarif' berth lint --format = sa
expect 'yaml json' berth generate --format ''
expect 'bash' berth completion b
expect 'claim-too-large' berth explain claim-too-l
expect 'yaml,claim-too-large' berth lint --only yaml,claim-too-l
expect '' berth lint some-fi
expect '' berth nothing --x
exit $failed
