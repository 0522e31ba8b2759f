#!/usr/bin/env bash
# Builds the pages into dist/jeune, dist/fil, dist/suite and dist/pro, only when something they are made of changed.
source "$(dirname "$0")/lib.sh"

now="$(fingerprint .cargo frontend shared Cargo.toml Cargo.lock Trunk.toml deploy/finish-page.mjs rust-toolchain.toml)"
pages=(dist/{jeune,fil,suite,pro}/index.html)
if is_fresh page "$now" && [ "$(ls "${pages[@]}" 2>/dev/null | wc -l)" -eq 4 ]; then
  exit 0
fi

# The programs in one go first: two cores link side by side, and Trunk then finds them fresh.
compile() {
  cargo build --locked --manifest-path frontend/Cargo.toml --bins \
    --target wasm32-unknown-unknown --profile wasm-release
}

# one NAME ADDRESS
one() {
  trunk --color never build "frontend/$1.html" --release --dist "dist/$1" --public-url "$2"
}

progress "page: compiling" "$TARGET/log/page-compile.log" compile
progress "page: /" "$TARGET/log/page-jeune.log" one jeune /
progress "page: /fil/" "$TARGET/log/page-fil.log" one fil /fil/
progress "page: /suite/" "$TARGET/log/page-suite.log" one suite /suite/
progress "page: /pro/" "$TARGET/log/page-pro.log" one pro /pro/
mark_fresh page "$now"
