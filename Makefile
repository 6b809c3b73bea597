# Everything from a bare clone: each target sets up what it needs, and is quick the second time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
INDEX ?= data/index
PORT ?= 7860

# $(call step,NAME,COMMAND): what is being done, then how long it took.
define step
@printf '== %s\n' '$(1)'; begun=$$(date +%s); { $(2); } && printf '   done in %s s\n' "$$(($$(date +%s) - begun))"
endef
# Of pip only errors: its warnings about the machine's own configuration say nothing of the project.
PIP := $(BIN)/pip -qq --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run test check build bench docs picture e2e faults lock clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):[^#]*## */  \1\t/' | expand -t 12

run: build ## build the index from seeds/ and open the chat at http://127.0.0.1:7860
	@echo "== chat: http://127.0.0.1:$(PORT)  (Ctrl-C stops it)"
	@$(BIN)/assistant serve --index $(INDEX) --port $(PORT)

build: $(RUN_STAMP) ## bring the index up to date with seeds/
	$(call step,index from seeds/: $(INDEX),$(BIN)/assistant build --index $(INDEX))

test: $(DEV_STAMP) ## run the quick tests
	$(call step,quick tests,$(BIN)/pytest)

check: $(DEV_STAMP) ## ruff, mypy --strict, import-linter
	$(call step,style,$(BIN)/ruff check . && $(BIN)/ruff format --check .)
	$(call step,types,$(BIN)/mypy)
	$(call step,layers,$(BIN)/lint-imports)

bench: $(DEV_STAMP) build ## measure answers and retrieval beside a LangChain quickstart
	@$(BIN)/evals bench

docs: $(DEV_STAMP) ## fill the generated parts of docs/: --help of every command, the settings
	@$(BIN)/python -m docs.generate

picture: $(DEV_STAMP) build ## draw the picture of the README anew (needs Debian's chromium)
	@$(BIN)/python -m docs.screenshot --index $(INDEX)

e2e: $(DEV_STAMP) build ## ask in a real browser (needs Debian's chromium)
	$(call step,browser tests,$(BIN)/pytest -m e2e tests/e2e)

faults: $(DEV_STAMP) ## attack it for minutes: floods, kills, leaks
	$(call step,attacks that take minutes,$(BIN)/pytest -m faults)

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
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(call step,virtual environment: $(VENV),$(PYTHON) -m venv $(VENV))

$(RUN_STAMP): $(VENV)/bin/pip requirements.lock pyproject.toml
	$(call step,packages (a few minutes the first time),$(PIP) install -r requirements.lock && $(PIP) install --no-deps --no-build-isolation -e .)
	@touch $@

$(DEV_STAMP): $(RUN_STAMP) requirements-dev.lock
	$(call step,packages for tests,$(PIP) install -r requirements-dev.lock)
	@touch $@
