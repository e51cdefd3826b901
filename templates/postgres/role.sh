# shellcheck shell=sh
# role.sh - makes the role that replicates; the image reads it in while it initialises
(
    set -eu
    BERTH_PASSWORD=$(printf %s "$BERTH_PASSWORD")
    export BERTH_PASSWORD
    # not as an argument, which others could see, and not into the log
    psql -XAtq -v ON_ERROR_STOP=1 -v role="$BERTH_USER" -U "${POSTGRES_USER:-postgres}" \
        -d postgres <<'END'
set log_statement = 'none';
set log_min_duration_statement = -1;
set log_min_error_statement = 'panic';
\set password `printf %s "$BERTH_PASSWORD"`
create role :"role" login replication password :'password';
END
    # the server that starts next waits for its standbys again
    : >"$BERTH_RUN/initdb.conf"
)
