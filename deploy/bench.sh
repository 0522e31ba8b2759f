#!/usr/bin/env bash
# The measures, in one run on this machine: requests/s, live streams, long threads and a rush on an atelier on both databases, then Lighthouse on a
# slow phone.
# The requests are made by `backend/examples/bench/main.rs`, which reads DATABASE_URL and prints its own table.
source "$(dirname "$0")/lib.sh"

deploy/tools.sh test
deploy/build.sh
folder="$(mktemp -d /tmp/cote-a-cote-bench.XXXXXX)"
server=
cleanup() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$folder"
}
trap cleanup EXIT

if [ -f backend/examples/bench/main.rs ]; then
  progress "bench" "$TARGET/log/bench-build.log" cargo build --release --locked -p backend --example bench
  # A thousand streams are a thousand files, on both sides.
  [ "$(ulimit -n)" -ge 4096 ] || ulimit -Sn 4096 || true
  say "SQLite"
  for what in "" liste live fil atelier; do
    DATABASE_URL="$folder/${what:-bench}.db" "$TARGET/release/examples/bench" $what
  done
  say "PostgreSQL (fsync and synchronous_commit on)"
  for what in "" liste live fil atelier; do
    POSTGRES_FSYNC=on deploy/postgres.sh "$TARGET/release/examples/bench" $what
  done
fi

say "Lighthouse, mobile (slow 4G, CPU ÷4)"
export DATABASE_URL="$folder/page.db"
"$TARGET/release/cote-a-cote" migrate --database "$DATABASE_URL"
"$TARGET/release/cote-a-cote" seed-demo --database "$DATABASE_URL" >"$folder/accounts.jsonl"
"$TARGET/release/cote-a-cote" serve --listen 127.0.0.1:8089 --database "$DATABASE_URL" >"$folder/server.log" 2>&1 &
server=$!
for _ in $(seq 50); do (: </dev/tcp/127.0.0.1/8089) 2>/dev/null && break || sleep 0.2; done

code="$(sed -nE 's/.*"code":"([^"]+)".*/\1/p' "$folder/accounts.jsonl" | head -n 1)"
# look PATH REPORT: one run of Lighthouse.
look() {
  CHROME_PATH="$(chromium_path)" e2e/node_modules/.bin/lighthouse "http://localhost:8089$1" --quiet \
    --output=json --output-path="$2" --only-categories=performance,accessibility,best-practices \
    --chrome-flags="--headless=new --no-sandbox --disable-background-networking --disable-component-update \
--disable-sync --no-first-run"
}

for path in / ${code:+/e/$code} /pro; do
  report="$TARGET/log/lighthouse$(tr / - <<<"$path").json"
  # Chromium sometimes records nothing (NO_NAVSTART): once more, then it is said.
  look "$path" "$report" || look "$path" "$report" || { echo "  $path: Lighthouse failed"; continue; }
  node deploy/show-lighthouse.mjs "$report" "$path"
done
