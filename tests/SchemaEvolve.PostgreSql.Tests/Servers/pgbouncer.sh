#!/bin/sh
# Runs a PgBouncer in front of a server until its standard input ends, which it does even if the tests are killed.
# Usage: pgbouncer.sh <host of the server> <port of the server> <user of the server> <pool mode>. Prints the folder of its socket once it takes connections.
set -eu

# PgBouncer refuses to run as root.
if [ "$(id -u)" = 0 ]; then
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

PATH="$PATH:/usr/sbin"
command -v pgbouncer >/dev/null || { echo "There is no pgbouncer. Debian has it in the package pgbouncer." >&2; exit 1; }
folder="$(mktemp -d "${TMPDIR:-/tmp}/se_pgbouncer.XXXXXX")"
cd "$folder"
trap 'kill "$pooler" 2>/dev/null || true; rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM

cat >pgbouncer.ini <<CONF
[databases]
* = host=$1 port=$2 user=$3
[pgbouncer]
listen_addr =
unix_socket_dir = $folder
listen_port = 5432
auth_type = any
pool_mode = $4
logfile = $folder/pgbouncer.log
CONF
pgbouncer --quiet pgbouncer.ini >/dev/null 2>&1 &
pooler=$!
until [ -S .s.PGSQL.5432 ]; do
    kill -0 "$pooler" 2>/dev/null || { cat pgbouncer.log >&2; exit 1; }
    sleep 0.05
done
echo "$folder"
cat >/dev/null
