# Every daily command. Needs make and Python 3.11 or newer; all else is installed into .venv.

VENV   := .venv
BIN    := $(VENV)/bin
STAMPS := $(VENV)/stamps
LOCK   := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links

# the first interpreter that is new enough; choose another with `make PYTHON=python3.12 setup`
PYTHON = $(shell for name in python3 python3.13 python3.12 python3.11 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)

# run or rebuild one rubric only: make report RUBRIC=huaian-2021-integrity
RUBRIC ?=
PYTEST_ARGS ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help setup report test test-long check fix notebooks samples bundle lock clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: $(STAMPS)/runtime  ## create .venv with the locked packages and the govscore command
	@echo "Ready: $(BIN)/govscore"

report: $(STAMPS)/runtime  ## the main job: score what is in data/raw, publish the site in reports/
	@$(BIN)/govscore run $(RUBRIC)

test: $(STAMPS)/dev  ## set up what the tests need and run them
	@sh tools/test_programs.sh
	@$(BIN)/pytest -n auto $(PYTEST_ARGS)

test-long: $(STAMPS)/dev  ## all tests, the long ones and a wide random search too
	@sh tools/test_programs.sh
	@HYPOTHESIS_PROFILE=long $(BIN)/pytest -m '' $(PYTEST_ARGS)

check: $(STAMPS)/dev  ## format, lint, types, stripped notebooks; changes nothing
	@failed=; \
	$(BIN)/ruff format --check . || failed=1; \
	$(BIN)/ruff check . || failed=1; \
	$(BIN)/mypy || failed=1; \
	$(BIN)/nbstripout --verify notebooks/*.ipynb || failed=1; \
	test -z "$$failed" || { echo "make check: see above; 'make fix' mends format, lint and notebooks"; exit 1; }

fix: $(STAMPS)/dev  ## mend format, lint and notebooks where a tool can
	@$(BIN)/ruff check --fix . || true
	@$(BIN)/ruff format .
	@$(BIN)/nbstripout notebooks/*.ipynb

notebooks: $(STAMPS)/runtime  ## run the notebooks again and publish their pages
	@for rubric in $(or $(RUBRIC),$(notdir $(wildcard data/raw/*))); do \
		$(BIN)/govscore report "$$rubric" || exit; done

samples: $(STAMPS)/runtime  ## make the synthetic data in data/raw again, from its seed
	@$(BIN)/python -m govscore_lib.samples

bundle: $(STAMPS)/runtime  ## wheels, installer and project for a closed network, in build/
	@sh tools/make_bundle.sh $(BIN)/python

lock:  ## resolve the locked versions again (needs uv)
	uv pip compile -q pyproject.toml $(LOCK) -o requirements.lock
	uv pip compile -q pyproject.toml --extra dev --extra cluster $(LOCK) -o requirements-dev.lock
	$(BIN)/python tools/pin_extras.py requirements.lock requirements-dev.lock

clean:  ## remove what was built: reports, processed data, bundle, caches (data/raw stays)
	@find reports data/processed -mindepth 1 ! -name .gitkeep -delete
	@rm -rf build dist .pytest_cache .hypothesis .ruff_cache .mypy_cache
	@find govscore_lib tests benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "make: needs Python 3.11 or newer; install it, or name it: make PYTHON=/path/to/python3 setup"; exit 1; }
	@echo "Creating $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "make: this Python cannot make environments; on Debian or Ubuntu: apt-get install python3-venv"; exit 1; }

# pip compiles the bytecode of what it installs; the project's own is compiled beside it
$(STAMPS)/runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing requirements.lock (the first time a few minutes, about 1.2 GB on disk)"
	@$(BIN)/python -m pip install -q --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --no-deps -e .
	@$(BIN)/python -m compileall -qq govscore_lib || true
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: requirements-dev.lock $(STAMPS)/runtime
	@echo "Installing requirements-dev.lock"
	@$(BIN)/python -m pip install -q --require-hashes -r requirements-dev.lock
	@touch $@
