#!/bin/sh
# promote.sh - makes this standby the primary:
#
#   kubectl exec POD -c postgres -- sh /etc/berth/promote.sh [--behind]
#
# Declare it first (replication.primary in the Cluster document, generate, apply): from then on
# the former primary does not start as one. --behind promotes it although another standby
# has received more.
set -eu

# shellcheck source=templates/postgres/peers.sh
. "$BERTH_ETC/peers.sh"

ordinal=${BERTH_POD##*-}

fail()
{
    say "not promoted: $*"
    exit 1
}

# here SQL - what this server says to its superuser, over the socket
here()
{
    PGPASSWORD=${POSTGRES_PASSWORD-} psql -XAtq -v ON_ERROR_STOP=1 -p "$port" \
        -U "${POSTGRES_USER:-postgres}" -d postgres -c "$1"
}

port=5432
for peer in $BERTH_PEERS; do
    [ "${peer%%=*}" != "$BERTH_POD" ] || port=${peer##*:}
done

# The kubelet brings a changed ConfigMap into a running pod within about a minute.
wait_for_declaration()
{
    waited=0
    until declared=$(cat "$BERTH_ETC/primary") && [ "$declared" = "$ordinal" ]; do
        [ "$waited" -gt 0 ] || say "the declared primary is ordinal $declared:" \
            "waiting for 'primary: $ordinal' to arrive here"
        [ "$waited" -lt "${BERTH_PATIENCE:-120}" ] ||
            fail "ordinal $declared is declared; set 'primary: $ordinal', generate and apply"
        sleep 1
        waited=$((waited + 1))
    done
}

received='greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())'

# What the others have beyond this one is lost by promoting it.
check_others()
{
    for at in $answering; do
        theirs=$(on "$at" "select $received") || continue
        case $theirs in '' | *[!0-9A-F/]*) continue ;; esac
        [ "$(here "select '$theirs'::pg_lsn > $received")" = t ] || continue
        [ "$behind" ] || fail "$at has received more (up to $theirs): declare and promote that one," \
            "or give --behind and lose the difference"
        say "$at has received more, up to $theirs"
    done
}

behind=''
[ "${1-}" != --behind ] || behind=yes

case $(here 'select pg_is_in_recovery()') in
t) ;;
f) fail "it is primary already" ;;
*) fail "its server does not answer" ;;
esac
wait_for_declaration
look
[ -z "$primaries" ] || fail "$primaries is primary; stop it first: kubectl delete pod." \
    "Its data cannot start again while ordinal $ordinal is declared"
[ -z "$unsure" ] || say "not known to be standbys: $unsure"
check_others

for peer in $BERTH_PEERS; do
    [ "${peer%%=*}" = "$BERTH_POD" ] || here "$(make_slot "${peer%%=*}")" >/dev/null
done
start_only_declared
[ "$(here 'select pg_promote(true, 60)')" = t ] || fail "it did not become primary within a minute"
say "is primary now; the other standbys follow it by themselves"
