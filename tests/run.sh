#!/usr/bin/env bash
# Builds everything and runs all tests, with nothing but the .NET SDK and the package registries at hand.
# With --all, a run is cut off at every point where it can be, rather than at a sample of them. The last line sums up: "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/.."

results="$PWD/artifacts/test-results"
rm -rf "$results"
mkdir -p "$results"

passed=0
failed=0
left_out=0

# Reads the counters of a test project. One that wrote none did not get as far as running tests, and one that ended badly without a failed test was cut off.
# A test that lacks what it needs, such as the linter, is neither passed nor failed.
count() {
    local counters
    if ! counters="$(grep -m 1 -o '<Counters [^>]*' "$results/$1.trx" 2>/dev/null)"; then
        echo "$1 ran no tests."
        failed=$((failed + 1))
        return
    fi

    local total green red
    total="$(sed 's/.* total="\([0-9]*\)".*/\1/' <<<"$counters")"
    green="$(sed 's/.* passed="\([0-9]*\)".*/\1/' <<<"$counters")"
    red="$(sed 's/.* failed="\([0-9]*\)".*/\1/' <<<"$counters")"
    passed=$((passed + green))
    left_out=$((left_out + total - green - red))
    [ "$2" -ne 0 ] && [ "$red" -eq 0 ] && red=1
    failed=$((failed + red))
}

# Prints what a script fetches from npm. Without npm, that is left out, and said; where npm fails, the run does.
fetch() {
    if ! command -v npm >/dev/null; then
        echo "npm is not installed, so $2." >&2
        return
    fi

    "$1"
}

finish() {
    [ "$left_out" -gt 0 ] && echo "$left_out left out, because what they need is not here."
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
    exit
}

for argument in "$@"; do
    if [ "$argument" != --all ]; then
        echo "There is no argument $argument. There is: --all." >&2
        exit 2
    fi
    export SCHEMA_EVOLVE_ALL=1
done

# Thousands of databases come and go. In memory, where there is room for them, that takes a tenth of the time.
if [ -z "${TMPDIR:-}" ] && [ "$(df --output=avail --block-size=1G /dev/shm 2>/dev/null | tail -n 1)" -ge 8 ] 2>/dev/null; then
    export TMPDIR=/dev/shm
fi

# PostgreSQL, the pooler in front of it, and the shell of SQLite from Debian's packages; two more majors come from npm.
if [ "$(id -u)" = 0 ] && ! { command -v pgbouncer && command -v sqlite3 && [ -d /usr/lib/postgresql ]; } >/dev/null; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y postgresql pgbouncer sqlite3; } </dev/null >/dev/null || failed=1
fi

SCHEMA_EVOLVE_POSTGRESQL_BINARIES="$(fetch tests/postgresql.sh "only the PostgreSQL of this machine is tested")" || failed=1
export SCHEMA_EVOLVE_POSTGRESQL_BINARIES

# An independent linter looks at the SQL for PostgreSQL.
SCHEMA_EVOLVE_SQUAWK="$(fetch tests/squawk.sh "no independent linter looks at the SQL")" || failed=1
export SCHEMA_EVOLVE_SQUAWK

if ! dotnet build SchemaEvolve.sln --configuration Release -nologo -verbosity:quiet </dev/null; then
    failed=$((failed + 1))
    finish
fi

# One project after the other: some tests start many processes, and some count milliseconds. A test that hangs fails.
for project in tests/*.Tests/*.csproj; do
    name="$(basename "$project" .csproj)"
    status=0
    dotnet test "$project" --configuration Release --no-build --nologo --blame-hang-timeout 10m --blame-hang-dump-type none \
        --logger "trx;LogFileName=$name.trx" --results-directory "$results" </dev/null || status=$?
    count "$name" "$status"
done

finish
