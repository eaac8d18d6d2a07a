#!/usr/bin/env bash
# Fetches squawk, a linter of PostgreSQL migrations, once, and prints its path for SCHEMA_EVOLVE_SQUAWK.
set -euo pipefail

folder="$(cd "$(dirname "$0")/.." && pwd)/artifacts/squawk"
version=2.66.0
program="$folder/$version/squawk"

if [ ! -x "$program" ]; then
    mkdir -p "$folder"
    work="$(mktemp -d "$folder/fetch.XXXXXX")"
    trap 'rm -rf "$work"' EXIT
    # The program itself is in a package for each platform, so nothing is fetched from elsewhere.
    (cd "$work" && npm pack --silent "@squawk-cli/linux-x64@$version" >/dev/null && tar -xzf ./*.tgz)
    mkdir -p "$folder/$version"
    mv "$work/package/bin/squawk" "$program"
    chmod a+x "$program"
fi

echo "$program"
