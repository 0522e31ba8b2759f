#!/usr/bin/env bash
# Installs what is missing, pinned and local to the project. tools.sh [page|test]: `page` builds and runs, `test` adds
# what judges. What is already there is passed over in milliseconds.
source "$(dirname "$0")/lib.sh"

TRUNK=0.21.14
CARGO_DENY=0.20.2
WASM_BINDGEN=0.2.130

# These programs run for seconds: quick to build counts more than quick to run.
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=0
export CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_STRIP=true

prerequisites() {
  local missing=0
  need() {
    command -v "$1" >/dev/null && return
    printf '\033[31m✗\033[0m missing: %s. Install it with:\n    %s\n' "$2" "$3" >&2
    missing=1
  }
  need cargo "Rust (rustup, cargo)" \
    "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --default-toolchain none"
  need cc "a C compiler" "apt-get install -y build-essential"
  need make "make" "apt-get install -y make"
  need node "Node.js 20 or newer" "apt-get install -y nodejs npm   (Debian 13; before, nodejs.org)"
  need npm "npm" "apt-get install -y npm"
  if command -v node >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
    printf '\033[31m✗\033[0m Node.js %s is too old: 20 or newer is needed (nodejs.org)\n' "$(node -v)" >&2
    missing=1
  fi
  [ "$missing" -eq 0 ] || exit 1
}

wasm_target() {
  local target=wasm32-unknown-unknown
  [ -d "$(rustc --print sysroot)/lib/rustlib/$target" ] && return
  command -v rustup >/dev/null || fail "this Rust has no $target target. Install rustup: https://rustup.rs"
  progress "Rust target $target" "$TOOLS/log/target.log" rustup target add "$target"
}

# crate NAME VERSION [ARGUMENTS…]
crate() {
  local name="$1" version="$2"
  shift 2
  is_fresh "$name" "$version" && return
  local program="$TOOLS/bin/$name"
  if [ ! -x "$program" ] || ! "$program" --version 2>/dev/null | grep -qwF "$version"; then
    progress "$name $version (a few minutes)" "$TOOLS/log/$name.log" \
      cargo install --locked "$name" --version "$version" --root "$TOOLS" "$@" || exit 1
  fi
  mark_fresh "$name" "$version"
}

wasm_bindgen() {
  local now
  now="$WASM_BINDGEN $(fingerprint deploy/wasm-bindgen)"
  is_fresh wasm-bindgen "$now" && [ -x "$TOOLS/bin/wasm-bindgen" ] && return
  # A target folder of its own: it never waits for the project's builds. It reads megabytes: it alone is optimised a little.
  CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_TARGET_DIR="$TOOLS/target" progress "wasm-bindgen $WASM_BINDGEN (a minute)" "$TOOLS/log/wasm-bindgen.log" \
    cargo install --locked --path deploy/wasm-bindgen --root "$TOOLS" --force || exit 1
  rm -rf "$TOOLS/target"
  mark_fresh wasm-bindgen "$now"
}

# npm_packages FOLDER
npm_packages() {
  local now
  now="$(fingerprint "$1/package.json" "$1/package-lock.json")"
  is_fresh "npm-$1" "$now" && [ -d "$1/node_modules" ] && return
  # Not `npm ci`: it refuses a lock without the binaries of other systems, which some mirrors do not hold. The lock and
  # its digests are obeyed all the same, and never rewritten.
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 progress "npm packages of $1" "$TOOLS/log/npm-$1.log" \
    npm install --no-save --prefix "$1" || exit 1
  mark_fresh "npm-$1" "$now"
}

# Chromium and PostgreSQL: by apt as root on a Debian, else named.
debian_packages() {
  local wanted=()
  [ -n "$(chromium_path)" ] || wanted+=(chromium)
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null ||
    [ -n "${TEST_DATABASE_URL:-}" ] || wanted+=(postgresql)
  [ ${#wanted[@]} -eq 0 ] && return
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    fail "missing: ${wanted[*]}. Install with: sudo apt-get install -y ${wanted[*]}"
  fi
  export DEBIAN_FRONTEND=noninteractive
  progress "apt: lists" "$TOOLS/log/apt-update.log" apt-get update || true
  progress "apt: ${wanted[*]}" "$TOOLS/log/apt.log" \
    apt-get install -y --no-install-recommends "${wanted[@]}" || exit 1
}

prerequisites
case "${1:-page}" in
  page | test) ;;
  *) fail "tools.sh [page|test]" ;;
esac
wasm_target
npm_packages frontend
wasm_bindgen
crate trunk "$TRUNK" --no-default-features
[ "${1:-page}" = page ] && exit 0
debian_packages
npm_packages e2e
crate cargo-deny "$CARGO_DENY"
