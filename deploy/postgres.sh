#!/usr/bin/env bash
# Runs a command beside a throw-away PostgreSQL: postgres.sh COMMAND…, which finds its address in TEST_DATABASE_URL and
# DATABASE_URL. The server lives in a temporary folder, on a free port, and is gone at the end. One that TEST_DATABASE_URL
# already names is used instead. POSTGRES_FSYNC=on for measures; the tests do without.
source "$(dirname "$0")/lib.sh"
[ $# -gt 0 ] || fail "postgres.sh COMMAND…"

if [ -n "${TEST_DATABASE_URL:-}" ]; then
  DATABASE_URL="$TEST_DATABASE_URL" exec "$@"
fi

programs="$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1 || true)"
[ -z "$programs" ] || export PATH="$programs:$PATH"
command -v initdb >/dev/null || fail "PostgreSQL is missing: apt-get install -y postgresql"

folder="$(mktemp -d /tmp/cote-a-cote-postgres.XXXXXX)"
port="$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')"
# Its programs refuse root.
as_owner=()
if [ "$(id -u)" -eq 0 ]; then
  chown postgres:postgres "$folder"
  as_owner=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi

# When the command failed, what the server says of its own health is worth more than what its clients saw of it.
stop() {
  local status=$?
  if [ "$status" -ne 0 ] && [ -f "$folder/log" ]; then
    grep -nE 'PANIC|terminated by signal|exited with exit code|reinitializing|shutdown request|out of memory|No space|could not (write|extend|resize|fork)' \
      "$folder/log" | head -n 20 | sed 's/^/postgresql: /' >&2 || true
  fi
  (cd / && "${as_owner[@]}" pg_ctl -D "$folder/data" -m immediate stop >/dev/null 2>&1) || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

(
  cd /
  "${as_owner[@]}" initdb -D "$folder/data" -A trust -U app --no-sync -E UTF8 --locale=C.UTF-8 >/dev/null
  "${as_owner[@]}" pg_ctl -D "$folder/data" -w -l "$folder/log" -o "-p $port -k $folder \
    -c listen_addresses=127.0.0.1 -c jit=off -c max_wal_size=256MB -c wal_level=minimal -c max_wal_senders=0 \
    -c max_connections=300 -c fsync=${POSTGRES_FSYNC:-off} \
    -c synchronous_commit=${POSTGRES_FSYNC:-off}" start >/dev/null
) || fail "PostgreSQL did not start: $(cat "$folder/log" 2>/dev/null)"

export TEST_DATABASE_URL="postgres://app@127.0.0.1:$port/postgres"
export DATABASE_URL="$TEST_DATABASE_URL"
"$@"
