#!/usr/bin/env bash
# For working: the page rebuilt on each change, the API behind it. Three programs, stopped together by Ctrl+C:
#   http://localhost:8081       the page of the jeunes (trunk serve, /api passed on to 8080)
#   http://localhost:8082/pro/  the page of the professionals
#   http://localhost:8080       the API; after a change of the server, Ctrl+C and `make dev` again
source "$(dirname "$0")/lib.sh"

deploy/tools.sh page
# The server embeds this folder; in development it reads it as it is.
mkdir -p dist/jeune dist/pro data
export DATABASE_URL="${DATABASE_URL:-./data/dev.db}"
cargo build --locked
"$TARGET/debug/cote-a-cote" migrate --database "$DATABASE_URL"
if [ ! -s data/dev-accounts.jsonl ]; then
  "$TARGET/debug/cote-a-cote" seed-demo --database "$DATABASE_URL" >data/dev-accounts.jsonl ||
    { rm -f data/dev-accounts.jsonl; exit 1; }
fi
node deploy/show-accounts.mjs data/dev-accounts.jsonl http://localhost:8081

jobs_started=()
trap 'kill "${jobs_started[@]}" 2>/dev/null || true' EXIT
"$TARGET/debug/cote-a-cote" serve --listen 127.0.0.1:8080 --database "$DATABASE_URL" --demonstration \
  --trusted-origins http://localhost:8081,http://localhost:8082 &
jobs_started+=($!)
trunk serve frontend/jeune.html --dist target/dev/jeune --public-url / --port 8081 &
jobs_started+=($!)
trunk serve frontend/pro.html --dist target/dev/pro --public-url /pro/ --port 8082 &
jobs_started+=($!)
wait
