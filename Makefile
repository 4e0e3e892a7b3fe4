.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check format lock venv venv-dev node-modules page test-servers

BIN := .venv/bin
# `make lock UPGRADE=--upgrade` takes the newest versions; without it only what has changed moves.
UPGRADE ?=
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $(UPGRADE)

help: ## these lines
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: venv page ## install, build, migrate, seed an empty database, and serve on http://127.0.0.1:8000
	@exec $(BIN)/python main.py serve --demonstration

test: venv-dev page test-servers ## every test, on both databases and in a browser
	@$(BIN)/python -m pytest

check: venv-dev node-modules ## style, types, the order of imports, the schema, and the page's own checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python main.py schema check
	cd web && npm run check

format: venv-dev ## put the Python code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: venv-dev ## write the lock files anew from the *.in files and web/package.json
	$(COMPILE) requirements.in -o requirements.lock
	$(COMPILE) requirements-dev.in -o requirements-dev.lock
	cd web && npm install --package-lock-only --ignore-scripts --no-audit --no-fund

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
