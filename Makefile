# The few commands people type. What they do is in deploy/, one small script each.
.DEFAULT_GOAL := help
.PHONY: help run test build dev bench lint tools clean

help: ## these lines
	@awk -F ': ## ' '/^[a-z]+: ## / { printf "  make %-6s %s\n", $$1, $$2 }' Makefile

run: ## install what is missing, build, fill the demonstration the first time, serve on http://localhost:8080
	@deploy/run.sh

test: ## everything that judges the project, on SQLite and PostgreSQL, in a real browser
	@deploy/test.sh

build: ## the release binary, page embedded: target/release/cote-a-cote
	@deploy/build.sh

dev: ## for working: the page rebuilt on each change, the API behind it
	@deploy/dev.sh

bench: ## the measures: requests/s and live streams on both databases, Lighthouse on a slow phone
	@deploy/bench.sh

lint: ## format, clippy, licences, invariants: the quick half of make test
	@deploy/test.sh lint

tools: ## only install what is missing
	@deploy/tools.sh test

clean: ## remove what was built; the tools and data/ stay
	@rm -rf target dist .tools/stamps/page
