#!/usr/bin/env bash
# Everything that judges the project. A step that fails does not stop the next; each leaves its log in
# target/test-logs. Last line: `N passed, N failed`. test.sh lint: only what needs no page, database or browser.
source "$(dirname "$0")/lib.sh"

LOGS="$TARGET/test-logs"
rm -rf "$LOGS" && mkdir -p "$LOGS"
PASSED=0
FAILED=0
ADD_PASSED=0
ADD_FAILED=0

# step NAME COUNT COMMAND…: COUNT reads the log and says what it counts, beside the step itself when it is `one`.
step() {
  local name="$1" count="$2" status=0
  shift 2
  progress "$name" "$LOGS/${name//[^a-z0-9]/-}.log" "$@" || status=1
  ADD_PASSED=0 ADD_FAILED=0
  "$count" "$LOGS/${name//[^a-z0-9]/-}.log"
  # A step that fails without naming a failed test (it did not compile, say) is a failure of its own.
  if [ "$status" -ne 0 ] && [ "$ADD_FAILED" -eq 0 ]; then ADD_FAILED=1; fi
  # A step that judges nothing must not look like one that passed.
  if [ "$status" -eq 0 ] && [ "$((ADD_PASSED + ADD_FAILED))" -eq 0 ]; then
    [ "$count" = one ] && ADD_PASSED=1 || { printf '  %s: no test was found\n' "$name"; ADD_FAILED=1; }
  fi
  PASSED=$((PASSED + ADD_PASSED)) FAILED=$((FAILED + ADD_FAILED))
}
one() { :; }
cargo_tests() {
  ADD_PASSED="$(sed -nE 's/^test result: .* ([0-9]+) passed; ([0-9]+) failed;.*/\1/p' "$1" | paste -sd+ | bc_or_zero)"
  ADD_FAILED="$(sed -nE 's/^test result: .* ([0-9]+) passed; ([0-9]+) failed;.*/\2/p' "$1" | paste -sd+ | bc_or_zero)"
}
bc_or_zero() { local sum; read -r sum || true; echo "$((${sum:-0}))"; }
journeys() {
  local stats
  stats="$(node -p 'const s=JSON.parse(require("fs").readFileSync(process.argv[1])).stats;
    [s.expected, s.unexpected + s.flaky].join(" ")' "$LOGS/e2e.json" 2>/dev/null || echo '0 0')"
  read -r ADD_PASSED ADD_FAILED <<<"$stats"
}

# The page and the contract on wasm, where they live; the rest on this machine.
clippy_wasm() { cargo clippy --locked -p shared -p frontend --all-targets --target wasm32-unknown-unknown -- -D warnings; }
clippy_here() { cargo clippy --locked --workspace --exclude frontend --all-targets -- -D warnings; }
# Leptos is compiled for this machine only if the page has tests to run on it.
tests_of_page() { grep -rqE '#\[(tokio::)?test\]' frontend/src frontend/tests 2>/dev/null; }
test_contract() {
  local packages=(-p shared)
  if tests_of_page; then packages+=(-p frontend); fi
  cargo test --locked "${packages[@]}" --no-fail-fast
}
# The advisories need a fresh copy of a git database: only when asked for (ADVISORIES=1).
deny() { cargo deny --locked check bans licenses sources ${ADVISORIES:+advisories}; }
on_postgres() { deploy/postgres.sh cargo test --locked -p backend --no-fail-fast; }
on_sqlite() { env -u TEST_DATABASE_URL -u DATABASE_URL cargo test --locked -p backend --no-fail-fast; }
end_to_end() {
  cd e2e
  COTE_A_COTE="$TARGET/debug/cote-a-cote" CHROMIUM="$(chromium_path)" PLAYWRIGHT_JSON_OUTPUT_FILE="$LOGS/e2e.json" \
    npx --no-install playwright test --reporter=list,json
}

say "tools"
deploy/tools.sh test || {
  echo '0 passed, 1 failed'
  exit 1
}
# The server embeds this folder: it must be there for it to compile.
mkdir -p "${PROGRAMS[@]/#/dist/}"

say "checks"
[ "${1:-}" = lint ] || step "page, release" one deploy/page.sh
step "format" one cargo fmt --all --check
step "licences and sources" one deny
step "invariants" one deploy/invariants.sh
step "clippy" one clippy_here
step "shared and page on wasm" one clippy_wasm
if [ "${1:-}" != lint ]; then
  step "size budget" one node deploy/budget.mjs
  cat "$LOGS/size-budget.log"
  say "tests"
  # The server is always compiled alone, as `cargo run` does: the same features, so nothing is built twice.
  step "shared and page" cargo_tests test_contract
  step "server on sqlite" cargo_tests on_sqlite
  step "server on postgresql" cargo_tests on_postgres
  sed -n 's/^storm on /  storm on /p' "$LOGS"/server-on-*.log
  step "server, development build" one cargo build --locked
  step "journeys" journeys end_to_end
fi

say "done in $((SECONDS / 60)) min $((SECONDS % 60)) s, logs in $LOGS"
printf '%s passed, %s failed\n' "$PASSED" "$FAILED"
[ "$FAILED" -eq 0 ]
