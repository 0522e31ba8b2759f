#!/usr/bin/env bash
# Builds each program of the page into dist/<program>, only when something they are made of changed.
source "$(dirname "$0")/lib.sh"

now="$(fingerprint .cargo frontend shared Cargo.toml Cargo.lock Trunk.toml deploy/finish-page.mjs rust-toolchain.toml)"
built() { for program in "${PROGRAMS[@]}"; do [ -f "dist/$program/index.html" ] || return 1; done; }
if is_fresh page "$now" && built; then
  exit 0
fi

# The programs in one go first: two cores link side by side, and Trunk then finds them fresh.
compile() {
  cargo build --locked --manifest-path frontend/Cargo.toml --bins \
    --target wasm32-unknown-unknown --profile wasm-release
}

# one PROGRAM
one() {
  trunk --color never build "frontend/$1.html" --release --dist "dist/$1" --public-url "$(address_of "$1")"
}

progress "page: compiling" "$TARGET/log/page-compile.log" compile
for program in "${PROGRAMS[@]}"; do
  progress "page: $(address_of "$program")" "$TARGET/log/page-$program.log" one "$program"
done
mark_fresh page "$now"
