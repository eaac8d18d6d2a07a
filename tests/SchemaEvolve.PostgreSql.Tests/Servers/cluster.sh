#!/bin/sh
# Runs a throw-away cluster until its standard input ends, which it does even if the tests are killed.
# Each line of its input is a mode in which to restart it: fast or immediate. It says the mode once it takes connections again.
# Usage: cluster.sh <bin folder> [standby [<folder of the primary's socket>]]. Prints the folder of its socket once it takes connections.
set -eu

# PostgreSQL refuses to run as root.
if [ "$(id -u)" = 0 ]; then
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

bin="$1"
folder="$(mktemp -d "${TMPDIR:-/tmp}/se_pg.XXXXXX")"
cd "$folder"
trap '"$bin/pg_ctl" stop --pgdata=data --mode=immediate --silent || true; rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM

if [ -n "${3:-}" ]; then
    "$bin/pg_basebackup" --pgdata=data --host="$3" --username=postgres --checkpoint=fast --no-sync --write-recovery-conf >initdb.log 2>&1 || { cat initdb.log >&2; exit 1; }
else
    "$bin/initdb" --pgdata=data --username=postgres --auth=trust --encoding=UTF8 --no-locale --no-sync >initdb.log 2>&1 || { cat initdb.log >&2; exit 1; }
fi
cat >>data/postgresql.conf <<CONF
listen_addresses = ''
unix_socket_directories = '$folder'
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
max_prepared_transactions = 10
timezone = 'UTC'
# A worker that looks in while a test counts locks would be counted too.
autovacuum = off
CONF
[ "${2:-}" != standby ] || touch data/standby.signal
"$bin/pg_ctl" start --pgdata=data --log=server.log --wait --silent >/dev/null || { cat server.log >&2; exit 1; }
echo "$folder"
while read -r mode; do
    "$bin/pg_ctl" restart --pgdata=data --log=server.log --mode="$mode" --wait --silent >/dev/null || { cat server.log >&2; exit 1; }
    echo "$mode"
done
