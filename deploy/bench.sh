#!/usr/bin/env bash
# The measures, in one run on this machine: requests/s on both databases, then Lighthouse on a slow phone.
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
  say "SQLite"
  DATABASE_URL="$folder/bench.db" "$TARGET/release/examples/bench"
  say "PostgreSQL (fsync and synchronous_commit on)"
  POSTGRES_FSYNC=on deploy/postgres.sh "$TARGET/release/examples/bench"
fi

say "Lighthouse, mobile (slow 4G, CPU ÷4)"
export DATABASE_URL="$folder/page.db"
"$TARGET/release/cote-a-cote" migrate --database "$DATABASE_URL"
"$TARGET/release/cote-a-cote" seed-demo --database "$DATABASE_URL" >"$folder/accounts.jsonl"
"$TARGET/release/cote-a-cote" serve --listen 127.0.0.1:8089 --database "$DATABASE_URL" >"$folder/server.log" 2>&1 &
server=$!
for _ in $(seq 50); do (: </dev/tcp/127.0.0.1/8089) 2>/dev/null && break || sleep 0.2; done

code="$(sed -nE 's/.*"code":"([^"]+)".*/\1/p' "$folder/accounts.jsonl" | head -n 1)"
for path in / ${code:+/e/$code} /pro; do
  report="$TARGET/log/lighthouse$(tr / - <<<"$path").json"
  CHROME_PATH="$(chromium_path)" e2e/node_modules/.bin/lighthouse "http://localhost:8089$path" --quiet \
    --output=json --output-path="$report" --only-categories=performance,accessibility,best-practices \
    --chrome-flags="--headless=new --no-sandbox --disable-background-networking --disable-component-update \
--disable-sync --no-first-run" || { echo "  $path: Lighthouse failed"; continue; }
  node -e 'const r=JSON.parse(require("fs").readFileSync(process.argv[1])),a=r.audits;
    const score=Object.values(r.categories).map((c)=>`${c.id} ${Math.round(c.score*100)}`).join(", ");
    const t=(k)=>a[k].displayValue;
    console.log(`  ${process.argv[2]}: ${score} | FCP ${t("first-contentful-paint")}, LCP ${t("largest-contentful-paint")}, `+
      `TBT ${t("total-blocking-time")}, ${Math.round(a["total-byte-weight"].numericValue/1024)} KiB`)' "$report" "$path"
done
