#!/bin/sh
# bootstrap.sh - whether this member may start, and on what: runs before the server does
#
# A member with data starts when it is a standby, or the declared primary and no other is
# one. A member without data is cloned from the primary. A new database is initialised only
# by the declared primary, when that is wanted and nobody else is there. In every other case
# it waits and looks again, and in the end fails, for Kubernetes to try once more.
#
# Further environment: PGDATA; BERTH_MAJOR, the version of the image; BERTH_PASSWORD, of
# BERTH_USER; BERTH_PATIENCE, the seconds to wait. The files primary and bootstrap in
# BERTH_ETC can change while pods run.
set -eu

# shellcheck source=templates/postgres/peers.sh
. "$BERTH_ETC/peers.sh"

ordinal=${BERTH_POD##*-} child='' why=''

# The shell is the container's first process: without this it would not hear of its end.
trap '[ -z "$child" ] || kill "$child" 2>/dev/null; exit 143' TERM INT

# refuse WHY - decide() says no
refuse()
{
    why=$*
    return 1
}

write_password()
{
    password=$(printf %s "$BERTH_PASSWORD" | sed 's/[\\:]/\\&/g')
    case $password in
    '') say "the password of $BERTH_USER is empty" && exit 1 ;;
    *'
'*) say "the password of $BERTH_USER has several lines" && exit 1 ;;
    esac
    # libpq reads it only when nobody else can
    (umask 077 && printf '*:*:*:%s:%s\n' "$BERTH_USER" "$password" >"$PGPASSFILE")
}

# The settings that differ from member to member.
write_settings()
{
    : >"$BERTH_RUN/initdb.conf"
    printf "%s = '%s'\n" cluster_name "$BERTH_POD" primary_slot_name "$(slot_of "$BERTH_POD")" \
        >"$BERTH_RUN/member.conf"
}

# Where this member's slot is missing it could not follow, now or after a promotion.
make_slots()
{
    for at in $answering; do
        on "$at" "$(make_slot "$BERTH_POD")" >/dev/null || say "cannot make a slot on $at"
    done
}

start_on_data()
{
    version=$(cat "$PGDATA/PG_VERSION")
    if [ "$version" != "$BERTH_MAJOR" ]; then
        refuse "the data is of PostgreSQL $version, the image of $BERTH_MAJOR: not starting"
    elif [ -f "$PGDATA/standby.signal" ]; then
        make_slots
    elif [ -n "$primaries" ]; then
        refuse "$primaries is primary, and this data was a primary's, too: not starting." \
            "To clone it anew: kubectl exec $BERTH_POD -c bootstrap -- sh $BERTH_ETC/reclone.sh"
    elif [ "$declared" != "$ordinal" ]; then
        refuse "the declared primary is ordinal $declared, and this data was a primary's: not" \
            "starting. It can be cloned anew once ordinal $declared is promoted"
    else
        [ -z "$unsure" ] || say "starting as primary; not known to be standbys: $unsure"
        start_only_declared
    fi
}

# Into another directory, which is renamed when it is whole: what is left of a clone that was
# killed looks like a database to the image.
clone()
{
    say "cloning $primaries"
    make_slots
    pg_basebackup -w -h "${primaries%:*}" -p "${primaries##*:}" -U "$BERTH_USER" \
        -D "$PGDATA.clone" -X stream -S "$(slot_of "$BERTH_POD")" -c fast &
    child=$!
    if ! wait "$child"; then
        child=''
        refuse "the clone of $primaries failed"
        return
    fi
    child=''
    version=$(cat "$PGDATA.clone/PG_VERSION")
    if [ "$version" != "$BERTH_MAJOR" ]; then
        refuse "$primaries is PostgreSQL $version, the image $BERTH_MAJOR: not cloning"
    elif : >"$PGDATA.clone/standby.signal" &&
        sync "$PGDATA.clone/standby.signal" "$PGDATA.clone" &&
        mv "$PGDATA.clone" "$PGDATA"; then
        say "cloned $primaries"
    else
        refuse "cannot put the clone in place"
    fi
}

# What reclone.sh asked for; the request goes last, so that it outlives an end in between.
put_aside()
{
    if [ -z "$primaries" ]; then
        refuse "asked to clone anew, and no primary answers: waiting"
    elif [ "$(cat "$PGDATA.reclone")" = discard ]; then
        { rm -rf "$PGDATA" && rm "$PGDATA.reclone"; } || refuse "cannot remove $PGDATA"
    elif [ ! -e "$PGDATA" ]; then
        rm "$PGDATA.reclone"
    elif [ -e "$PGDATA.old" ]; then
        refuse "cannot keep the data: $PGDATA.old is there from another time"
    else
        { mv "$PGDATA" "$PGDATA.old" && rm "$PGDATA.reclone"; } || refuse "cannot move $PGDATA"
    fi
}

start_on_nothing()
{
    rm -rf "$PGDATA.clone"
    if [ -n "$primaries" ]; then
        clone
    elif [ "$ordinal" != "$declared" ]; then
        refuse "no data, and no primary to clone (other members there: $alive): waiting"
    elif [ "$alive" -gt 0 ]; then
        refuse "no data, but $alive other members are there: not initialising an empty database"
    elif [ "$bootstrap" != initdb ]; then
        refuse "no data, and bootstrap is '$bootstrap': not initialising an empty database"
    elif [ -e "$PGDATA.old" ]; then
        refuse "no data but in $PGDATA.old: not initialising an empty database"
    else
        say "nobody else is there: a new database is initialised"
        # no standby can confirm anything yet, so nothing could be committed
        echo "synchronous_standby_names = ''" >"$BERTH_RUN/initdb.conf"
        start_only_declared
    fi
}

# Note that the shell does not stop at a failure in here: it is part of a condition.
decide()
{
    declared=$(cat "$BERTH_ETC/primary") bootstrap=$(cat "$BERTH_ETC/bootstrap")
    look
    case $primaries in
    *' '*)
        refuse "there is more than one primary: $primaries. Stop the wrong one"
        return
        ;;
    esac
    if [ -e "$PGDATA.reclone" ]; then
        put_aside || return
    fi
    if [ -s "$PGDATA/PG_VERSION" ] && [ -s "$PGDATA/global/pg_control" ]; then
        start_on_data
    elif [ -d "$PGDATA" ] && ! rmdir "$PGDATA" 2>/dev/null; then
        refuse "$PGDATA is neither empty nor a database: not touching it"
    else
        start_on_nothing
    fi
}

write_password
write_settings
waited=0 said=''
until decide; do
    [ "$why" = "$said" ] || say "$why"
    said=$why
    [ "$waited" -lt "${BERTH_PATIENCE:-600}" ] || exit 1
    sleep 5 &
    wait $! || :
    waited=$((waited + 5))
done
