#!/usr/bin/env bash
# What must stay true of the sources and that no compiler says. Each breach is one line; exit 1 if there is any.
source "$(dirname "$0")/lib.sh"
breaches=0
breach() { printf '%s\n' "$*"; breaches=1; }

# depends_on PACKAGE PATTERN: what the package is built from, on any system.
depends_on() { cargo tree --locked -p "$1" --target all -e normal,build --prefix none | grep -E "^($2) " | sort -u; }

found="$(depends_on shared 'diesel|actix-web|gloo-net|web-sys|js-sys|leptos|tokio|reqwest' || true)"
[ -z "$found" ] || breach "shared knows a transport, a database or a browser: $found"
found="$(depends_on frontend 'diesel|libsqlite3-sys|pq-sys|actix-web' || true)"
[ -z "$found" ] || breach "the page depends on the server's side: $found"

# 400 lines a file, no exception list.
while IFS= read -r -d '' file; do
  lines="$(wc -l <"$file")"
  [ "$lines" -le 400 ] || breach "$file has $lines lines: a room that grows becomes a folder (400 at most)"
done < <(find shared backend frontend e2e deploy -type d \( -name node_modules -o -name target \) -prune -o -type f \
  \( -name '*.rs' -o -name '*.ts' -o -name '*.mjs' -o -name '*.sh' -o -name '*.css' -o -name '*.sql' \) -print0)

# The strict policy blocks style="…" strings; a class or style:prop= is what passes.
if grep -rnE '(^|[[:space:]])style=' frontend/src --include='*.rs'; then
  breach "an inline style: the page's policy blocks it"
fi

# The same tools everywhere: the version of wasm-bindgen is written in four places.
bindgen="$(grep -A1 '^name = "wasm-bindgen"$' Cargo.lock | sed -n 's/^version = "\(.*\)"/\1/p')"
for file in Trunk.toml deploy/tools.sh deploy/wasm-bindgen/Cargo.toml Cargo.toml; do
  grep -qF "$bindgen" "$file" || breach "$file names another wasm-bindgen than Cargo.lock ($bindgen)"
done

exit "$breaches"
