# shellcheck shell=sh
# peers.sh - what the other members are; the scripts beside it read it in
#
# The manifests set BERTH_POD, this member's name; BERTH_PEERS, all members as name=host:port;
# BERTH_USER, who replicates; BERTH_ETC, where this file is; and BERTH_RUN, which is the
# pod's own and in memory.

PGPASSFILE=$BERTH_RUN/pgpass
PGCONNECT_TIMEOUT=3
export PGPASSFILE PGCONNECT_TIMEOUT

say()
{
    echo "$BERTH_POD: $*" >&2
}

# slot_of MEMBER - the slot that it replicates through, on every server
slot_of()
{
    printf '%s\n' "$1" | tr -c 'a-z0-9\n' '_'
}

# start_only_declared - from now on the server does not start once another primary is declared:
# a container that is restarted in its pod does not pass through bootstrap.sh again
start_only_declared()
{
    file=$BERTH_ETC/ordinal-${BERTH_POD##*-}-is-the-declared-primary.conf
    grep -q "$file" "$BERTH_RUN/member.conf" ||
        echo "include '$file'" >>"$BERTH_RUN/member.conf"
}

# on HOST:PORT SQL - what the server there says
on()
{
    psql -XAtqw -v ON_ERROR_STOP=1 -h "${1%:*}" -p "${1##*:}" -U "$BERTH_USER" -d postgres \
        -c "$2"
}

# make_slot MEMBER - SQL that makes its slot where there is none that works
make_slot()
{
    slot=$(slot_of "$1")
    printf '%s;' "select pg_drop_replication_slot(slot_name) from pg_replication_slots
        where slot_name = '$slot' and not active and wal_status = 'lost'" \
        "select pg_create_physical_replication_slot('$slot')
        where not exists (select from pg_replication_slots where slot_name = '$slot')"
}

# look - asks the other members: alive is how many are there, answering those that say what
# they are, unsure those that do not, and primaries those that take writes
look()
{
    alive=0 answering='' unsure='' primaries=''
    for peer in $BERTH_PEERS; do
        at=${peer#*=}
        [ "${peer%%=*}" != "$BERTH_POD" ] || continue
        # 1 is a server that takes no connections now: starting, recovering, stopping
        pg_isready -q -t 3 -h "${at%:*}" -p "${at##*:}" -U "$BERTH_USER" -d postgres ||
            [ $? -eq 1 ] || continue
        alive=$((alive + 1))
        case $(on "$at" 'select pg_is_in_recovery()' 2>/dev/null) in
        f) primaries="$primaries $at" answering="$answering $at" ;;
        t) answering="$answering $at" ;;
        *) unsure="$unsure ${peer%%=*}" ;;
        esac
    done
    primaries=${primaries# } answering=${answering# } unsure=${unsure# }
}
