#!/usr/bin/env bash
# From a fresh clone to a page that answers: tools, page, server, demonstration the first time. A second run starts in
# seconds. LISTEN and DATABASE_URL change where it listens and what it stores in.
source "$(dirname "$0")/lib.sh"

export LISTEN="${LISTEN:-127.0.0.1:8080}"
export DATABASE_URL="${DATABASE_URL:-./data/cote-a-cote.db}"
address="http://localhost:${LISTEN##*:}"
server="$TARGET/release/cote-a-cote"

deploy/build.sh

mkdir -p data
case "$DATABASE_URL" in
  postgres*) accounts="data/demo-accounts-$(printf '%s' "$DATABASE_URL" | sha256sum | cut -c1-8).jsonl" ;;
  *) accounts="$DATABASE_URL-accounts.jsonl" ;;
esac
[ "$DATABASE_URL" = ./data/cote-a-cote.db ] && accounts=data/demo-accounts.jsonl

"$server" migrate --database "$DATABASE_URL"
if [ ! -s "$accounts" ]; then
  say "filling $DATABASE_URL with the demonstration"
  # A seed that fails leaves no list behind, so that the next run tries again.
  (umask 077 && "$server" seed-demo --database "$DATABASE_URL" >"$accounts.new") || {
    rm -f "$accounts.new"
    fail "the demonstration could not be stored"
  }
  mv "$accounts.new" "$accounts"
fi

node deploy/show-accounts.mjs "$accounts" "$address"
exec "$server" serve --listen "$LISTEN" --database "$DATABASE_URL" --public-url "$address" --demonstration
