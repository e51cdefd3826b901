#!/bin/sh
# reclone.sh - asks for this member's data to be put aside and cloned from the primary:
#
#   kubectl exec POD -c bootstrap -- sh /etc/berth/reclone.sh [--discard]
#
# bootstrap.sh does it: at once where it waits, or else, asked in the container of the server
# (-c postgres), when the pod is deleted and made again. The data is kept beside PGDATA, in
# PGDATA.old, unless --discard says that it may go.
set -eu

# shellcheck source=templates/postgres/peers.sh
. "$BERTH_ETC/peers.sh"

fail()
{
    say "nothing done: $*"
    exit 1
}

how=keep
[ "${1-}" != --discard ] || how=discard

[ -e "$PGDATA" ] || fail "there is no data"
look
case $primaries in
'') fail "no primary answers, so there is nothing to clone" ;;
*' '*) fail "there is more than one primary: $primaries" ;;
esac
[ "$how" = discard ] || [ ! -e "$PGDATA.old" ] ||
    fail "$PGDATA.old is there from another time: remove it, or give --discard"
echo "$how" >"$PGDATA.reclone"
if [ -e "$PGDATA/postmaster.pid" ] && pg_isready -q -t 3 -U "$BERTH_USER" -d postgres; then
    say "a server runs here: now kubectl delete pod $BERTH_POD"
else
    say "cloned from $primaries when bootstrap looks next"
fi
