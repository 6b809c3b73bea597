# Everything from a bare clone: each target sets up what it needs, and is quick the second time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
INDEX ?= data/index
PORT ?= 7860

.DEFAULT_GOAL := help
.PHONY: help run test check build bench e2e faults lock clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):[^#]*## */  \1\t/' | expand -t 12

run: build ## build the index from seeds/ and open the chat at http://127.0.0.1:7860
	@echo "== chat: http://127.0.0.1:$(PORT)  (Ctrl-C stops it)"
	@$(BIN)/assistant serve --index $(INDEX) --port $(PORT)

build: $(RUN_STAMP) ## bring the index up to date with seeds/
	@echo "== index: $(INDEX)"
	@$(BIN)/assistant build --index $(INDEX)

test: $(DEV_STAMP) ## run the quick tests
	@echo "== tests"
	@$(BIN)/pytest

check: $(DEV_STAMP) ## ruff, mypy --strict, import-linter
	@echo "== style, types, layers"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(DEV_STAMP) build ## measure answers and retrieval beside a LangChain quickstart
	@$(BIN)/evals bench

e2e: $(DEV_STAMP) build ## ask in a real browser (needs Debian's chromium)
	@echo "== browser tests"
	@$(BIN)/pytest -m e2e tests/e2e

faults: $(DEV_STAMP) ## attack it for minutes: floods, kills, leaks
	@echo "== faults under attack"
	@$(BIN)/pytest -m faults

lock: ## pin anew what is installed, from pyproject.toml
	@scripts=$$(mktemp -d) && $(PYTHON) -m venv $$scripts/run && $(PYTHON) -m venv $$scripts/dev && \
	$$scripts/run/bin/pip install -q torch==2.13.0 . && \
	$$scripts/run/bin/pip freeze --exclude government-report-assistant | sed 's/^torch==.*/torch==2.13.0/' > requirements.lock && \
	$$scripts/dev/bin/pip install -q -c requirements.lock ".[dev]" && \
	$$scripts/dev/bin/pip freeze --exclude government-report-assistant | sed 's/^torch==.*/torch==2.13.0/' > requirements-dev.lock && \
	rm -rf $$scripts

clean: ## remove what was built: environment, index, caches
	rm -rf $(VENV) data build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/pip:
	@echo "== virtual environment: $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): $(VENV)/bin/pip requirements.lock pyproject.toml
	@echo "== packages (a few minutes the first time)"
	@$(BIN)/pip install -q --disable-pip-version-check -r requirements.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_STAMP): $(RUN_STAMP) requirements-dev.lock
	@echo "== packages for development"
	@$(BIN)/pip install -q --disable-pip-version-check -r requirements-dev.lock
	@touch $@
