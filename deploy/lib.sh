# What every script of this folder shares: sourced, not run.
# shellcheck shell=bash
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$ROOT"
TOOLS="$ROOT/.tools"
TARGET="${CARGO_TARGET_DIR:-$ROOT/target}"
# The programs of the page: frontend/<name>.html becomes dist/<name> (shared/src/pages.rs says which addresses are whose).
PROGRAMS=(jeune fil suite lieux ateliers pro gestion installation)
# address_of PROGRAM: under what its files are served.
address_of() { [ "$1" = jeune ] && echo / || echo "/$1/"; }
# The pinned tools come before whatever the machine has.
export PATH="$TOOLS/bin:$ROOT/frontend/node_modules/.bin:$HOME/.cargo/bin:$PATH"

say() { printf '\033[1m·\033[0m %s\n' "$*"; }
fail() { printf '\033[31m✗\033[0m %s\n' "$*" >&2; exit 1; }

# progress LABEL LOG COMMAND…: one line that lives while the command runs; the end of its log if it fails.
progress() {
  local label="$1" log="$2" start=$SECONDS status=0 lines
  shift 2
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 </dev/null &
  local job=$! ticks=0
  trap 'kill "$job" 2>/dev/null || true; exit 130' INT TERM
  while kill -0 "$job" 2>/dev/null; do
    if [ -t 1 ]; then
      lines="$(grep -c '' "$log" || true)"
      printf '\r  %s … %s s, %s lines \033[K' "$label" "$((SECONDS - start))" "$lines"
    elif ((ticks > 0 && ticks % 300 == 0)); then
      printf '  %s … %s s\n' "$label" "$((SECONDS - start))"
    fi
    ticks=$((ticks + 1))
    sleep 0.2
  done
  wait "$job" || status=$?
  trap - INT TERM
  [ -t 1 ] && printf '\r\033[K'
  if [ "$status" -eq 0 ]; then
    printf '  %s: done in %s s\n' "$label" "$((SECONDS - start))"
  else
    printf '  %s: failed after %s s; the end of %s:\n' "$label" "$((SECONDS - start))" "$log"
    tail -n 40 "$log" | sed 's/^/    /'
  fi
  return "$status"
}

# fingerprint PATH…: one word that changes when any of these files does.
fingerprint() {
  find "$@" -type d \( -name node_modules -o -name target \) -prune -o -type f -print0 |
    sort -z | xargs -0 sha256sum | sha256sum | cut -c1-32
}

# is_fresh NAME VALUE / mark_fresh NAME VALUE: what was done last time, so that it is not done again.
is_fresh() { [ -f "$TOOLS/stamps/$1" ] && [ "$(<"$TOOLS/stamps/$1")" = "$2" ]; }
mark_fresh() { mkdir -p "$TOOLS/stamps" && printf '%s' "$2" >"$TOOLS/stamps/$1"; }

# The address Chromium is found at, or nothing.
chromium_path() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" && return 0
  done
  return 0
}
