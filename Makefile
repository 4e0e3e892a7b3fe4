.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check format lock venv venv-dev node-modules page test-servers bench bench-peers

BIN := .venv/bin
# `make lock UPGRADE=--upgrade` takes the newest versions; without it only what has changed moves.
UPGRADE ?=
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $(UPGRADE)

help: ## these lines
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: venv page ## install, build, migrate, seed an empty database, and serve on http://127.0.0.1:8000
	@exec $(BIN)/python main.py serve --demonstration

test: venv-dev page test-servers bench-peers ## every test, on both databases and in a browser
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal

check: venv-dev node-modules ## style, types, the order of imports, the schema, and the page's own checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python main.py schema check
	cd web && npm run check

bench: venv-dev page test-servers bench-peers ## what it costs beside its peers, into bench/report.md (a quarter of an hour)
	@$(BIN)/python -m bench

format: venv-dev ## put the Python code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: venv-dev ## write the lock files anew from the *.in and package.json files
	$(COMPILE) requirements.in -o requirements.lock
	$(COMPILE) requirements-dev.in -o requirements-dev.lock
	$(COMPILE) bench/requirements.in -o bench/requirements.lock
	for each in web bench/peers; do (cd $$each && npm install --package-lock-only --ignore-scripts --no-audit --no-fund); done

venv:
	@sh scripts/venv.sh requirements.lock

venv-dev:
	@sh scripts/venv.sh requirements-dev.lock

node-modules:
	@sh scripts/page.sh modules

page: node-modules
	@sh scripts/page.sh build

test-servers:
	@sh scripts/test_servers.sh

bench-peers:
	@sh scripts/bench.sh
