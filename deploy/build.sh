#!/usr/bin/env bash
# Leaves the release binary, page embedded, at target/release/cote-a-cote.
source "$(dirname "$0")/lib.sh"

deploy/tools.sh page
deploy/page.sh
# Said only when there is something to do: cargo answers in a moment when there is not.
progress "server" "$TARGET/log/server.log" cargo build --release --locked
