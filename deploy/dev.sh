#!/usr/bin/env bash
# For working: http://localhost:8080 with every program of the page, each rebuilt when it changes; reload to see it.
# All are stopped together by Ctrl+C. After a change of the server, Ctrl+C and `make dev` again.
source "$(dirname "$0")/lib.sh"

deploy/tools.sh page
# The server embeds this folder; in development it reads it as it is. What is put there is not what `make build` makes.
mkdir -p "${PROGRAMS[@]/#/dist/}" data
rm -f "$TOOLS/stamps/page"
export DATABASE_URL="${DATABASE_URL:-./data/dev.db}"
cargo build --locked
"$TARGET/debug/cote-a-cote" migrate --database "$DATABASE_URL"
if [ ! -s data/dev-accounts.jsonl ]; then
  "$TARGET/debug/cote-a-cote" seed-demo --database "$DATABASE_URL" >data/dev-accounts.jsonl ||
    { rm -f data/dev-accounts.jsonl; exit 1; }
fi
node deploy/show-accounts.mjs data/dev-accounts.jsonl http://localhost:8080

jobs_started=()
trap 'kill "${jobs_started[@]}" 2>/dev/null || true' EXIT
"$TARGET/debug/cote-a-cote" serve --listen 127.0.0.1:8080 --database "$DATABASE_URL" --demonstration &
jobs_started+=($!)
for program in "${PROGRAMS[@]}"; do
  trunk watch "frontend/$program.html" --dist "dist/$program" --public-url "$(address_of "$program")" &
  jobs_started+=($!)
done
wait
